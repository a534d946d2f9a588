"""Every answer that is not a yes says what happened, in plain words, and what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# A text this long took somebody a while to write: it is shown again so that it can be kept.
LONG_TEXT_CHARACTERS = 20
FOR_PROGRAMS = "/api/"
CODES = {
    403: "not_allowed",
    404: "not_found",
    409: "refused",
    429: "too_often",
    500: "broken",
    503: "unavailable",
}
SECRET_WORDS = ("password", "secret", "token", "csrf", "id_number", "phone", "address", "key")


@dataclass(frozen=True)
class Problem:
    """Title, what happened, what to do; `tone` names the colour of its notice."""

    title: str | Promise
    text: str | Promise
    todo: str | Promise = ""
    tone: str = "amber"


PROBLEMS = {
    400: Problem(_("这次请求没看懂"), _("网址或提交的内容不完整。"), _("请回到刚才的页面再试一次。")),
    403: Problem(
        _("您不能办理这一项"),
        _("您的职务不包含这项操作。"),
        _("如果这本该由您来办，请联系上级党组织调整职务。"),
    ),
    404: Problem(
        _("没有找到这个页面"),
        _("网址可能不对，内容可能已经移走，也可能不在您能查看的范围内。"),
        _("请从首页重新进入，或用查找功能找一找。"),
    ),
    405: Problem(
        _("这一步不能这样打开"), _("这个网址只用来提交内容，不能直接打开。"), _("请从首页重新进入。")
    ),
    409: Problem(
        _("这一步没有办成"), _("情况已经有了变化。"), _("您填的内容没有丢。请按上面的说明处理后再试。")
    ),
    413: Problem(_("文件太大了"), _("这次上传的内容超过了上限。"), _("请换一个小一点的文件，或分几次上传。")),
    422: Problem(_("有几处需要改一下"), _("填写的内容有误，还没有保存。"), _("请按提示修改后再提交。")),
    429: Problem(
        _("操作太频繁了"),
        _("为了账号安全，请稍等片刻。"),
        _("几分钟后再试。忘记密码请找本支部书记重新开通。"),
    ),
    500: Problem(
        _("系统出了点问题"),
        _("这不是您的错，问题已经记录下来。刚才的操作没有生效。"),
        _("请稍后再试；如果一直这样，请告诉管理员。"),
        tone="brick",
    ),
    503: Problem(
        _("系统暂时忙"),
        _("系统正在维护，或一时忙不过来。您填的内容还在这台设备上。"),
        _("请过几分钟再试。"),
    ),
}


def show_problem(
    request: HttpRequest, status: int, *, text: str = "", problems: Sequence[str] = ()
) -> HttpResponse:
    """The page of this status; to htmx only the notice, put where notices stand; to a program its words."""
    problem = PROBLEMS[status]
    if request.path.startswith(FOR_PROGRAMS):
        words = text or str(problem.text)
        return JsonResponse({"code": CODES.get(status, "invalid"), "message": words}, status=status)
    context = {
        "status": status,
        "title": problem.title,
        "text": text or problem.text,
        "todo": problem.todo,
        "tone": problem.tone,
        "problems": problems,
        "typed": long_texts(request),
        "back": page_before(request),
        "request_id": getattr(request, "id", ""),
    }
    if getattr(request, "htmx", False):
        response = render(request, "web/error.html#notice", context, status=status)
        response["HX-Retarget"], response["HX-Reswap"] = "#notices", "innerHTML show:top"
        return response
    if status >= 500:
        # Without the request: whatever broke must not be asked again for the menu.
        return HttpResponse(render_to_string("web/error.html", context), status=status)
    return render(request, "web/error.html", context, status=status)


def page_before(request: HttpRequest) -> str:
    """The page of ours this request came from, as a path; nothing when it came from elsewhere (R-W3)."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    try:
        is_ours = came_from.netloc == request.get_host()
    except DisallowedHost:
        return ""
    if not is_ours or came_from.path == request.path:
        return ""
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")


def long_texts(request: HttpRequest) -> list[str]:
    """What the viewer wrote at length, to be shown back to him alone; never a secret."""
    if request.method != "POST" or request.content_type == "application/json":
        return []
    typed = {name: request.POST.get(name, "") for name in request.POST if not is_secret(name)}
    return [words for words in typed.values() if len(words) >= LONG_TEXT_CHARACTERS]


def is_secret(name: str) -> bool:
    return any(word in name.lower() for word in SECRET_WORDS)

"""The host's desk: who is here, who waits, and who just came through the door."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from banyan.journeys.actions.arrival import enter_arrival
from banyan.journeys.actions.signed import sign_receipt
from banyan.journeys.forms.arrival import ArrivalForm, SignedReceiptForm
from banyan.journeys.permissions import CHECK_IN_FOR, CONFIRM_ARRIVAL
from banyan.journeys.queries.arrival import check_ins_waiting_for, guests_of, hosts_of_viewer, stays_seen_by
from banyan.journeys.queries.knock import knocks_waiting_for
from banyan.journeys.views.answers import ask
from banyan.orgs.viewers import ViewerRequest, require
from banyan.people.permissions import SEE_HOSTED
from banyan.shared.clock import today
from banyan.shared.paging import page_of
from banyan.shared.qr import qr_picture
from banyan.shared.web import show

INBOX_ROWS = 20


@require_safe
@login_required
def hosted(request: ViewerRequest) -> HttpResponse:
    require(request.viewer, SEE_HOSTED)
    stays = stays_seen_by(request.viewer)
    page = page_of(stays, ("person__pinyin", "pk"), mark=request.GET.get("mark", ""))
    return show(
        request,
        "journeys/hosted/hosted.html",
        found=page,
        guests=guests_of(page.rows),
        count=stays.count(),
        knocks=knocks_waiting_for(request.viewer).count(),
        waiting=list(check_ins_waiting_for(request.viewer)[:INBOX_ROWS]),
        hosts=hosts_of_viewer(request.viewer)[:INBOX_ROWS],
        may_enter=request.viewer.may(CONFIRM_ARRIVAL),
    )


@require_http_methods(["GET", "POST"])
@login_required
def arrivals(request: ViewerRequest) -> HttpResponse:
    """Name and phone of whoever stands at the door; the answer is the same whoever he is (T7)."""
    require(request.viewer, CONFIRM_ARRIVAL)
    form = ArrivalForm(request.POST or None, hosts=hosts_of_viewer(request.viewer))
    return ask(
        request,
        "journeys/hosted/arrival.html",
        form,
        do=lambda: enter_arrival(
            form.chosen_host(),
            by=request.viewer,
            name=form.cleaned_data["name"],
            phone=form.cleaned_data["phone"],
        ),
        words=_(
            "已登记。对得上的，马上出现在“在这里的党员”里；没有出现的，请核对姓名和手机号，"
            "或请他联系老家支部登记外出。"
        ),
        to=reverse("journeys:hosted"),
    )


@require_http_methods(["GET", "POST"])
@login_required
def signed_receipts(request: ViewerRequest) -> HttpResponse:
    """A signed receipt for a home on another installation: words and a code to send, kept nowhere."""
    require(request.viewer, CONFIRM_ARRIVAL)
    form = SignedReceiptForm(
        request.POST or None, hosts=hosts_of_viewer(request.viewer), initial={"arrived_on": today()}
    )
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return show(request, "journeys/hosted/signed.html", form=form, status=status)
    words = sign_receipt(form.chosen_host(), by=request.viewer, **form.facts())
    # The code holds the words alone: an address would carry a name into logs.
    return show(request, "journeys/hosted/signed.html", form=form, words=words, picture=qr_picture(words))


@require_safe
@login_required
def waiting(request: ViewerRequest) -> HttpResponse:
    """Every check-in that is his to decide."""
    if not request.viewer.may(CONFIRM_ARRIVAL):
        require(request.viewer, CHECK_IN_FOR)
    found = page_of(
        check_ins_waiting_for(request.viewer), ("sent_at", "pk"), mark=request.GET.get("mark", "")
    )
    return show(request, "journeys/arrival/waiting.html", found=found)

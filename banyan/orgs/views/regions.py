"""The next select of the place picker. Places are no secret: the first door asks before anybody is signed in."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from banyan.orgs.forms.place import LEVELS, PlaceForm
from banyan.shared.web import show


@require_safe
def region_picker(request: HttpRequest) -> HttpResponse:
    depth = request.GET.get("depth", "")
    form = PlaceForm(
        request.GET,
        depth=int(depth) if depth in {"2", "3", "4"} else len(LEVELS),
        is_optional="optional" in request.GET,
    )
    return show(request, "orgs/region_picker.html#selects", form=form)

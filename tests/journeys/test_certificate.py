"""年度查验 by the host of a stay; home prints it (rules 2.7)."""

import pytest
from django.urls import reverse

from banyan.demo.cast import Cast, viewer_of
from banyan.documents.models import AnnualCheck
from banyan.journeys.actions.certificate import check_certificate
from banyan.journeys.actions.receipt import issue_journey_paper
from banyan.journeys.models import CheckIn
from banyan.shared.clock import today
from banyan.shared.errors import NotAllowed, Refused
from tests.journeys.scenes import away, confirmed, signed_in

CHECK = {"year": today().year, "grade": "excellent", "unit": "汝城县驻广州流动党支部"}


def staying(cast: Cast) -> CheckIn:
    return confirmed(cast, away(cast, departed_on="2020-03", is_fixed=False))


def test_the_host_checks_and_home_finds_it_on_the_paper(cast: Cast) -> None:
    check_in = staying(cast)
    page = reverse("journeys:check-in-annual-checks", args=[check_in.ref])
    desk = signed_in(cast.floating_secretary)
    assert desk.get(page).status_code == 404
    slip = issue_journey_paper(check_in.journey, "floating_slip", by=cast.secretary)
    assert page in desk.get(reverse("journeys:check-in", args=[check_in.ref])).content.decode()
    form = desk.get(page).content.decode()
    assert "汝城县驻广州流动党支部" in form
    assert slip.number not in form
    assert desk.post(page, CHECK).status_code == 302
    check = AnnualCheck.objects.get(paper=slip)
    assert (check.checked_by, check.unit, check.grade) == ("罗行舟", "汝城县驻广州流动党支部", "excellent")
    assert "汝城县驻广州流动党支部" in signed_in(cast.secretary).get(f"/papers/{slip.ref}/").content.decode()
    assert desk.post(page, CHECK).status_code == 409


def test_without_a_certificate_there_is_nothing_to_check(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        check_certificate(staying(cast), by=cast.floating_secretary, **CHECK)
    assert refusal.value.reason.code == "no_certificate"


def test_nobody_but_the_host_checks_here(cast: Cast) -> None:
    check_in = staying(cast)
    issue_journey_paper(check_in.journey, "floating_slip", by=cast.secretary)
    page = reverse("journeys:check-in-annual-checks", args=[check_in.ref])
    for stranger in [cast.secretary, viewer_of(cast.member), *cast.outsiders]:
        with pytest.raises(NotAllowed):
            check_certificate(check_in, by=stranger, **CHECK)
        assert signed_in(stranger).post(page, CHECK).status_code in {403, 404}
    assert not AnnualCheck.objects.exists()

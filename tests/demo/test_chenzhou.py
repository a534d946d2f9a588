"""The prefecture of October 2021: figures computed from the rows that were invented (story.md)."""

import json
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from banyan.insight.queries.indicators import indicators_of
from banyan.journeys.models import Journey
from banyan.orgs.queries import org_named
from banyan.shared.periods import Period

OCTOBER = Period.parse("2021-10")
ARTICLE = {
    "away": (16_359, None),
    "checked_in": (4_221, 16_359),
    "due": (16_359, None),
    "reported": (12_460, 16_359),
    "tasks": (10_137, None),
    "tasks_claimed": (10_137, 10_137),
    "claims": (26_040, None),
    "claimers": (9_800, None),
    "finishers": (6_860, 9_800),
}

pytestmark = [pytest.mark.chenzhou, pytest.mark.django_db]


def figures(name: str, *wanted: str) -> dict[str, tuple[int, int | None]]:
    found = indicators_of(org_named(name), OCTOBER)
    return {each: (found[each].numerator, found[each].denominator) for each in wanted}


def test_the_prefecture_computes_the_articles_and_follows_its_rows() -> None:
    call_command("regions", "load", stdout=StringIO())
    call_command("demo", "load", "chenzhou", stdout=StringIO())
    assert figures("郴州市", *ARTICLE) == ARTICLE
    assert figures("汝城县", "away", "inflow") == {"away": (1_990, None), "inflow": (1_798, None)}
    assert figures("文明瑶族乡", "away") == {"away": (207, None)}
    out = StringIO()
    call_command("indicators", "郴州市", "--period", "2021-10", "--json", stdout=out)
    printed = {each["id"]: each for each in json.loads(out.getvalue())["indicators"]}
    assert (printed["reported"]["value"], printed["finishers"]["value"]) == (76.2, 70.0)
    with time_machine.travel("2027-11-22T10:00:00+08:00"):
        assert figures("郴州市", *ARTICLE) == ARTICLE
    assert call_command("verify", stdout=StringIO()) is None
    someone = Journey.objects.filter(org__code__startswith="431026217", status="away").first()
    assert someone is not None
    Journey.objects.filter(pk=someone.pk).update(ended_on="2021-10-02", status="ended", ending="returned")
    assert figures("文明瑶族乡", "away") == {"away": (206, None)}
    assert figures("郴州市", "away") == {"away": (16_358, None)}

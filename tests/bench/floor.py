"""The floor's pages: the least that Django and the database need for the same rows. Served by the bench alone."""

from functools import lru_cache
from html import escape

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from banyan.demo.figures import CITY_CODE
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import below
from banyan.people.models import Person

ROWS = 50
COLUMNS = ("name", "home__name", "sex", "birth", "education", "joined_on")


def row(request: HttpRequest) -> HttpResponse:
    """The anchor R: one row by its key, nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM orgs_region WHERE code = %s", [CITY_CODE])
        (name,) = cursor.fetchone()
    return _answer(name)


def roster(request: HttpRequest) -> HttpResponse:
    """The plainest page of the same fifty people: one query of the shown columns, put together as text."""
    people = Person.objects.filter(below(root_path(), org="home"), ended_on=None, category="full")
    found = people.order_by("pinyin", "pk").values_list(*COLUMNS)[:ROWS]
    cells = ("".join(f"<td>{escape(str(cell))}</td>" for cell in each) for each in found)
    rows = "".join(f"<tr>{each}</tr>" for each in cells)
    return _answer(f"<!doctype html><table>{rows}</table>")


@lru_cache
def root_path() -> str:
    """Where the demonstration's tree begins: read once, it costs the floor nothing."""
    return Organisation.objects.get(code=CITY_CODE).path


def _answer(text: str) -> HttpResponse:
    body = text.encode()
    return HttpResponse(body, headers={"Content-Length": str(len(body))})


urlpatterns = [path("floor/row", row), path("floor/roster", roster)]

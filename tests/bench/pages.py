"""Rows e1 and f1: what an officer reads, beside the plainest page and the plainest workbook of the same rows."""

import io
import time
from collections.abc import Sequence
from urllib.parse import urlencode

import python_calamine
import xlsxwriter  # type: ignore[import-untyped]
from django.urls import reverse

from banyan.people.exports import COLUMNS
from tests.bench.load import ask_all, ask_once, get, post
from tests.bench.people import exporter_session, officer_session
from tests.bench.sizes import Sizes
from tests.bench.targets import Measured

FILTERS = "?category=full"
CONNECTIONS = 8


def measure_roster_page(port: int, sizes: Sizes) -> list[Measured]:
    """e1: the list of people, filtered, fifty rows, signed in, against `values_list` put together as text."""
    ours = get(reverse("people:list") + FILTERS, officer_session())
    plain = get("/floor/roster")
    if ask_once(port, ours).body.count(b"<tr>") < ask_once(port, plain).body.count(b"<tr>"):
        raise ValueError("the two pages do not show the same fifty rows")
    ratios, rates = [], []
    for _pair in range(sizes.pairs):
        floor = ask_all(port, [plain] * sizes.plain_pages, connections=CONNECTIONS).expect(200).per_second
        rate = ask_all(port, [ours] * sizes.pages, connections=CONNECTIONS).expect(200).per_second
        ratios.append(rate / floor)
        rates.append((rate, floor))
    rate, floor = rates[len(rates) // 2]
    return [Measured("e1", ratios, f"about {rate:.0f}/s and {floor:.0f}/s")]


def measure_export(port: int, sizes: Sizes) -> list[Measured]:
    """f1: the export of every column of the list, through HTTP, against xlsxwriter writing the cells it brought."""
    everything = urlencode([("col", column.name) for column in COLUMNS])
    request = post(f"{reverse('people:export')}{FILTERS}&{everything}", exporter_session(), {})
    cells = _cells_in(ask_once(port, request).body)
    ratios, times = [], []
    for _pair in range(sizes.pairs):
        floor = _seconds_to_write(cells)
        started = time.perf_counter()
        ask_once(port, request)
        seconds = time.perf_counter() - started
        ratios.append(seconds / floor)
        times.append((seconds, floor))
    seconds, floor = times[len(times) // 2]
    width = max(len(row) for row in cells)
    return [Measured("f1", ratios, f"{len(cells)} x {width}, about {seconds:.2f} s and {floor:.2f} s")]


def _cells_in(body: bytes) -> list[list[str]]:
    workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(body))
    return [[str(cell) for cell in row] for row in workbook.get_sheet_by_index(0).to_python()]


def _seconds_to_write(cells: Sequence[Sequence[str]]) -> float:
    started = time.perf_counter()
    book = xlsxwriter.Workbook(io.BytesIO())
    sheet = book.add_worksheet()
    for row, values in enumerate(cells):
        for column, value in enumerate(values):
            if value:
                sheet.write_string(row, column, value)
    book.close()
    return time.perf_counter() - started

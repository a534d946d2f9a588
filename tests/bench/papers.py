"""Certificates, one file each: through our own code, and typst alone with one kept compiler (row g1)."""

import multiprocessing
import time
from collections.abc import Sequence
from multiprocessing.synchronize import Barrier
from typing import TYPE_CHECKING, Any

import typst

from tests.bench.sizes import Sizes
from tests.bench.targets import Measured

if TYPE_CHECKING:
    from banyan.documents.models import Paper

PAPERS = 100
TOWNSHIP = 2_000
PROCESSES = 2


def measure_papers(sizes: Sizes) -> list[Measured]:
    """Both rows: the ratio to bare typst in turns, and a township's 2,000 on two processes."""
    made = _make_papers(TOWNSHIP)
    return [_against_typst(made[:PAPERS], sizes), _on_two_processes(made)]


def _against_typst(ids: Sequence[int], sizes: Sizes) -> Measured:
    from banyan.documents.actions.printing import archive_of

    papers = _loaded(ids)
    words = [paper.sheet() for paper in papers]
    bare = _bare_compiler()
    archive_of(papers[:1])
    ratios, ours, floors = [], 0.0, 0.0
    for _ in range(sizes.pairs):
        own = _seconds(lambda: archive_of(papers))
        floor = _seconds(lambda: [_bare(bare, sheet) for sheet in words])
        ratios.append(floor / own)
        ours, floors = ours + own, floors + floor
    count = len(papers) * sizes.pairs
    return Measured("g1", ratios, f"about {count / ours:.0f}/s and {count / floors:.0f}/s")


def _on_two_processes(ids: Sequence[int]) -> Measured:
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(PROCESSES + 1)
    halves = [ids[place::PROCESSES] for place in range(PROCESSES)]
    programs = [context.Process(target=_set_half, args=(half, barrier)) for half in halves]
    for program in programs:
        program.start()
    barrier.wait(timeout=120)
    seconds = _seconds(lambda: [program.join() for program in programs])
    if any(program.exitcode for program in programs):
        raise RuntimeError("a process that sets papers has failed")
    return Measured("g1s", [seconds], f"{len(ids) / seconds:.0f}/s")


def _set_half(ids: Sequence[int], barrier: Barrier) -> None:
    """One process: everything is loaded and warm before both begin."""
    import django

    django.setup()
    from banyan.documents.actions.printing import archive_of

    papers = _loaded(ids)
    archive_of(papers[:1])
    barrier.wait(timeout=120)
    archive_of(papers)


def _seconds(work: Any) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _bare_compiler() -> typst.Compiler:
    from banyan.documents.typesetting import TEMPLATES, font_folder

    return typst.Compiler(root=str(TEMPLATES), font_paths=[str(font_folder())], ignore_system_fonts=True)


def _bare(compiler: typst.Compiler, sheet: Any) -> bytes:
    from banyan.documents.typesetting import source_of

    return bytes(compiler.compile(input=source_of([sheet]), format="pdf"))


def _loaded(ids: Sequence[int]) -> "list[Paper]":
    from banyan.documents.models import Paper

    return list(Paper.objects.filter(pk__in=list(ids)).order_by("pk"))


def _make_papers(count: int) -> list[int]:
    """Certificates for people of the demonstration, numbered beyond its own and stored like any other."""
    from banyan.documents.actions import new_paper, seal
    from banyan.documents.facts import JourneyFacts
    from banyan.documents.models import Paper
    from banyan.people.models import Person
    from banyan.shared.clock import now

    people = list(Person.objects.select_related("home__parent")[:count])
    facts = JourneyFacts(
        reason="务工", departed_on="2026-02-20", destination="广东省广州市番禺区", dues_paid_to="2026-01"
    )
    made = []
    for number in range(count):
        person = people[number % len(people)]
        paper = new_paper(
            "certificate", org=person.home, person=person, serial=100_000 + number, at=now(), days=180
        )
        paper.issued_by = "基准"
        seal(paper, facts)
        made.append(paper)
    for paper in made:
        paper.save(force_insert=True)
    return list(Paper.objects.filter(serial__gte=100_000).order_by("pk").values_list("pk", flat=True))

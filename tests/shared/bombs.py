"""What a file may cost: memory and processor time, of this process and of the children it waited for (R-F4)."""

import re
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Cost:
    """Megabytes this process grew by at its highest, and seconds of processor time: with its children's, and its own.

    Not the clock's: on a machine that does other things that would say nothing of the file.
    """

    megabytes: float = 0.0
    seconds: float = 0.0
    own_seconds: float = 0.0


@contextmanager
def measured() -> Iterator[Cost]:
    """The cost of what is done inside, once it is done."""
    cost = Cost()
    Path("/proc/self/clear_refs").write_text("5")  # let the high-water mark start from here
    before, own, used = _highest_kb(), time.process_time(), _seconds()
    yield cost
    cost.megabytes = (_highest_kb() - before) / 1024
    cost.seconds, cost.own_seconds = _seconds() - used, time.process_time() - own


def _highest_kb() -> int:
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    assert found
    return int(found[1])


def _seconds() -> float:
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)

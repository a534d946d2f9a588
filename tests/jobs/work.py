"""Work for the tests of the queue. Effects are rows with a key, so that one done twice is seen."""

import os
import time
from pathlib import Path

from django.conf import settings

from banyan.jobs.actions import reserve_key
from banyan.jobs.later import later
from banyan.jobs.models import IdempotencyKey
from banyan.jobs.progress import tell_progress
from banyan.shared.errors import Reason, Refused


def delivered() -> list[int]:
    """The numbers delivered so far."""
    return sorted(
        int(key) for key in IdempotencyKey.objects.filter(scope="delivered").values_list("key", flat=True)
    )


@later(title="送达一件", max_tries=3)
def deliver(number: int) -> None:
    reserve_key("delivered", str(number), "")


@later(title="慢慢送达一件")
def deliver_slowly(number: int) -> None:
    reserve_key("delivered", str(number), "")
    time.sleep(0.05)


@later(title="总是出错", max_tries=3)
def break_down(number: int) -> None:
    raise ValueError(f"the value was 13800138000, number {number}")


@later(title="规则不许")
def be_refused(number: int) -> None:
    raise Refused(Reason("closed", "该组织已经撤销。"))


@later(title="带走办理它的进程", max_tries=2)
def die(number: int) -> None:
    os._exit(9)


@later(title="一直办到文件出现")
def wait_for_mark(number: int) -> None:
    """Done when the test writes the file: how a test holds a job in the middle."""
    mark(number, "begun").touch()
    for step in range(600):
        tell_progress(step, 600, "等待")
        if mark(number, "go").exists():
            return
        time.sleep(0.05)


def mark(number: int, word: str) -> Path:
    return Path(settings.HOME) / f"mark-{number}-{word}"


@later(title="按时")
def keep_time(turn: str) -> None:
    reserve_key("turns", turn, "")

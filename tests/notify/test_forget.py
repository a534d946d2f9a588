"""What was said is kept for 180 days: just before it is there, just after it is gone (trust.md 4.5)."""

from datetime import timedelta

import pytest
from time_machine import TimeMachineFixture

from banyan.audit.models import Entry
from banyan.config.schedule import SCHEDULE
from banyan.demo.cast import Cast
from banyan.notify.actions import tell
from banyan.notify.jobs import forget_words
from banyan.notify.models import Message, Outgoing
from banyan.privacy.words import reason_words
from banyan.shared.clock import now

pytestmark = pytest.mark.django_db


def left() -> tuple[int, int]:
    return Message.objects.count(), Outgoing.objects.count()


def test_what_was_said_is_gone_after_180_days_and_counted(
    cast: Cast, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(now(), tick=False)
    Message.objects.all().delete()
    tell(
        [cast.member, cast.third_member],
        kind="greeting",
        words="村里一切都好。",
        key="greeting",
        is_asking=True,
    )
    tell([cast.member], kind="greeting", words="天冷了，多穿一点。")
    assert left() == (2, 1)
    time_machine.shift(timedelta(days=180) - timedelta(seconds=1))
    forget_words.func("day")
    assert left() == (2, 1)
    assert not Entry.objects.filter(act__endswith=".forgotten").exists()
    time_machine.shift(timedelta(seconds=1))
    tell([cast.member], kind="greeting", words="过年回家吗？")
    forget_words.func("day")
    forget_words.func("day")
    assert left() == (1, 0)
    written = Entry.objects.filter(act__endswith=".forgotten").order_by("seq")
    assert [(row.act, row.actor_label, reason_words(row)) for row in written] == [
        ("messages.forgotten", "系统", "2 条"),
        ("texts.forgotten", "系统", "1 条"),
    ]


def test_it_is_done_every_day() -> None:
    assert [timed.cadence for timed in SCHEDULE if timed.task is forget_words] == ["day"]

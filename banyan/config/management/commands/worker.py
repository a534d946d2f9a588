"""`banyan worker`: does the work that waits (docs/commands.md)."""

import signal
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from banyan.config.schedule import SCHEDULE
from banyan.jobs.worker import LEASE_SECONDS, Worker


class Command(BaseCommand):
    help = "Does the work that waits: messages, timed jobs, batches. Several may run at once."
    # It shows no page: starting again after a crash should not wait for all of them to be read.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")
        parser.add_argument(
            "--lease",
            type=float,
            default=LEASE_SECONDS,
            metavar="SECONDS",
            help="a job whose worker died is taken by another after so long (default: %(default)s)",
        )

    def handle(self, *args: Any, once: bool, lease: float, **options: Any) -> None:
        worker = Worker(SCHEDULE, lease_seconds=lease)

        def stop(signum: int, frame: FrameType | None) -> None:
            worker.stop()
            # Asked a second time, it ends at once; the job at hand is taken up by another when its lease ends.
            signal.signal(signum, signal.SIG_DFL)

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        if once:
            self.stdout.write(f"{worker.run_waiting()} jobs.")
        else:
            worker.run()

"""Keeping a task as a pattern for others to come (D-01)."""

from django.db import IntegrityError, transaction

from banyan.audit.lifecycle import MOVED_ON
from banyan.audit.record import act, remember
from banyan.orgs.viewers import Viewer, require
from banyan.shared.clock import now
from banyan.shared.errors import Refused
from banyan.tasks.models import Pattern, Task
from banyan.tasks.permissions import PUBLISH
from banyan.tasks.rules import ALREADY_PATTERN


@act
def keep_pattern(task: Task, *, by: Viewer) -> Pattern:
    """From now on its organisation and those below begin a task with what stands in this one."""
    require(by, PUBLISH, at=task.org)
    pattern = Pattern(org=task.org, task=task, made_at=now(), made_by=by.audit_label[:60])
    try:
        with transaction.atomic():
            pattern.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(ALREADY_PATTERN) from error
    remember(by, "task.pattern_kept", task, org=task.org)
    return pattern


@act
def end_pattern(pattern: Pattern, *, by: Viewer) -> None:
    """It is offered no longer; what was published from it stays."""
    require(by, PUBLISH, at=pattern.org)
    if not Pattern.objects.filter(pk=pattern.pk, ended_at=None).update(ended_at=now()):
        raise Refused(MOVED_ON)
    remember(by, "task.pattern_ended", pattern.task, org=pattern.org)

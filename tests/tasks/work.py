"""A task of the village and of the township, published and ready to be claimed."""

from datetime import timedelta
from typing import Any

from banyan.demo.cast import Cast
from banyan.orgs.models import Organisation
from banyan.orgs.viewers import Viewer
from banyan.shared.clock import now
from banyan.tasks.actions import draft_task, open_task
from banyan.tasks.models import Task


def facts(**given: Any) -> dict[str, Any]:
    """What a task is made of; it ends in ten days and has room for five."""
    usual = {
        "title": "帮村里卖200箱冰糖橙",
        "words": "每箱10斤，可发快递。",
        "place": "沙洲瑶族村",
        "needs": "认识做水果批发的人",
        "quota": 5,
        "deadline": now() + timedelta(days=10),
    }
    return {**usual, **given}


def published(org: Organisation, *, by: Viewer, **given: Any) -> Task:
    task = draft_task(org, facts(**given), by=by)
    open_task(task, by=by)
    return task


def village_task(cast: Cast, **given: Any) -> Task:
    return published(cast.shazhou, by=cast.secretary, **given)


def township_task(cast: Cast, **given: Any) -> Task:
    return published(cast.township, by=cast.township_officer, **given)


def floating_task(cast: Cast, **given: Any) -> Task:
    return published(cast.floating, by=cast.floating_secretary, **given)

"""Loading a scenario: into an empty house, or in place of another scenario; never beside real people."""

import time
from collections.abc import Callable, Mapping
from functools import partial

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

from banyan.audit.record import SYSTEM, remember
from banyan.demo.figures import CITY_CODE, COUNTY, COUNTY_CODE, PREFECTURE
from banyan.demo.models import Load
from banyan.demo.scenarios.months import load_months
from banyan.demo.scenarios.wenming import load_wenming
from banyan.orgs.models import Organisation, Region
from banyan.people.models import Person

Say = Callable[[str], None]
Scenario = Callable[..., None]
SCENARIOS: Mapping[str, Scenario] = {
    "wenming": load_wenming,
    "rucheng": partial(load_months, COUNTY_CODE, COUNTY),
    "chenzhou": partial(load_months, CITY_CODE, PREFECTURE),
}
SEED = 20211031
# The record of acts stays whatever is replaced, and regions are everybody's.
KEPT = ("audit.entry", "orgs.region", "contenttypes.contenttype", "auth.permission", "auth.group")


class NotLoaded(Exception):
    """Why a scenario cannot be loaded here, in a sentence that says what to do."""


def load_scenario(name: str, *, seed: int = SEED, is_replacing: bool = False, say: Say) -> float:
    """Load a scenario; returns the seconds it took. NotLoaded beside real people or in production."""
    if settings.IS_PRODUCTION:
        raise NotLoaded("正式环境不能载入演示数据，演示账号的密码是公开的。")
    if not Region.objects.filter(pk=CITY_CODE).exists():
        raise NotLoaded("还没有地区资料，请先运行 banyan regions load。")
    started = time.monotonic()
    _make_room(is_replacing=is_replacing)
    load = Load.objects.create(scenario=name, seed=seed)
    SCENARIOS[name](seed=seed, scenario=name, say=say)
    load.last_person = Person.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    load.save(update_fields=["last_person"])
    _analyse()
    return time.monotonic() - started


def _make_room(*, is_replacing: bool) -> None:
    load = Load.objects.order_by("-pk").first()
    if load is None:
        if Organisation.objects.exists() or Person.objects.exists():
            raise NotLoaded("数据库里已有别的组织或党员，演示数据不能混在一起。请换一个空的 BANYAN_HOME。")
        return
    is_whole = load.last_person > 0
    if is_whole and Person.objects.filter(pk__gt=load.last_person).exists():
        raise NotLoaded("演示之后又录入了别的党员，不能替换。请换一个空的 BANYAN_HOME。")
    is_begun = Organisation.objects.exists() or Person.objects.exists()
    if not is_replacing and is_whole:
        raise NotLoaded(f"演示数据“{load.scenario}”已经载入。要换一份，请加 --replace。")
    if not is_replacing and is_begun:
        raise NotLoaded(f"演示数据“{load.scenario}”上次没有载完。要重新载入，请加 --replace。")
    _clear()


@transaction.atomic
def _clear() -> None:
    """Delete every row but the record of acts and the regions, children first."""
    models = [
        model for model in apps.get_models() if model._meta.label_lower not in KEPT and model._meta.managed
    ]
    left = set(models)
    while left:
        leaves = {model for model in left if not _is_pointed_at(model, left)}
        for model in leaves or left:
            model._base_manager.all()._raw_delete("default")
        left -= leaves or left
    remember(SYSTEM, "demo.cleared")


def _is_pointed_at(model: type[Model], others: set[type[Model]]) -> bool:
    return any(
        field.related_model is model
        for other in others - {model}
        for field in other._meta.get_fields()
        if getattr(field, "many_to_one", False) or (getattr(field, "one_to_one", False) and field.concrete)
    )


def _analyse() -> None:
    """Let the planner see the rows that came all at once."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

"""Indicators for programs, in the shape `banyan indicators --json` prints."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from banyan.insight.permissions import SEE_FIGURES
from banyan.insight.queries.indicators import indicators_of
from banyan.orgs.queries import find_org
from banyan.orgs.viewers import viewer_in
from banyan.shared.periods import Period
from banyan.shared.schemas import answers

router = Router(tags=["统计"])
Month = Annotated[str, Field(pattern=r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$", description="例如 2021-10")]


class Named(Schema):
    """An organisation by name and code."""

    name: str
    code: str


class IndicatorOut(Schema):
    """One number with numerator, denominator (null for a plain count), value, definition and source."""

    id: str
    name: str
    basis: str
    from_: date = Field(alias="from")
    to: date
    numerator: int
    denominator: int | None
    value: float | None
    unit: str
    definition: str
    source: str


class IndicatorsOut(Schema):
    """All indicators of an organisation and a month."""

    organisation: Named
    period: str
    indicators: list[IndicatorOut]


@router.get("/{uuid:ref}", response=answers(IndicatorsOut), by_alias=True, operation_id="get_indicators")
def get_indicators(request: HttpRequest, ref: UUID, period: Month) -> dict[str, Any]:
    """一个组织一个月的全部指标，从记录算出。"""
    org = find_org(viewer_in(request), ref, SEE_FIGURES)
    found = indicators_of(org, Period.parse(period))
    return {
        "organisation": {"name": org.name, "code": org.code},
        "period": period,
        "indicators": [indicator.to_json() for indicator in found.values()],
    }

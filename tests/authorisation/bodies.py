"""For every address that writes, a body its form or operation accepts: what is refused is refused for the office."""

import io
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from banyan.documents.signing import fingerprint_of
from banyan.journeys.queries.arrival import present_stop_of
from banyan.journeys.queries.journey import fingerprint
from banyan.shared.clock import now, today
from banyan.shared.periods import Period
from tests.authorisation.world import PASSWORD, ROSTER, Branch

Body = dict[str, Any]
PLACE: Body = {"region": "4401", "employer": "顺水家具厂"}
SLIP: Body = {"phone": "15400000001"}
OUTSIDE: Body = SLIP | {"name": "顺德家具城党支部", "head_name": "梁安", "head_phone": "0757-0000001"}


def picture_body() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (8, 8)).save(target, "PNG")
    return target.getvalue()


def month() -> str:
    return str(Period.of(today()))


def deadline() -> str:
    return (now() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")


def roster(at: Branch) -> SimpleUploadedFile:
    body = ROSTER.format(word=at.word, number=at.number + 60).encode()
    return SimpleUploadedFile("roster.csv", body, "text/csv")


def new_task(at: Branch) -> Body:
    return {"org": str(at.org.ref), "title": "帮老人挂号", "deadline": deadline()}


CHAIN = "报平安\n1. 查无 平安"
FORMS: dict[str, Callable[[Branch], Body]] = {
    "chats/": lambda at: {"org": at.org.pk, "kind": "report", "text": CHAIN},
    "chats/<uuid:ref>/acceptances/": lambda at: {"subject": str(Period.of(today()))},
    "check-ins/<uuid:ref>/corrections/": lambda at: {"words": "补一句"},
    "check-ins/<uuid:ref>/refusals/": lambda at: {"reason": "查无此人"},
    "check-ins/<uuid:ref>/reveals/": lambda at: {"field": "phone", "reason": "电话核实报到"},
    "check-ins/<uuid:ref>/takings-back/": lambda at: {"reason": "确认错了人"},
    "claims/<uuid:ref>/notes/": lambda at: {"words": "联系了三家"},
    "claims/<uuid:ref>/partners/": lambda at: {"name": at.idle.name},
    "claims/<uuid:ref>/releases/": lambda at: {"missing": "已经有人做了"},
    "claims/<uuid:ref>/returns/": lambda at: {"missing": "缺一张照片"},
    "claims/<uuid:ref>/submissions/": lambda at: {"result": "挂上号了"},
    "first-door/": lambda at: {"code": "ABCD-EFGH-JKLM"},
    "hosted/arrivals/": lambda at: {"name": "查无", "phone": "15400000999", "host": str(at.host.ref)},
    "imports/": lambda at: {"org": at.org.pk, "file": roster(at)},
    "imports/<uuid:ref>/rows/<int:number>/answers/": lambda at: {"branch": at.org.pk},
    "transfers/<uuid:ref>/looks/": lambda at: {"reason": "核对"},
    "transfers/<uuid:ref>/decisions/": lambda at: {"reason": "核对", "decision": "keep"},
    "j/<uuid:ref>/": lambda at: SLIP,
    "journeys/<uuid:ref>/check-ins/": lambda at: OUTSIDE,
    "journeys/<uuid:ref>/departed/": lambda at: {"departed_on": "2025-04"},
    "journeys/<uuid:ref>/ending/": lambda at: {"ending": "returned", "ended_on": today().isoformat()},
    "journeys/<uuid:ref>/facts/": lambda at: {
        "departed_on": "2025-03",
        "seen": fingerprint(at.journey, present_stop_of(at.journey)),
    },
    "journeys/<uuid:ref>/moves/": lambda at: PLACE | {"from_day": "2025-09"},
    "journeys/<uuid:ref>/papers/issues/": lambda at: {"kind": "receipt"},
    "journeys/own/drafts/": lambda at: {"host": str(at.host.ref)},
    "journeys/own/moves/": lambda at: PLACE | {"from_day": "2025-09"},
    "journeys/own/outside/": lambda at: OUTSIDE,
    "journeys/own/slip/": lambda at: SLIP,
    "journeys/papers/runs/": lambda at: {"form": "pile"},
    "journeys/papers/": lambda at: {"kind": "letter", "journey": [str(at.journey.ref)]},
    "journeys/person/<uuid:ref>/departures/": lambda at: (
        PLACE | {"is_planned": "no", "departed_on": "2025-05"}
    ),
    "link": lambda at: {"new": "一串没人猜得到的字-9", "again": "一串没人猜得到的字-9"},
    "login": lambda at: {"name": "nobody", "password": PASSWORD},
    "login/second-factor": lambda at: {"code": "000000"},
    "me/password": lambda at: {
        "old": "不是这个",
        "new": "一串没人猜得到的字-9",
        "again": "一串没人猜得到的字-9",
    },
    "me/second-factor/codes": lambda at: {"code": "000000"},
    "me/second-factor/confirmation": lambda at: {"code": "000000"},
    "me/second-factor/end": lambda at: {"code": "000000"},
    "offices/<uuid:ref>/link": lambda at: {"is_phone_lost": "on"},
    "organisations/<uuid:ref>/children": lambda at: {"name": "新设的党支部"},
    "organisations/<uuid:ref>/floating-branches": lambda at: {
        "name": "驻佛山流动党支部",
        "province": "44",
        "city": "4406",
        "district": "440605",
    },
    "organisations/<uuid:ref>/integrations": lambda at: {
        "words": "县政务平台",
        "verbs": ["people.see"],
        "days": 30,
    },
    "organisations/<uuid:ref>/name": lambda at: {"name": "改了名的党支部"},
    "organisations/<uuid:ref>/offices": lambda at: {
        "office": "branch_secretary",
        "label": "新任书记",
        "phone": "15400000888",
        "from_day": today().isoformat(),
    },
    "organisations/<uuid:ref>/parent": lambda at: {"parent": str(at.township.ref)},
    "organisations/<uuid:ref>/policy/<slug:name>": lambda at: {"value": 20},
    "papers/<uuid:ref>/checks/": lambda at: {"year": today().year, "unit": "查验单位"},
    "check-ins/<uuid:ref>/annual-checks/": lambda at: {"year": today().year, "unit": "查验单位"},
    "papers/keys/": lambda at: {
        "name": "外地系统",
        "address": "https://x.example.cn",
        "kid": 1,
        "suite": "A1",
        "public_key": "b" * 43,
        "read_aloud": fingerprint_of("b" * 43),
    },
    "v/signed/": lambda at: {"words": "BANYAN1"},
    "near/<uuid:ref>/": lambda at: {"name": "查无", "home": "某村", "phone": "15400000999", "agrees": "on"},
    "hosted/knocks/<uuid:ref>/": lambda at: {"name": "查无", "phone": "15400000999"},
    "hosted/signed-receipts/": lambda at: {
        "name": "查无",
        "home": "某村",
        "arrived_on": "2026-03-02",
        "host": str(at.host.ref),
    },
    "check-ins/<uuid:ref>/photos/": lambda at: {
        "photo": SimpleUploadedFile("a.png", picture_body(), "image/png")
    },
    "papers/notices/": lambda at: {
        "org": str(at.org.ref),
        "title": "党员大会",
        "when": "周五晚",
        "place": "村部",
    },
    "papers/phones/<uuid:ref>/": lambda at: {"name": "书记", "phone": "15400000999", "agrees": "on"},
    "papers/<uuid:ref>/voids/": lambda at: {"reason": "姓名有误"},
    "people/<uuid:ref>/corrections/": lambda at: {"name": "改了名", "category": "full"},
    "people/<uuid:ref>/end/": lambda at: {"reason": "left", "day": today().isoformat()},
    "people/<uuid:ref>/relatives/": lambda at: {"relation": "parent", "name": "何母"},
    "people/<uuid:ref>/reveals/": lambda at: {"field": "phone", "reason": "电话核实报到"},
    "people/by-phone/": lambda at: {"phone": at.guest.phone.open()},
    "people/new/": lambda at: {"name": "钟晚晴", "category": "full", "home": at.org.pk},
    "people/<uuid:ref>/points/deeds/": lambda at: {
        "activity": "charity",
        "day": today().isoformat(),
        "grade": "plain",
        "words": "给敬老院送菜",
        "source": str(uuid.uuid4()),
    },
    "people/<uuid:ref>/points/exemptions/": lambda at: {"ground": "ill", "from_day": today().isoformat()},
    "points/closings/": lambda at: {"org": str(at.org.ref), "kind": "points", "period": at.closing.period},
    "points/closings/<uuid:ref>/objections/": lambda at: {"words": "少记了一次"},
    "points/entries/<uuid:ref>/reversals/": lambda at: {"reason": "记错了人"},
    "points/objections/<uuid:ref>/answers/": lambda at: {"words": "已经补记"},
    "points/worth/<uuid:ref>/": lambda at: {
        "activity": "study",
        "grade": "plain",
        "amount": "2",
        "from_day": today().isoformat(),
    },
    "preferences": lambda at: {"size": "large"},
    "views/": lambda at: {"page": "people:list", "label": "预备", "query": "category=probationary"},
    "reports/<uuid:ref>/samples/": lambda at: {"reason": "核实求助是否办结"},
    "receipts/archives/": lambda at: {"receipt": [str(at.journey.receipts.get().ref)]},
    "receipts/returns/": lambda at: {"receipt": [str(at.journey.receipts.get().ref)]},
    "report/": lambda at: {"matter": "well", "period": month()},
    "report/<uuid:ref>/corrections/": lambda at: {"matter": "well", "words": "都好"},
    "reports/<uuid:ref>/follow-ups/": lambda at: {"words": "打过电话了"},
    "reports/for/<uuid:ref>/": lambda at: {"period": month(), "channel": "phone", "matter": "well"},
    "reports/read/": lambda at: {"report": [str(at.report.ref)]},
    "reports/silent/<uuid:ref>/batch/": lambda at: {
        "journey": [str(at.sent.journey.ref)],
        "all-channel": "phone",
        "period": month(),
    },
    "reports/silent/<uuid:ref>/lines/<uuid:journey>/": lambda at: {
        f"{at.journey.ref}-channel": "phone",
        "period": month(),
    },
    "tasks/<uuid:ref>/change/": lambda at: {"title": "改了的任务", "deadline": deadline()},
    "tasks/needs/": lambda at: {"org": str(at.org.ref), "words": "村口路灯", "kind": "free"},
    "tasks/ready/": lambda at: {"skills": ["law"]},
    "tasks/service/": lambda at: {
        "title": "帮厨",
        "day": today().isoformat(),
        "hours": "2",
        "host": str(at.host.ref),
    },
    "tasks/new/": new_task,
}
CALLS: dict[str, Callable[[Branch], Body]] = {
    "POST api/v1/journeys": lambda at: {"person": str(at.idle.ref), "departed_on": "2025-05"},
    "POST api/v1/journeys/<uuidstr:ref>/check-ins": lambda at: {"host": str(at.township.ref)},
    "POST api/v1/journeys/<uuidstr:ref>/end": lambda at: {
        "ending": "returned",
        "ended_on": today().isoformat(),
    },
    "POST api/v1/journeys/<uuidstr:ref>/places": lambda at: {"from_day": "2025-09"},
    "POST api/v1/journeys/<uuidstr:ref>/reports": lambda at: {"period": month(), "channel": "phone"},
    "POST api/v1/journeys/check-ins/<uuidstr:ref>/confirm": lambda at: {},
    "POST api/v1/journeys/check-ins/<uuidstr:ref>/refuse": lambda at: {"reason": "查无此人"},
    "POST api/v1/people": lambda at: {"name": "钟晚晴", "home": str(at.org.ref)},
    "PATCH api/v1/people/<uuidstr:ref>": lambda at: {"note": "改了"},
    "POST api/v1/people/<uuidstr:ref>/end": lambda at: {"reason": "left"},
    "POST api/v1/chats/check": lambda at: {"organisation": str(at.org.ref), "text": CHAIN},
    "POST api/v1/rosters": lambda at: {"organisation": str(at.org.ref), "accept": "true", "file": roster(at)},
    "POST api/v1/rosters/<uuidstr:ref>/columns": lambda at: {"columns": {"姓名": "name"}},
    "POST api/v1/rosters/check": lambda at: {"organisation": str(at.org.ref), "file": roster(at)},
    "POST api/v1/tasks": lambda at: {
        "organisation": str(at.org.ref),
        "title": "帮老人挂号",
        "deadline": (now() + timedelta(days=9)).isoformat(),
    },
    "POST api/v1/tasks/<uuidstr:ref>/claims": lambda at: {"person": str(at.idle.ref)},
    "POST api/v1/tasks/claims/<uuidstr:ref>/submit": lambda at: {"result": "挂上号了"},
    "POST api/v1/tasks/claims/<uuidstr:ref>/send-back": lambda at: {"missing": "缺一张照片"},
}
QUERIES = {"api/v1/indicators/<uuidstr:ref>": {"period": "2026-01"}}
# Their bodies name a row though the address does not.
NAME_IN_BODY = {
    "hosted/arrivals/", "imports/", "journeys/own/drafts/", "journeys/papers/", "people/by-phone/", "people/new/",
    "points/closings/", "receipts/archives/", "receipts/returns/", "reports/read/", "tasks/needs/", "tasks/new/",
    "tasks/service/",
    "api/v1/journeys", "api/v1/people",
    "api/v1/chats/check", "api/v1/rosters", "api/v1/rosters/check", "chats/", "api/v1/tasks",
}  # fmt: skip

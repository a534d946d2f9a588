"""Three branches with something of everything in each: 沙洲 (here), 宝南 (its sibling), 涌水 (another county).

何远山 of 沙洲 stays with the floating branch of 广州 now; 叶知秋 of 宝南 did until today; 欧阳禾 of 涌水 stays
in the second county and concerns nobody of the first.
"""

import io
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from PIL import Image

from banyan.accounts.actions.sessions import begin_session
from banyan.accounts.models import ApiToken, SessionRecord
from banyan.accounts.viewers import Visitor
from banyan.audit.record import SYSTEM
from banyan.demo.cast import PASSWORD, Cast, build_cast, viewer_of
from banyan.documents.actions import ask_for_print, issue_paper, offer_phone
from banyan.documents.models import Paper, PrintRun, PublicPhone, TrustedKey
from banyan.documents.states import PaperKind
from banyan.intake.actions import stage_roster
from banyan.intake.actions.chats import stage_chat
from banyan.intake.models import Batch, Paste, TransferCheck
from banyan.jobs.models import Job
from banyan.journeys.actions.arrival import check_in_at, confirm_check_in
from banyan.journeys.actions.departure import record_departure
from banyan.journeys.actions.kit import ask_for_kits
from banyan.journeys.actions.knock import leave_knock
from banyan.journeys.actions.report import send_report
from banyan.journeys.models import CheckIn, Journey, KitRun, Knock, ReceiptPhoto, Report
from banyan.journeys.rules.report import Told
from banyan.ledger.actions.booking import book_deed
from banyan.ledger.actions.closing import close_period, exempt_member, object_to
from banyan.ledger.actions.worth import set_worth
from banyan.ledger.models import Closing, Entry, Exemption, Objection, Worth
from banyan.ledger.states import Activity, EntryKind, Grade, Ground
from banyan.notify.actions import tell
from banyan.notify.models import Message, Outgoing
from banyan.orgs.actions.integrations import open_integration
from banyan.orgs.models import Office, Organisation
from banyan.orgs.viewers import Viewer
from banyan.people.actions import add_person, add_relative, close_stays
from banyan.people.models import Person, Relative
from banyan.shared.attachments.checking import Attachment
from banyan.shared.clock import now, today
from banyan.shared.periods import Period
from banyan.shared.photos import clean_photo
from banyan.tasks.actions import (
    add_note,
    add_partner,
    claim_task,
    draft_task,
    join_wait,
    keep_pattern,
    note_need,
    publish_task,
    submit_claim,
)
from banyan.tasks.models import Claim, ClaimFile, Need, Partner, Pattern, Task, Wait
from banyan.web.actions import keep_view
from banyan.web.models import SavedView

# Whether 2010.1 is January or October stays a question.
ROSTER = "姓名,性别,联系电话,入党时间\n{word}钟,男,154{number:08d},2010.1\n"
Facts = dict[str, Any]


@dataclass
class Branch:
    """One branch, who keeps it, and one of everything that an address can name there."""

    word: str
    org: Organisation
    township: Organisation
    host: Organisation
    secretary: Viewer
    officer: Viewer
    receiver: Viewer
    guest: Person
    number: int
    waiter: Person = field(init=False)
    idle: Person = field(init=False)
    journey: Journey = field(init=False)
    check_in: CheckIn = field(init=False)
    sent: CheckIn = field(init=False)
    report: Report = field(init=False)
    task: Task = field(init=False)
    draft: Task = field(init=False)
    full: Task = field(init=False)
    claim: Claim = field(init=False)
    handed_in: Claim = field(init=False)
    need: Need = field(init=False)
    pattern: Pattern = field(init=False)
    wait: Wait = field(init=False)
    partner: Partner = field(init=False)
    photo: ClaimFile = field(init=False)
    file: ClaimFile = field(init=False)
    spare: ClaimFile = field(init=False)
    paper: Paper = field(init=False)
    print: PrintRun = field(init=False)
    kits: KitRun = field(init=False)
    phone: PublicPhone = field(init=False)
    knock: Knock = field(init=False)
    trust: TrustedKey = field(init=False)
    receipt_photo: ReceiptPhoto = field(init=False)
    job: Job = field(init=False)
    relative: Relative = field(init=False)
    message: Message = field(init=False)
    text: Outgoing = field(init=False)
    session: SessionRecord = field(init=False)
    office: Office = field(init=False)
    token: ApiToken = field(init=False)
    batch: Batch = field(init=False)
    paste: Paste = field(init=False)
    check: TransferCheck = field(init=False)
    view: SavedView = field(init=False)
    entry: Entry = field(init=False)
    worth: Worth = field(init=False)
    closing: Closing = field(init=False)
    objection: Objection = field(init=False)
    exemption: Exemption = field(init=False)

    def words(self, of: str) -> str:
        """A text that stands nowhere else, so that it betrays whoever shows it."""
        return f"{self.word}{of}"


@dataclass
class World:
    cast: Cast
    branches: dict[str, Branch]
    token: str


def build_world() -> World:
    cast = build_cast()
    branches = {
        "here": Branch(
            "甲村暗记", cast.shazhou, cast.township, cast.floating, cast.secretary, cast.township_officer,
            cast.floating_secretary, cast.member, 100,
        ),
        "sibling": Branch(
            "乙村暗记", cast.baonan, cast.township, cast.floating, cast.baonan_secretary, cast.township_officer,
            cast.floating_secretary, cast.baonan_member, 200,
        ),
        "foreign": Branch(
            "丙村暗记", cast.other_village, cast.other_township, cast.other_township, cast.other_secretary,
            cast.other_township_officer, cast.other_township_officer, cast.other_member, 300,
        ),
    }  # fmt: skip
    for branch in branches.values():
        furnish(branch, cast)
    close_stays(cast.baonan_member, by=SYSTEM, until_day=today())
    verbs = sorted(each.name for each in _integration_permissions())
    _token, secret = open_integration(
        cast.township, by=cast.county_officer, words="乡镇办公系统", verbs=verbs, days=30
    )
    return World(cast, branches, secret)


def _integration_permissions() -> frozenset[Any]:
    from banyan.config.offices import OFFICES
    from banyan.orgs.states import OfficeName

    return OFFICES[OfficeName.INTEGRATION].permissions


def furnish(branch: Branch, cast: Cast) -> None:
    """Fill a branch from the top: people, journeys, tasks, papers, messages, and what its officers keep."""
    branch.waiter = _person(branch, 1)
    branch.idle = _person(branch, 2)
    branch.relative = _relative(branch)
    _journeys(branch)
    _tasks(branch)
    _papers(branch)
    _messages(branch)
    _desk(branch, cast)
    _ledger(branch)


def _person(branch: Branch, offset: int) -> Person:
    number = branch.number + offset
    facts = {
        "name": f"{branch.word}{'零一二'[offset]}",
        "phone": f"154{number:08d}",
        "address": branch.words("住址"),
        "ethnicity": branch.words("族"),
        "note": branch.words("备注"),
    }
    return add_person(facts, by=branch.secretary, home=branch.org)


def _relative(branch: Branch) -> Relative:
    facts = {"relation": "parent", "name": branch.words("母"), "phone": "", "note": branch.words("亲属")}
    return add_relative(branch.guest, facts, by=branch.secretary)


def _journeys(branch: Branch) -> None:
    facts: Facts = {
        "departed_on": "2025-03",
        "place_words": branch.words("地点"),
        "employer": branch.words("单位"),
        "address": branch.words("在外住址"),
    }
    guest = viewer_of(branch.guest)
    branch.journey = record_departure(branch.guest, facts, by=branch.secretary)
    slip = {"words": branch.words("留言")}
    branch.check_in = check_in_at(branch.journey, slip, by=guest, host=branch.host)
    confirm_check_in(branch.check_in, by=branch.receiver)
    waiting = record_departure(branch.waiter, facts, by=branch.secretary)
    branch.sent = check_in_at(waiting, slip, by=branch.secretary, host=branch.host)
    told = Told(matter="new_phone", words=branch.words("报告"), new_phone="15400000077")
    branch.report = send_report(branch.journey, told, by=guest, period=Period.of(today()))


def _tasks(branch: Branch) -> None:
    def facts(of: str) -> Facts:
        known = {"title": branch.words(of), "words": branch.words("说明"), "place": branch.words("任务地点")}
        return known | {"needs": branch.words("需要"), "quota": 9, "deadline": now() + timedelta(days=9)}

    guest = viewer_of(branch.guest)
    branch.task = publish_task(branch.org, facts("任务"), by=branch.secretary)
    done = publish_task(branch.org, facts("第二件"), by=branch.secretary)
    branch.draft = draft_task(branch.org, facts("草稿"), by=branch.secretary)
    branch.claim = claim_task(branch.task, branch.guest, by=guest)
    branch.handed_in = claim_task(done, branch.guest, by=guest)
    submit_claim(
        branch.handed_in,
        branch.words("成果"),
        by=guest,
        photos=[clean_photo(_picture())],
        files=[Attachment(b"", "txt", branch.words("附件"))],
    )
    branch.spare = ClaimFile.objects.create(claim=branch.claim, kind="txt", added_at=now(), size_bytes=0)
    branch.partner = add_partner(branch.claim, branch.waiter, by=guest)
    add_note(branch.claim, branch.words("进展"), by=guest)
    branch.pattern = keep_pattern(branch.task, by=branch.secretary)
    branch.need = note_need(branch.org, branch.words("所盼"), by=branch.secretary)
    full = publish_task(branch.org, facts("满员") | {"quota": 1}, by=branch.secretary)
    claim_task(full, branch.idle, by=branch.secretary)
    full.refresh_from_db()
    branch.full = full
    branch.wait = join_wait(full, branch.guest, by=guest)
    branch.photo = branch.handed_in.files.get(kind="jpg")
    branch.file = branch.handed_in.files.get(kind="txt")


def _picture() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (8, 8)).save(target, "PNG")
    return target.getvalue()


def _papers(branch: Branch) -> None:
    branch.paper = issue_paper(
        PaperKind.RECEIPT, by=branch.secretary, person=branch.guest, org=branch.township
    )
    branch.phone = offer_phone(
        branch.org, by=branch.secretary, name=branch.word, phone=f"154{branch.number:08d}"
    )
    branch.knock = leave_knock(
        branch.host, by=Viewer(), name=branch.word, home=branch.words("老家"), phone=f"154{branch.number:08d}"
    )
    branch.receipt_photo = ReceiptPhoto.objects.create(
        check_in=branch.check_in, width=8, height=8, size_bytes=8, added_at=now(), added_by=branch.word
    )
    branch.trust = TrustedKey(
        name="外地系统", address=f"https://{branch.number}.example.cn", kid=1, suite="A1", public_key="a" * 43
    )
    branch.trust.added_at = now()
    branch.trust.save()
    papers = Paper.objects.filter(pk=branch.paper.pk)
    branch.print = ask_for_print(papers, by=branch.officer)
    journeys = Journey.objects.filter(pk=branch.journey.pk)
    branch.kits = ask_for_kits(journeys, by=branch.officer)
    branch.job = Job.objects.get(link__contains=str(branch.print.ref))


def _messages(branch: Branch) -> None:
    people = [branch.guest, branch.idle]
    tell(people, kind="test.told", words=branch.words("消息"), org=branch.org)
    branch.message = Message.objects.get(recipient=branch.guest.account, kind="test.told")
    branch.text = Outgoing.objects.get(person=branch.idle, kind="test.told")


def _desk(branch: Branch, cast: Cast) -> None:
    account = branch.guest.account
    assert account is not None
    branch.session = begin_session(
        account, by=Visitor(account, "10.0.0.9", ""), session_key=branch.words("会话"), device="手机"
    )
    label = branch.words("筛选")
    branch.view = keep_view("people:list", label, "category=full", by=branch.secretary)
    branch.office = Office.objects.get(account=branch.secretary.account, org=branch.org)
    above = cast.other_county_officer if branch.township == cast.other_township else cast.county_officer
    branch.token, _secret = open_integration(
        branch.township, by=above, words=branch.words("系统"), verbs=["people.see"], days=9
    )
    roster = ROSTER.format(word=branch.word, number=branch.number + 50).encode()
    branch.batch = stage_roster(roster, branch.words(".csv"), org=branch.org, by=branch.secretary)
    chain = f"报平安\n1. {branch.idle.name} {branch.words('平安')}"
    branch.paste = stage_chat(chain, org=branch.org, by=branch.secretary)
    # As `raise_checks` makes it of two records with one number.
    branch.check = TransferCheck.objects.create(
        claimant=branch.waiter, holder=branch.idle, superior=branch.township, made_at=now()
    )


def _ledger(branch: Branch) -> None:
    deed, day = Activity.CHARITY, today()
    branch.worth = set_worth(
        branch.township, deed, Grade.PLAIN, amount=100, ceiling=None, from_day=day, by=branch.officer
    )
    entry = book_deed(
        branch.guest,
        deed,
        day=day,
        grade=Grade.PLAIN,
        words=branch.words("好事"),
        source="deed:1",
        by=branch.secretary,
    )
    assert entry is not None
    branch.entry = entry
    half = Period.of(day, "half_year").previous()
    branch.closing = close_period(branch.org, EntryKind.POINTS, half, by=branch.secretary)
    branch.objection = object_to(branch.closing, branch.words("意见"), by=viewer_of(branch.guest))
    branch.exemption = exempt_member(
        branch.guest, Ground.LEAVE, from_day=day, until_day=None, by=branch.secretary
    )


__all__ = ["PASSWORD", "Branch", "World", "build_world"]

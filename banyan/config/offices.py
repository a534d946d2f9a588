"""THE page of who may do what: office -> reach, permissions, and the offices it may grant strictly below
its own (story.md, Offices). Printed into docs/offices.md; a test compares the two."""

from collections.abc import Mapping

from banyan.documents import permissions as documents
from banyan.insight import permissions as insight
from banyan.intake import permissions as intake
from banyan.journeys import permissions as journeys
from banyan.ledger import permissions as ledger
from banyan.notify import permissions as notify
from banyan.orgs import permissions as orgs
from banyan.orgs.permissions import OfficeRule
from banyan.orgs.states import OfficeName, Reach
from banyan.people import permissions as people
from banyan.privacy import permissions as privacy
from banyan.tasks import permissions as tasks

# What every officer of the tree sees; the words of a report are the branch's and the township's (trust.md 4.4).
SEES = frozenset(
    {
        orgs.SEE_ORG,
        people.SEE_PEOPLE,
        journeys.SEE_JOURNEYS,
        journeys.READ_REPORTS,
        tasks.SEE_TASKS,
        documents.SEE_PAPERS,
        insight.SEE_FIGURES,
    }
)
BRANCH_WORK = SEES | {
    people.ADD_PEOPLE,
    people.CORRECT_PEOPLE,
    people.END_PEOPLE,
    people.REVEAL,
    people.INVITE,
    people.EXPORT_PEOPLE,
    intake.IMPORT_ROSTERS,
    intake.READ_CHATS,
    journeys.MANAGE_JOURNEYS,
    journeys.CHECK_IN_FOR,
    journeys.REPORT_FOR,
    journeys.ANSWER_REPORTS,
    journeys.READ_WORDS,
    documents.ISSUE_PAPERS,
    documents.VOID_PAPERS,
    documents.MAKE_NOTICES,
    tasks.PUBLISH,
    tasks.REVIEW,
    tasks.CLAIM_FOR,
    ledger.SEE_POINTS,
    ledger.BOOK,
    ledger.CLOSE,
    notify.PASS_ON,
}
KEEPS_TREE = frozenset({orgs.MANAGE_ORGS, orgs.GRANT_OFFICES, orgs.SET_POLICY, ledger.SET_WORTH})

OFFICES: Mapping[str, OfficeRule] = {
    OfficeName.MEMBER: OfficeRule(
        Reach.OWN,
        frozenset(
            {
                people.SEE_SELF,
                journeys.REPORT_OWN,
                journeys.CHECK_IN_OWN,
                tasks.CLAIM_OWN,
                ledger.SEE_OWN_POINTS,
                documents.SEE_OWN_PAPERS,
                privacy.SEE_OWN_LOOKS,
            }
        ),
    ),
    OfficeName.BRANCH_SECRETARY: OfficeRule(Reach.HERE, BRANCH_WORK),
    OfficeName.FLOATING_SECRETARY: OfficeRule(
        Reach.HERE,
        frozenset(
            {
                orgs.SEE_ORG,
                people.SEE_HOSTED,
                people.REVEAL,
                intake.READ_CHATS,
                documents.MAKE_NOTICES,
                journeys.CONFIRM_ARRIVAL,
                journeys.CHECK_IN_FOR,
                journeys.REPORT_FOR,
                journeys.READ_REPORTS,
                journeys.READ_WORDS,
                tasks.SEE_TASKS,
                tasks.PUBLISH,
                tasks.REVIEW,
                tasks.CLAIM_FOR,
            }
        ),
    ),
    OfficeName.TOWNSHIP_OFFICER: OfficeRule(
        Reach.BELOW,
        BRANCH_WORK
        | KEEPS_TREE
        | {
            journeys.TRACK_RECEIPTS,
            journeys.CONFIRM_ARRIVAL,
            people.SEE_HOSTED,
            intake.DECIDE_TRANSFERS,
            intake.RECEIVE_GUESTS,
            intake.UNDO_IMPORTS,
            documents.BATCH_PAPERS,
            insight.EXPORT_FIGURES,
        },
        grants=frozenset(
            {OfficeName.BRANCH_SECRETARY, OfficeName.FLOATING_SECRETARY, OfficeName.INTEGRATION}
        ),
    ),
    OfficeName.COUNTY_OFFICER: OfficeRule(
        Reach.BELOW,
        SEES
        | KEEPS_TREE
        | {
            intake.DECIDE_TRANSFERS,
            orgs.FOUND_FLOATING,
            documents.TRUST_KEYS,
            people.SEE_HOSTED,
            people.REVEAL,
            people.EXPORT_PEOPLE,
            tasks.PUBLISH,
            tasks.REVIEW,
            insight.EXPORT_FIGURES,
        },
        grants=frozenset(
            {OfficeName.TOWNSHIP_OFFICER, OfficeName.FLOATING_SECRETARY, OfficeName.INTEGRATION}
        ),
        here=frozenset({tasks.PUBLISH, tasks.REVIEW}),
    ),
    OfficeName.CITY_OFFICER: OfficeRule(
        Reach.BELOW,
        SEES
        | KEEPS_TREE
        | {
            intake.DECIDE_TRANSFERS,
            people.SEE_HOSTED,
            documents.TRUST_KEYS,
            people.REVEAL,
            insight.EXPORT_FIGURES,
        },
        grants=frozenset({OfficeName.COUNTY_OFFICER, OfficeName.INTEGRATION}),
    ),
    OfficeName.AUDITOR: OfficeRule(Reach.ALL, frozenset({privacy.READ_RECORD})),
    OfficeName.INTEGRATION: OfficeRule(
        Reach.BELOW,
        SEES
        | {
            people.ADD_PEOPLE,
            people.CORRECT_PEOPLE,
            people.END_PEOPLE,
            intake.IMPORT_ROSTERS,
            intake.READ_CHATS,
            intake.RECEIVE_GUESTS,
            intake.UNDO_IMPORTS,
            journeys.MANAGE_JOURNEYS,
            journeys.CHECK_IN_FOR,
            journeys.CONFIRM_ARRIVAL,
            journeys.REPORT_FOR,
            tasks.PUBLISH,
            tasks.REVIEW,
            tasks.CLAIM_FOR,
            ledger.SEE_POINTS,
        },
    ),
}

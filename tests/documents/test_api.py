"""The register for programs: what a token names, nothing that stands on a paper."""

from django.test import Client

from banyan.accounts.actions.tokens import issue_token
from banyan.demo.cast import Cast
from banyan.documents.actions import issue_paper, void_paper
from banyan.documents.models import Paper
from banyan.documents.states import PaperKind
from banyan.orgs.viewers import Viewer

# A sentence that stands in any paper of the fixture, and must never leave by this door.
PERSONAL = ("何远山", "广东省广州市番禺区", "154000000")


def test_a_program_reads_the_register_and_no_more(cast: Cast, paper: Paper, client: Client) -> None:
    receipt = issue_paper(PaperKind.RECEIPT, by=cast.secretary, person=cast.member, org=cast.township)
    void_paper(receipt, by=cast.secretary, reason="姓名有误")
    answer = get(client, cast.integration, "/api/v1/papers")
    assert [row["number"] for row in answer.json()["rows"]] == [receipt.number, paper.number]
    assert [row["standing"] for row in answer.json()["rows"]] == ["void", "valid"]
    assert [each for each in PERSONAL if each in answer.content.decode()] == []
    one = get(client, cast.integration, f"/api/v1/papers/{paper.ref}").json()
    assert one == {
        "ref": str(paper.ref),
        "number": paper.number,
        "kind": "certificate",
        "standing": "valid",
        "person": str(cast.member.ref),
        "home": str(cast.shazhou.ref),
        "issuer": str(cast.township.ref),
        "issued_on": paper.issued_on.isoformat(),
        "valid_until": str(paper.valid_until),
        "reprints": 0,
    }


def test_the_list_is_narrowed_by_person_and_kind(cast: Cast, paper: Paper, client: Client) -> None:
    receipt = issue_paper(PaperKind.RECEIPT, by=cast.secretary, person=cast.second_member, org=cast.township)
    by_person = get(client, cast.integration, f"/api/v1/papers?person={cast.second_member.ref}").json()[
        "rows"
    ]
    by_kind = get(client, cast.integration, "/api/v1/papers?kind=certificate").json()["rows"]
    assert [row["ref"] for row in by_person] == [str(receipt.ref)]
    assert [row["ref"] for row in by_kind] == [str(paper.ref)]


def test_papers_of_another_township_are_not_there(cast: Cast, client: Client) -> None:
    foreign = issue_paper(
        PaperKind.RECEIPT, by=cast.other_secretary, person=cast.other_member, org=cast.other_township
    )
    assert get(client, cast.integration, "/api/v1/papers").json()["rows"] == []
    assert get(client, cast.integration, f"/api/v1/papers/{foreign.ref}").status_code == 404
    answer = get(client, cast.integration, f"/api/v1/papers?person={cast.other_member.ref}")
    assert answer.status_code == 404


def test_a_token_without_the_permission_is_refused(cast: Cast, paper: Paper, client: Client) -> None:
    assert get(client, cast.integration, "/api/v1/papers", verbs=["people.see"]).status_code == 403
    assert (
        get(client, cast.integration, f"/api/v1/papers/{paper.ref}", verbs=["people.see"]).status_code == 404
    )
    assert client.get("/api/v1/papers").status_code == 401


def get(client: Client, viewer: Viewer, address: str, verbs: list[str] | None = None):  # type: ignore[no-untyped-def]
    names = verbs or ["documents.see", "people.see"]
    account = viewer.account
    assert account is not None
    _token, raw = issue_token(account, names, by=viewer, allowed=names, words="办公系统", days=30)
    return client.get(address, headers={"Authorization": f"Bearer {raw}"})

"""Files beside the words of work: sealed, saved and never shown, taken out again, forgotten (R-F1..R-F5)."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, viewer_of
from banyan.orgs.models import PolicySetting
from banyan.orgs.policies import PICTURES_OF_MEMBER
from banyan.privacy.queries import holdings_on
from banyan.shared.attachments.checking import Attachment
from banyan.shared.errors import NotAllowed, Refused
from banyan.shared.photos import clean_photo
from banyan.tasks.actions import (
    claim_task,
    forget_unused_photos,
    remove_claim_file,
    send_back_work,
    submit_claim,
    take_back_work,
)
from banyan.tasks.models import Claim, ClaimFile
from banyan.tasks.queries import find_claim_file
from banyan.tasks.rules import why_not_files, why_not_remove_file
from tests.shared import attachment_files as files
from tests.tasks.test_photos import picture
from tests.tasks.work import village_task

pytestmark = pytest.mark.django_db
PAPER = Attachment(b"%PDF-paper", "pdf", "路灯账单")


def claimed(cast: Cast) -> Claim:
    return claim_task(village_task(cast), cast.member, by=viewer_of(cast.member))


def handed_in(cast: Cast, *papers: Attachment, pictures: int = 0) -> Claim:
    claim, photos = claimed(cast), [clean_photo(picture(8, 8))] * pictures
    submit_claim(claim, "修好了", by=viewer_of(cast.member), photos=photos, files=papers or [PAPER])
    return claim


def kept(claim: Claim) -> ClaimFile:
    return find_claim_file(viewer_of(claim.person), claim.files.get().ref)


def at_rest(file: ClaimFile) -> Path:
    return Path(settings.MEDIA_ROOT) / file.name


# Handing in.


def test_a_file_travels_without_script_lies_sealed_and_is_saved_by_who_may_see_the_claim(
    cast: Cast, client: Client
) -> None:
    claim, body = claimed(cast), files.pdf()
    client.force_login(cast.member.account)
    sent = SimpleUploadedFile("../朱小满的账单.html", body, "text/html")
    address = f"/claims/{claim.ref}/submissions/"
    assert client.post(address, {"result": "修好了", "attachments": [sent]}).status_code == 302
    file = claim.files.get()
    assert (file.called, file.size_bytes, file.is_picture) == ("朱小满的账单.pdf", len(body), False)
    assert body not in at_rest(file).read_bytes()
    assert "朱小满" not in file.name
    for viewer in (viewer_of(cast.member), cast.secretary, cast.township_officer):
        client.force_login(viewer.account)
        assert "朱小满的账单.pdf" in client.get(f"/claims/{claim.ref}/").content.decode()
        answer = client.get(f"/claims/files/{file.ref}/")
        assert (answer.status_code, answer.content) == (200, body)
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{file.ref}.pdf"'
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert client.get(f"/claims/photos/{file.ref}.jpg").status_code == 404
    assert "朱小满的账单.pdf" in client.get("/tasks/review/").content.decode()


def test_a_file_does_not_exist_for_anybody_else(cast: Cast, client: Client) -> None:
    file = kept(handed_in(cast))
    for viewer in (viewer_of(cast.second_member), cast.baonan_secretary, *cast.outsiders):
        client.force_login(viewer.account)
        assert client.get(f"/claims/files/{file.ref}/").status_code == 404
        assert client.post(f"/claims/files/{file.ref}/removals/").status_code == 404
    client.logout()
    assert client.get(f"/claims/files/{file.ref}/").status_code == 302
    client.force_login(cast.county_officer.account)
    assert client.get(f"/claims/files/{file.ref}/").status_code == 404
    assert "路灯账单" not in client.get(f"/claims/{file.claim.ref}/").content.decode()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (files.docx(word__vbaProject_bin=b"x"), "“账单”：这个文件里带有宏"),
        (picture(8, 8), "请选在上面的“照片”里"),
        (b"%PDF-" + b"0" * (5 * 2**20), "超过5 MB"),
    ],
    ids=["macros", "picture", "megabytes"],
)
def test_a_file_that_is_not_taken_is_told_so_and_nothing_is_handed_in(
    cast: Cast, client: Client, body: bytes, words: str
) -> None:
    claim = claimed(cast)
    client.force_login(cast.member.account)
    given = {"result": "修好了路灯", "attachments": [SimpleUploadedFile("账单.docx", body)]}
    answer = client.post(f"/claims/{claim.ref}/submissions/", given)
    page = answer.content.decode()
    assert (answer.status_code, words in page, "请重新选一次" in page) == (422, True, True)
    assert "修好了路灯</textarea>" in page
    assert (Claim.objects.get().status, ClaimFile.objects.count()) == ("claimed", 0)


def test_three_files_and_no_more_whatever_pictures_there_are(cast: Cast) -> None:
    assert (why_not_files(3), bool(why_not_files(4))) == (None, True)
    claim = handed_in(cast, PAPER, PAPER, pictures=6)
    take_back_work(claim, by=viewer_of(cast.member))
    with pytest.raises(Refused, match="最多3个文件"):
        submit_claim(claim, "修好了", by=viewer_of(cast.member), files=[PAPER, PAPER])
    submit_claim(claim, "修好了", by=viewer_of(cast.member), files=[PAPER])
    assert (claim.files.filter(kind="jpg").count(), claim.files.filter(kind="pdf").count()) == (6, 3)


def test_files_count_among_what_a_member_may_keep(cast: Cast) -> None:
    PolicySetting.objects.create(org=cast.shazhou, name=PICTURES_OF_MEMBER.name, value=6)
    with pytest.raises(Refused, match="最多存6份"):
        handed_in(cast, PAPER, pictures=6)


def test_whoever_hands_in_for_him_attaches_them_too_and_holdings_know_them(cast: Cast) -> None:
    claim = claim_task(village_task(cast), cast.third_member, by=cast.secretary)
    submit_claim(claim, "修好了", by=cast.secretary, files=[PAPER])
    assert ("照片和文件", 1) in [(str(each.words), each.rows) for each in holdings_on(cast.third_member)]


# Taking one out again.


def test_one_is_taken_out_before_the_work_is_handed_in_again(
    cast: Cast, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    claim = handed_in(cast, PAPER, pictures=1)
    client.force_login(cast.member.account)
    shot, paper = claim.files.get(kind="jpg"), claim.files.get(kind="pdf")
    assert client.post(f"/claims/files/{shot.ref}/removals/").status_code == 409
    assert "去掉第" not in client.get(f"/claims/{claim.ref}/").content.decode()
    client.post(f"/claims/{claim.ref}/take-backs/")
    page = client.get(f"/claims/{claim.ref}/").content.decode()
    assert ("去掉第1张照片" in page, "去掉路灯账单.pdf" in page, "30天后还没有再交" in page) == (
        True,
        True,
        True,
    )
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"/claims/files/{shot.ref}/removals/", headers={"HX-Request": "true"})
    assert answer.content.decode().startswith("<li")
    assert not at_rest(shot).exists()
    client.post(f"/claims/{claim.ref}/submissions/", {"result": "只留账单"})
    assert ([each.ref for each in claim.files.all()], at_rest(paper).exists()) == ([paper.ref], True)
    assert Entry.objects.get(act="claim.file_removed").subject_ref == cast.member.ref


def test_what_is_handed_in_stays_and_nobody_else_takes_it_out(cast: Cast) -> None:
    claim = handed_in(cast)
    reasons = [why_not_remove_file(status) for status in ("claimed", "sent_back", "submitted", "accepted")]
    assert [reason and reason.code for reason in reasons] == [None, None, "handed_in_already", "moved_on"]
    stale = kept(claim)
    send_back_work(claim, "缺一张", by=cast.secretary)
    with pytest.raises(NotAllowed):
        remove_claim_file(kept(claim), by=viewer_of(cast.second_member))
    fresh = kept(claim)
    submit_claim(claim, "补好了", by=viewer_of(cast.member))
    for file in (stale, fresh):
        with pytest.raises(Refused):
            remove_claim_file(file, by=viewer_of(cast.member))
    assert claim.files.count() == 1


# Forgetting.


def test_files_of_work_taken_back_are_forgotten_with_its_pictures(cast: Cast) -> None:
    taken_back, waiting = handed_in(cast), handed_in(cast)
    take_back_work(taken_back, by=viewer_of(cast.member))
    file = taken_back.files.get()
    assert forget_unused_photos(file.added_at + timedelta(days=30)) == 1
    assert (at_rest(file).exists(), waiting.files.count()) == (False, 1)

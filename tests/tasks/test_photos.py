"""Pictures of the work: written anew, sealed, and shown to whoever may see the claim (R-F1..R-F5)."""

import io
import struct
import zlib
from collections import Counter
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, build_cast, viewer_of
from banyan.journeys.actions.arrival import check_in_outside
from banyan.journeys.actions.photo import add_receipt_photo
from banyan.journeys.models import CheckIn, ReceiptPhoto
from banyan.orgs.models import PolicySetting
from banyan.orgs.policies import OPEN_CLAIMS, PICTURES_OF_BRANCH, PICTURES_OF_MEMBER, Policy
from banyan.shared.clock import now
from banyan.shared.errors import Refused
from banyan.shared.photos import MAX_PIXELS, SIDE_PIXELS, NotAPhoto, clean_photo
from banyan.tasks.actions import claim_task, forget_unused_photos, submit_claim, take_back_work
from banyan.tasks.models import Claim, ClaimFile
from tests.crowd import all_at_once
from tests.environment import IS_LONG
from tests.journeys.scenes import SLIP, away
from tests.shared.bombs import measured
from tests.tasks.work import village_task

UPLOADS = 50 if IS_LONG else 5

GPS, MAKER_NOTE, ORIENTATION = 0x8825, 0x927C, 0x0112


def picture(width: int = 640, height: int = 480, kind: str = "JPEG", *, place: bool = False) -> bytes:
    image = Image.new("RGB", (width, height), (180, 120, 60))
    exif = Image.Exif()
    if place:
        exif[ORIENTATION] = 6
        exif.get_ifd(GPS)[2] = (25.0, 33.0, 0.0)
        exif[MAKER_NOTE] = b"camera of somebody"
    target = io.BytesIO()
    image.save(target, kind, exif=exif)
    return target.getvalue()


def header_of(width: int, height: int) -> bytes:
    """A PNG that declares a size and holds next to nothing."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


def test_place_and_camera_are_gone_and_the_picture_stands_upright() -> None:
    photo = clean_photo(picture(place=True))
    assert (photo.width, photo.height) == (480, 640)
    with Image.open(io.BytesIO(photo.body)) as again:
        assert dict(again.getexif()) == {}
    assert b"camera of somebody" not in photo.body


def test_a_large_picture_is_made_smaller() -> None:
    photo = clean_photo(picture(4000, 2000))
    assert (photo.width, photo.height) == (1600, 800)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_usual_pictures_become_jpegs(kind: str) -> None:
    assert clean_photo(picture(kind=kind)).body.startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"%PDF-1.7 ...",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
        b"<html><script>x()</script>",
        picture(kind="GIF"),
        picture()[:500],
        b"PK\x03\x04",
    ],
    ids=["nothing", "pdf", "svg", "html", "gif", "cut", "zip"],
)
def test_anything_else_is_refused(body: bytes) -> None:
    with pytest.raises(NotAPhoto) as refusal:
        clean_photo(body)
    assert refusal.value.code == "not_a_picture"


@pytest.mark.parametrize(
    ("side", "code"), [(2828, "not_a_picture"), (2829, "too_many_pixels"), (20000, "too_many_pixels")]
)
def test_a_bomb_is_refused_by_its_head(side: int, code: str) -> None:
    with pytest.raises(NotAPhoto) as refusal:
        clean_photo(header_of(side, side))
    assert refusal.value.code == code


def huge(side: int, kind: str, mode: str = "RGB") -> bytes:
    """One colour, so that it packs small."""
    target = io.BytesIO()
    Image.new(mode, (side, side)).save(target, kind)
    return target.getvalue()


def moving_picture(frames: int) -> bytes:
    target = io.BytesIO()
    pictures = [Image.new("P", (900, 900), color=number % 2) for number in range(frames)]
    pictures[0].save(target, "GIF", save_all=True, append_images=pictures[1:])
    return target.getvalue()


@pytest.mark.parametrize(
    "body",
    [huge(10_000, "PNG", "1"), huge(20_000, "PNG", "1"), huge(10_000, "JPEG", "L"), moving_picture(60)],
    ids=["png 10k", "png 20k", "jpeg 10k", "gif frames"],
)
def test_a_picture_that_unpacks_to_far_more_costs_nothing(body: bytes) -> None:
    """R-F4: pixels and frames."""
    with measured() as cost, pytest.raises(NotAPhoto):
        clean_photo(body)
    assert cost.megabytes < 20
    assert cost.seconds < 1


@pytest.mark.parametrize(
    ("side", "kind", "mode"), [(5000, "JPEG", "RGB"), (2828, "PNG", "RGBA"), (2000, "WEBP", "RGBA")]
)
def test_the_largest_pictures_we_read_stay_below_a_hundred_megabytes(side: int, kind: str, mode: str) -> None:
    body = huge(side, kind, mode)
    for started in MAX_PIXELS:
        clean_photo(huge(8, started))  # what a format's reader loads once is not this picture's
    with measured() as cost:
        assert clean_photo(body).width == SIDE_PIXELS
    assert cost.megabytes < 100


def sent_check_in(cast: Cast) -> CheckIn:
    host = {"name": "顺德家具城党支部", "head_name": "梁安", "head_phone": "0757-00000001", "region": None}
    return check_in_outside(away(cast), SLIP, by=cast.secretary, host_facts=host)


def sent(cast: Cast, client: Client, *files: bytes) -> Claim:
    claim = claim_task(village_task(cast), cast.member, by=viewer_of(cast.member))
    client.force_login(cast.member.account)
    photos = [SimpleUploadedFile("../照片.html", body, "text/html") for body in files]
    client.post(f"/claims/{claim.ref}/submissions/", {"result": "卖了80箱", "photos": photos})
    claim.refresh_from_db()
    return claim


@pytest.mark.django_db
def test_a_picture_lies_sealed_and_opens_for_who_may_see_the_claim(cast: Cast, client: Client) -> None:
    claim = sent(cast, client, picture(place=True), picture())
    assert (claim.status, claim.files.count()) == ("submitted", 2)
    file = claim.files.earliest("pk")
    stored = (Path(settings.MEDIA_ROOT) / file.name).read_bytes()
    assert b"JFIF" not in stored
    for viewer in (viewer_of(cast.member), cast.secretary, cast.township_officer):
        client.force_login(viewer.account)
        answer = client.get(f"/claims/photos/{file.ref}.jpg")
        assert answer.status_code == 200
        assert answer.content.startswith(b"\xff\xd8")
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{file.ref}.jpg"'
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_a_picture_does_not_exist_for_anybody_else(cast: Cast, client: Client) -> None:
    file = sent(cast, client, picture()).files.get()
    others = [viewer_of(cast.second_member), cast.baonan_secretary, cast.floating_secretary, *cast.outsiders]
    for viewer in others:
        client.force_login(viewer.account)
        assert client.get(f"/claims/photos/{file.ref}.jpg").status_code == 404
    client.logout()
    assert client.get(f"/claims/photos/{file.ref}.jpg").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"%PDF-1.7", "只收照片（JPG、PNG）"),
        (header_of(6000, 6000), "太大了，打不开"),
        (b"\xff\xd8" + b"0" * (10 * 1024 * 1024), "超过10 MB"),
    ],
    ids=["pdf", "pixels", "megabytes"],
)
def test_a_file_that_is_no_picture_is_told_so_and_nothing_is_handed_in(
    cast: Cast, client: Client, body: bytes, words: str
) -> None:
    claim = claim_task(village_task(cast), cast.member, by=viewer_of(cast.member))
    client.force_login(cast.member.account)
    photos = [SimpleUploadedFile("photo.jpg", body, "image/jpeg")]
    answer = client.post(f"/claims/{claim.ref}/submissions/", {"result": "卖了80箱", "photos": photos})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "卖了80箱</textarea>" in answer.content.decode()
    assert Claim.objects.get().status == "claimed"
    assert not ClaimFile.objects.exists()


@pytest.mark.django_db
def test_a_seventh_picture_is_told_so(cast: Cast, client: Client) -> None:
    claim = sent(cast, client, *[picture(8, 8)] * 7)
    assert (claim.status, claim.files.count()) == ("claimed", 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("policy", "member", "branch", "words"),
    [
        (PICTURES_OF_MEMBER, 2, 9, "每名党员最多存2份"),
        (PICTURES_OF_BRANCH, 9, 2, "这个党支部最多存2份"),
    ],
)
def test_a_member_and_a_branch_keep_only_so_many_pictures(
    cast: Cast, client: Client, policy: Policy, member: int, branch: int, words: str
) -> None:
    """R-F5: receipts' photographs count beside those of work; words alone still go through."""
    for setting, most in ((PICTURES_OF_MEMBER, member), (PICTURES_OF_BRANCH, branch)):
        PolicySetting.objects.create(org=cast.shazhou, name=setting.name, value=most)
    other = claim_task(village_task(cast), cast.second_member, by=viewer_of(cast.second_member))
    ClaimFile.objects.create(claim=other, width=1, height=1, size_bytes=1, added_at=now())
    check_in = sent_check_in(cast)
    ReceiptPhoto.objects.create(check_in=check_in, width=1, height=1, size_bytes=1, added_at=now())
    claim = claim_task(village_task(cast), cast.member, by=viewer_of(cast.member))
    photos = [clean_photo(picture(8, 8))] * (2 if policy is PICTURES_OF_MEMBER else 1)
    with pytest.raises(Refused, match=words):
        submit_claim(claim, "卖了80箱", by=viewer_of(cast.member), photos=photos)
    assert (Claim.objects.get(pk=claim.pk).status, claim.files.count()) == ("claimed", 0)
    client.force_login(cast.member.account)
    files = [SimpleUploadedFile("photo.jpg", picture(8, 8), "image/jpeg") for _photo in photos]
    answer = client.post(f"/claims/{claim.ref}/submissions/", {"result": "卖了80箱", "photos": files})
    page = answer.content.decode()
    assert (answer.status_code, words in page, "卖了80箱</textarea>" in page) == (409, True, True)
    if policy is PICTURES_OF_MEMBER:
        submit_claim(claim, "卖了80箱", by=viewer_of(cast.member), photos=photos[:1])
    else:
        submit_claim(claim, "卖了80箱", by=viewer_of(cast.member))
        with pytest.raises(Refused, match=words):
            add_receipt_photo(check_in, photos[0], by=cast.secretary)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_uploads_at_one_moment_count_each_other(transactional_db: None) -> None:
    cast = build_cast()
    for setting, most in ((PICTURES_OF_MEMBER, 6), (OPEN_CLAIMS, UPLOADS)):
        PolicySetting.objects.create(org=cast.shazhou, name=setting.name, value=most)
    claims = [claim_task(village_task(cast), cast.member, by=viewer_of(cast.member)) for _ in range(UPLOADS)]
    photos = [clean_photo(picture(8, 8))] * 2
    answers = all_at_once(
        [partial(submit_claim, each, "好了", by=viewer_of(cast.member), photos=photos) for each in claims]
    )
    told = Counter(answer.reason.code if isinstance(answer, Refused) else answer for answer in answers)
    assert (told, ClaimFile.objects.count()) == (
        Counter({None: 3, "pictures_of_member_full": UPLOADS - 3}),
        6,
    )


@pytest.mark.django_db
def test_one_picture_cannot_stand_in_for_another(cast: Cast, client: Client) -> None:
    first, second = sent(cast, client, picture(), picture()).files.order_by("pk")
    folder = Path(settings.MEDIA_ROOT)
    (folder / first.name).write_bytes((folder / second.name).read_bytes())
    client.force_login(cast.member.account)
    with pytest.raises(InvalidTag):
        client.get(f"/claims/photos/{first.ref}.jpg")


def test_pictures_not_handed_in_any_longer_go_after_thirty_days(cast: Cast) -> None:
    by = viewer_of(cast.member)
    reviewed, back = (claim_task(village_task(cast), cast.member, by=by) for _each in range(2))
    for claim in (reviewed, back):
        submit_claim(claim, "卖了80箱", by=by, photos=[clean_photo(picture(8, 8))])
    take_back_work(back, by=by)
    kept, gone = (ClaimFile.objects.get(claim=claim) for claim in (reviewed, back))
    assert forget_unused_photos(gone.added_at + timedelta(days=30) - timedelta(seconds=1)) == 0
    assert (settings.MEDIA_ROOT / gone.name).exists()
    assert forget_unused_photos(gone.added_at + timedelta(days=30)) == 1
    assert list(ClaimFile.objects.all()) == [kept]
    assert [(settings.MEDIA_ROOT / file.name).exists() for file in (kept, gone)] == [True, False]
    assert Entry.objects.get(act="claim_photos.forgotten").details == {"count": 1}

"""The photograph of a stamped receipt: never asked for, sealed, each look remembered (R-F4, R-F5)."""

import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from banyan.audit.models import Entry
from banyan.demo.cast import Cast, viewer_of
from banyan.journeys.actions.arrival import check_in_outside, confirm_check_in, refuse_check_in
from banyan.journeys.actions.photo import add_receipt_photo, forget_old_photos, open_receipt_photo
from banyan.journeys.actions.receipt import issue_journey_paper
from banyan.journeys.models import CheckIn, Receipt, ReceiptPhoto
from banyan.journeys.rules.receipt import PHOTOS_PER_CHECK_IN, why_not_receipt_photo
from banyan.shared.clock import now
from banyan.shared.errors import NotAllowed, Refused
from banyan.shared.photos import clean_photo
from tests.journeys.scenes import SLIP, away, sent, signed_in

HOST = {"name": "顺德家具城党支部", "head_name": "梁安", "head_phone": "0757-00000001", "region": None}
PLACE = b"GPSSECRETPLACE"


def picture(size: tuple[int, int] = (40, 30)) -> bytes:
    """A JPEG that tells in its head where it was taken."""
    target, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = PLACE.decode()
    Image.new("RGB", size, "white").save(target, "JPEG", exif=exif)
    return target.getvalue()


def upload(body: bytes) -> dict[str, Any]:
    return {"photo": SimpleUploadedFile("回执.jpg", body, "image/jpeg")}


@pytest.fixture
def check_in(cast: Cast) -> CheckIn:
    journey = away(cast)
    issue_journey_paper(journey, "receipt", by=cast.secretary)
    return check_in_outside(journey, SLIP, by=cast.secretary, host_facts=HOST)


@pytest.mark.parametrize(
    ("is_outside", "is_open", "there_are", "code"),
    [
        (True, True, 0, None), (True, True, PHOTOS_PER_CHECK_IN, "enough_photos"),
        (False, True, 0, "host_has_system"), (True, False, 0, "closed_check_in"),
    ],
)  # fmt: skip
def test_a_photo_helps_where_the_host_has_no_system(
    is_outside: bool, is_open: bool, there_are: int, code: str | None
) -> None:
    reason = why_not_receipt_photo(is_outside=is_outside, is_open=is_open, there_are=there_are)
    assert (reason.code if reason else None) == code


def test_the_secretary_keeps_it_reads_it_and_confirms_and_both_names_stay(
    cast: Cast, check_in: CheckIn
) -> None:
    page = reverse("journeys:check-in", args=[check_in.ref])
    desk = signed_in(cast.township_officer)
    assert "盖章回执的照片" in desk.get(page).content.decode()
    assert (
        desk.post(reverse("journeys:check-in-photos", args=[check_in.ref]), upload(picture())).status_code
        == 302
    )
    photo = ReceiptPhoto.objects.get()
    assert photo.added_by == "谭见山"
    answer = signed_in(cast.secretary).get(reverse("journeys:check-in-photo", args=[photo.ref]))
    assert Image.open(io.BytesIO(answer.content)).size == (40, 30)
    assert PLACE not in answer.content
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    look = Entry.objects.get(act="photo.opened")
    assert (look.actor_label, look.subject_ref) == ("朱望舒", cast.member.ref)
    confirm_check_in(check_in, by=cast.secretary, how="stamped_paper")
    check_in.refresh_from_db()
    assert (check_in.decided_by, check_in.confirmed_how) == ("朱望舒", "stamped_paper")
    assert Receipt.objects.get().status == "stamped"
    assert ReceiptPhoto.objects.get().added_by == "谭见山"


def test_a_photo_confirms_nothing_and_is_never_needed(cast: Cast, check_in: CheckIn) -> None:
    add_receipt_photo(check_in, clean_photo(picture()), by=cast.secretary)
    check_in.refresh_from_db()
    assert check_in.status == "sent"
    ReceiptPhoto.objects.all().delete()
    confirm_check_in(check_in, by=cast.secretary, how="stamped_paper")
    check_in.refresh_from_db()
    assert check_in.status == "confirmed"


def test_it_lies_sealed_on_the_disk(cast: Cast, check_in: CheckIn) -> None:
    photo = add_receipt_photo(check_in, clean_photo(picture()), by=cast.secretary)
    stored = (settings.MEDIA_ROOT / photo.name).read_bytes()
    assert b"JFIF" not in stored
    assert b"\xff\xd8\xff" not in stored


@pytest.mark.parametrize("body", [b"", b"%PDF-1.7", b"<svg/>", b"GIF89a" + b"0" * 40])
def test_what_is_no_photo_is_refused(cast: Cast, check_in: CheckIn, body: bytes) -> None:
    address = reverse("journeys:check-in-photos", args=[check_in.ref])
    assert signed_in(cast.secretary).post(address, upload(body)).status_code == 422
    assert not ReceiptPhoto.objects.exists()


def test_too_many_pixels_or_megabytes_are_refused(cast: Cast, check_in: CheckIn) -> None:
    address = reverse("journeys:check-in-photos", args=[check_in.ref])
    target = io.BytesIO()
    Image.new("1", (6000, 5000)).save(target, "PNG")
    for body in (target.getvalue(), picture() + b"0" * (10 * 1024 * 1024)):
        assert signed_in(cast.secretary).post(address, upload(body)).status_code == 422
    assert not ReceiptPhoto.objects.exists()


def test_home_and_the_member_see_it_and_nobody_else(cast: Cast, check_in: CheckIn) -> None:
    photo = add_receipt_photo(check_in, clean_photo(picture()), by=cast.secretary)
    address = reverse("journeys:check-in-photo", args=[photo.ref])
    for viewer in (cast.secretary, cast.township_officer, viewer_of(cast.member)):
        assert signed_in(viewer).get(address).status_code == 200
    strangers = [
        cast.baonan_secretary,
        cast.floating_secretary,
        cast.county_officer,
        viewer_of(cast.second_member),
    ]
    for viewer in [*strangers, *cast.outsiders]:
        assert signed_in(viewer).get(address).status_code == 404
        with pytest.raises(NotAllowed):
            open_receipt_photo(photo, by=viewer)
        with pytest.raises(NotAllowed):
            add_receipt_photo(check_in, clean_photo(picture()), by=viewer)


def test_none_for_a_host_with_the_system_nor_for_a_closed_check_in(cast: Cast, check_in: CheckIn) -> None:
    for _ in range(PHOTOS_PER_CHECK_IN):
        add_receipt_photo(check_in, clean_photo(picture()), by=cast.secretary)
    with pytest.raises(Refused):
        add_receipt_photo(check_in, clean_photo(picture()), by=cast.secretary)
    refuse_check_in(check_in, by=cast.secretary, reason="没这回事")
    inside = sent(cast, away(cast, cast.second_member))
    for closed in (check_in, inside):
        with pytest.raises(Refused):
            add_receipt_photo(closed, clean_photo(picture()), by=cast.secretary)


def test_pictures_are_forgotten_after_a_year_with_their_files(cast: Cast, check_in: CheckIn) -> None:
    photo = add_receipt_photo(check_in, clean_photo(picture()), by=cast.secretary)
    with time_machine.travel(now() + timedelta(days=364)):
        assert forget_old_photos() == 0
    assert (settings.MEDIA_ROOT / photo.name).exists()
    with time_machine.travel(now() + timedelta(days=366)):
        assert forget_old_photos() == 1
    assert not (settings.MEDIA_ROOT / photo.name).exists()


def test_what_is_missing_is_asked_for_at_its_field(check_in: CheckIn, cast: Cast) -> None:
    client = signed_in(cast.secretary)
    page = reverse("journeys:check-in", args=[check_in.ref])
    for address, sent_in, words in (
        ("journeys:check-in-photos", upload(b"not a picture"), "照片"),
        ("journeys:check-in-confirmations", {}, "请选择是怎么核实的"),
    ):
        answer = client.post(reverse(address, args=[check_in.ref]), sent_in)
        text = answer.content.decode()
        assert (answer.status_code, "is-wrong" in text, words in text) == (422, True, True)
    assert "他到那里了吗" in client.get(page).content.decode()
    assert not ReceiptPhoto.objects.exists()

"""Work handed in, with a word and perhaps pictures, and what is still missing."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from banyan.shared.attachments.checking import (
    FILE_MAX_MB,
    KINDS,
    SENTENCES,
    Attachment,
    NotTaken,
    checked_attachment,
    title_of,
)
from banyan.shared.clock import now
from banyan.shared.photos import NotAPhoto, Photo, clean_photo
from banyan.tasks.kinds import FREE, Kind
from banyan.tasks.models import Claim, Slot, Task
from banyan.tasks.rules import MOST_HUNDREDTHS, NOT_A_PHOTO, PHOTO_MAX_MB, why_not_files, why_not_photos

OUTCOME = "outcome_"


class FilesInput(forms.ClearableFileInput):
    """Several at once; the page shrinks pictures on the telephone before they travel, and says what was chosen."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Pictures, read and written anew one after the other; the first that is none says so."""

    widget = FilesInput

    def clean(self, files: Any, initial: Any = None) -> list[Photo]:
        listed: list[UploadedFile[Any]] = [file for file in files or [] if file]
        reason = why_not_photos(len(listed))
        if reason is not None:
            raise forms.ValidationError(str(reason), code=reason.code)
        return [_photo(file) for file in listed]


def _photo(file: "UploadedFile[Any]") -> Photo:
    if (file.size or 0) > PHOTO_MAX_MB * 1024 * 1024:
        raise forms.ValidationError(str(NOT_A_PHOTO["too_large"]), code="too_large")
    try:
        return clean_photo(file.read())
    except NotAPhoto as error:
        raise forms.ValidationError(str(NOT_A_PHOTO[error.code]), code=error.code) from error


class FilesField(forms.FileField):
    """Files, known by their content one after the other; the first that is not taken says so by its name."""

    widget = FilesInput

    def clean(self, files: Any, initial: Any = None) -> list[Attachment]:
        listed: list[UploadedFile[Any]] = [file for file in files or [] if file]
        reason = why_not_files(len(listed))
        if reason is not None:
            raise forms.ValidationError(str(reason), code=reason.code)
        return [_attachment(file) for file in listed]


def _attachment(file: "UploadedFile[Any]") -> Attachment:
    """Too large is told before it is read."""
    name = str(file.name)
    try:
        if (file.size or 0) > FILE_MAX_MB * 2**20:
            raise NotTaken("too_large")
        return checked_attachment(file.read(), name)
    except NotTaken as refusal:
        words = _("“%(name)s”：%(words)s") % {"name": title_of(name), "words": SENTENCES[refusal.code]}
        raise forms.ValidationError(words, code=refusal.code) from refusal


class AmountField(forms.DecimalField):
    """A figure of an outcome, never compulsory (rules 2.9)."""

    def __init__(self, **given: Any) -> None:
        super().__init__(
            required=False,
            min_value=0,
            max_value=MOST_HUNDREDTHS // 100,
            decimal_places=2,
            widget=forms.NumberInput(attrs={"class": "short", "inputmode": "decimal"}),
            error_messages={
                "invalid": _("请填写数字，如 120 或 12.5。"),
                "max_decimal_places": _("最多写两位小数。"),
            },
            **given,
        )


class ClaimForm(forms.Form):
    """How much of a shared quantity, or which turns; of a task by people nothing is asked."""

    AT_FIELD = {"too_much": "share", "bad_share": "share", "slot_full": "slots"}

    share = forms.IntegerField(min_value=1, max_value=1_000_000, initial=1)
    slots = forms.MultipleChoiceField(
        label=_("哪些时段能来"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选好能来的时段，至少选一个。")},
    )

    def __init__(self, *args: Any, task: Task, slots: Iterable[Slot] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if task.is_slotted:
            turns = [(str(slot.ref), _turn(slot)) for slot in slots if slot.is_free_at(now())]
            self.fields["slots"].choices = turns  # type: ignore[attr-defined]
        else:
            del self.fields["slots"]
        if task.share_unit:
            self.fields["share"].label = _("我认多少（%(unit)s）") % {"unit": task.share_unit}
        else:
            del self.fields["share"]


def _turn(slot: Slot) -> str:
    return _("%(turn)s，还要%(free)d人") % {"turn": slot.words, "free": slot.free}


class SubmitForm(forms.Form):
    AT_FIELD = {
        "no_result": "result",
        "too_many_photos": "photos",
        "too_many_files": "attachments",
        "pictures_of_member_full": "photos",
        "pictures_of_branch_full": "photos",
    }

    result = forms.CharField(
        label=_("完成得怎么样"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("请写一句完成得怎么样。")},
    )
    photos = PhotosField(
        label=_("照片"),
        required=False,
        help_text=_("不要求上传。最多6张，会自动去掉拍摄地点等信息。"),
        widget=FilesInput(
            attrs={
                "accept": "image/jpeg,image/png,image/webp",
                "multiple": True,
                "data-shrink": "1600",
                "data-max-mb": str(PHOTO_MAX_MB),
                "data-too-large": NOT_A_PHOTO["too_large"].text,
            }
        ),
    )
    attachments = FilesField(
        label=_("文件"),
        required=False,
        help_text=_("不要求上传。PDF、Word（.docx）、Excel或文本，最多3个，每个不超过5 MB。"),
        widget=FilesInput(
            attrs={
                "accept": ",".join(f".{kind}" for kind in KINDS),
                "multiple": True,
                "data-max-mb": str(FILE_MAX_MB),
                "data-too-large": SENTENCES["too_large"],
            }
        ),
    )

    def __init__(self, *args: Any, kind: Kind = FREE, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for unit in kind.units:
            self.fields[OUTCOME + unit.id] = AmountField(
                label=_("%(what)s（%(unit)s）") % {"what": unit.words, "unit": unit.unit}
            )
        self.order_fields(["result", *(OUTCOME + unit.id for unit in kind.units), "photos", "attachments"])

    def outcomes(self) -> dict[str, int]:
        """The figures given, in hundredths by unit."""
        given = {unit.id: self.cleaned_data[OUTCOME + unit.id] for unit in self.kind.units}
        return {unit: int(amount * 100) for unit, amount in given.items() if amount}


def known_work(claim: Claim) -> dict[str, Any]:
    """What a form to hand work in begins with: what was handed in before."""
    figures = {OUTCOME + each.unit: each.amount for each in claim.outcomes.all()}
    return {"result": claim.result, **figures}


class NoteForm(forms.Form):
    """A word about a claim; of a shared quantity also how much was handed over meanwhile."""

    AT_FIELD = {"too_much_delivered": "delivered"}

    words = forms.CharField(
        label=_("说一句"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    delivered = forms.IntegerField(
        label=_("又交了多少"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )

    def __init__(self, *args: Any, unit: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if unit:
            self.fields["delivered"].label = _("又交了多少（%(unit)s）") % {"unit": unit}
        else:
            del self.fields["delivered"]

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        if not (given.get("words") or given.get("delivered") or "still" in self.data or self.errors):
            self.add_error("words", _("写一句话再发送。"))
        return given


class PartnerForm(forms.Form):
    AT_FIELD: ClassVar = {
        "no_such_partner": "name", "already_partner": "name", "not_in_audience": "name",
        "has_own_claim": "name", "too_many_partners": "name",
    }  # fmt: skip

    name = forms.CharField(
        label=_("和谁一起做"), max_length=60, help_text=_("写本支部同志的全名。他会收到消息，可以退出。")
    )


class SendBackForm(forms.Form):
    missing = forms.CharField(
        label=_("还差什么"),
        max_length=200,
        error_messages={"required": _("请写明还差什么，本人会看到。")},
    )

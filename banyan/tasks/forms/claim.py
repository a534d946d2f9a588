"""Work handed in, with a word and perhaps pictures, and what is still missing."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from banyan.shared.photos import NotAPhoto, Photo, clean_photo
from banyan.tasks.rules import NOT_A_PHOTO, PHOTO_MAX_MB, why_not_photos


class PhotosInput(forms.ClearableFileInput):
    """Several pictures at once; the page shrinks them on the telephone before they travel."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Pictures, read and written anew one after the other; the first that is none says so."""

    widget = PhotosInput

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


class SubmitForm(forms.Form):
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
        widget=PhotosInput(attrs={"accept": "image/jpeg,image/png,image/webp", "multiple": True}),
    )


class SendBackForm(forms.Form):
    missing = forms.CharField(
        label=_("还差什么"),
        max_length=200,
        error_messages={"required": _("请写明还差什么，本人会看到。")},
    )

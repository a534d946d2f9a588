"""A photograph of the stamped paper, read by its content and written anew."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from banyan.shared.photos import NotAPhoto, Photo, clean_photo
from banyan.tasks.rules import NOT_A_PHOTO, PHOTO_MAX_MB

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class ReceiptPhotoForm(forms.Form):
    """One picture; no bigger than a task's."""

    photo = forms.FileField(
        label=_("盖章回执的照片"),
        help_text=_("不是非传不可。会自动去掉拍摄地点等信息，加密保存，看一次记一次。"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def clean_photo(self) -> Photo:
        file: UploadedFile[Any] = self.cleaned_data["photo"]
        if (file.size or 0) > PHOTO_MAX_MB * 1024 * 1024:
            raise forms.ValidationError(str(NOT_A_PHOTO["too_large"]), code="too_large")
        try:
            return clean_photo(file.read())
        except NotAPhoto as error:
            raise forms.ValidationError(str(NOT_A_PHOTO[error.code]), code=error.code) from error

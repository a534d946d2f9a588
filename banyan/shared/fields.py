"""Model fields of our own: sealed text, its blind index, and dates of known precision."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from banyan.shared.dates import is_partial_date
from banyan.shared.keys import Keyring
from banyan.shared.masking import MASKS

if TYPE_CHECKING:
    SealedBase = models.Field["str | Sealed", "Sealed"]
    IndexBase = models.CharField[str | None, str | None]
    DateBase = models.CharField[str, str]
else:
    SealedBase, IndexBase, DateBase = models.BinaryField, models.CharField, models.CharField


def keyring() -> Keyring:
    """The installation's keys."""
    ring: Keyring = settings.KEYRING
    return ring


class Sealed:
    """A sensitive value of one row. Shown it is masked; only `open()` says it, and who opens asks first."""

    __slots__ = ("_blob", "_field", "_plain", "_row")

    def __init__(self, field: "SealedField", row: models.Model, value: "bytes | str") -> None:
        self._field, self._row = field, row
        self._plain = value if isinstance(value, str) else None
        self._blob = value if isinstance(value, bytes) else None

    def __bool__(self) -> bool:
        return bool(self._plain or self._blob)

    def __str__(self) -> str:
        return self.masked

    def __repr__(self) -> str:
        return "Sealed(***)"

    @property
    def masked(self) -> str:
        """The value as the masking table shows it to whoever may not see it whole (trust.md 4.4)."""
        return MASKS[self._field.mask](self.open())

    def open(self) -> str:
        """The value itself. Callers stand behind a permission and write the audit row."""
        if self._plain is not None:
            return self._plain
        return keyring().decrypt(self._blob, self._bound_to) if self._blob else ""

    def blob(self) -> bytes:
        """What is stored: nothing for an empty value, else ciphertext bound to this row and column."""
        if self._blob is None:
            plain = self._plain
            self._blob = keyring().encrypt(self._field.purpose, plain, self._bound_to) if plain else b""
        return self._blob

    @property
    def _bound_to(self) -> str:
        return _bound_to(self._field, self._row.ref)  # type: ignore[attr-defined]


def _bound_to(field: "SealedField", ref: UUID) -> str:
    """What a sealed value is good for: this column of this row and no other."""
    return f"{field.model._meta.label_lower}|{field.attname}|{ref}"


class SealedAttribute:
    """Gives a row's sealed value bound to the row, whatever was assigned."""

    def __init__(self, field: "SealedField") -> None:
        self.field = field

    def __get__(self, row: models.Model | None, owner: type | None = None) -> Any:
        if row is None:
            return self
        if self.field.attname not in row.__dict__:
            if row._state.adding:
                self.__set__(row, b"")
            else:
                row.refresh_from_db(fields=[self.field.attname])
        return row.__dict__[self.field.attname]

    def __set__(self, row: models.Model, value: "Sealed | bytes | memoryview | str | None") -> None:
        if isinstance(value, Sealed):
            value = value.open()
        elif not isinstance(value, str):
            value = bytes(value or b"")
        row.__dict__[self.field.attname] = Sealed(self.field, row, value)


class SealedField(SealedBase):
    """Text encrypted under the key of its purpose and bound to `model|field|row.ref` (trust.md 4.2)."""

    def __init__(self, *args: Any, purpose: str, mask: str = "text", **kwargs: Any) -> None:
        self.purpose, self.mask = purpose, mask
        kwargs.setdefault("default", b"")
        kwargs.setdefault("blank", True)
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "purpose": self.purpose, "mask": self.mask}

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, SealedAttribute(self))

    def masked(self, ref: UUID, blob: bytes) -> str:
        """A stored value of the row of this ref as its mask shows it, for who reads rows without making models."""
        bound_to = _bound_to(self, ref)
        return MASKS[self.mask](keyring().decrypt(bytes(blob), bound_to) if blob else "")

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes:
        sealed: Sealed = getattr(model_instance, self.attname)
        return sealed.blob()

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, str):
            raise TypeError("A sealed value is bound to its row: assign it to the row, then save.")
        return value.blob() if isinstance(value, Sealed) else value


class BlindIndexField(IndexBase):
    """Finds a sealed value by equality alone: the keyed digest of the field named by `of` (trust.md 4.3).

    With `unless`, or `only_if`, naming a boolean of the row: no digest while it is true, or while it is not.
    """

    def __init__(
        self, *args: Any, of: str, purpose: str, unless: str = "", only_if: str = "", **kwargs: Any
    ) -> None:
        self.of, self.purpose, self.unless, self.only_if = of, purpose, unless, only_if
        kwargs.update(max_length=32, null=True, editable=False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        given = {"unless": self.unless, "only_if": self.only_if}
        told = {key: value for key, value in given.items() if value}
        return name, path, args, {**kwargs, **told, "of": self.of, "purpose": self.purpose}

    def speaks_for(self, row: models.Model) -> bool:
        """Does the row's value have a digest here?"""
        is_silent = bool(self.unless) and getattr(row, self.unless)
        return (
            bool(getattr(row, self.of)) and not is_silent and (not self.only_if or getattr(row, self.only_if))
        )

    def pre_save(self, model_instance: models.Model, add: bool) -> str | None:
        sealed: Sealed = getattr(model_instance, self.of)
        value = keyring().index(self.purpose, sealed.open()) if self.speaks_for(model_instance) else None
        setattr(model_instance, self.attname, value)
        return value


def validate_partial_date(value: str) -> None:
    if value and not is_partial_date(value):
        raise ValidationError(_("日期请写成 2012、2012-04 或 2012-04-01。"), code="partial_date")


class PartialDateField(DateBase):
    """An ISO date of known precision: 2012, 2012-04 or 2012-04-01; empty when unknown. Sorts as text (A-10)."""

    default_validators = [validate_partial_date]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(max_length=10)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

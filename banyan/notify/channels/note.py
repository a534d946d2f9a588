"""What is told, and what every channel must offer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from banyan.accounts.models import Account
from banyan.notify.models import Message, Outgoing
from banyan.notify.rules import without_numbers
from banyan.orgs.models import Organisation
from banyan.people.models import Person

WORDS_CHARACTERS = 500


@dataclass(frozen=True)
class Recipient:
    """Whoever is to hear: an account that can sign in, a person, or both."""

    account: Account | None = None
    person: Person | None = None


@dataclass(frozen=True)
class Note:
    """One thing to tell, before it has a recipient."""

    kind: str
    words: str | Promise
    link: str
    org: Organisation | None
    key: str
    is_asking: bool
    at: datetime

    def words_for(self, account: Account | None) -> str:
        """In the recipient's language, without anybody's numbers."""
        language = (account.language if account else "") or settings.LANGUAGE_CODE
        with translation.override(language):
            return without_numbers(str(self.words))[:WORDS_CHARACTERS]


@dataclass(frozen=True)
class Channel:
    """A way to reach somebody: does it, and the row it leaves (not stored yet)."""

    name: str
    reaches: Callable[[Recipient], bool]
    row: Callable[[Note, Recipient], Message | Outgoing]

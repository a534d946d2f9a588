"""What the base template knows of the page: who looks, how large, how dark, which menu."""

from functools import cached_property

from django.http import HttpRequest

from banyan.audit.words import label_words
from banyan.notify.queries import unread_count
from banyan.orgs.viewers import Viewer
from banyan.web.menu import ACCOUNT, DESK_BAR, MEMBER_BAR, MESSAGES, OWN, Entry, Group, entries_for, menu_for
from banyan.web.preferences import Preferences
from banyan.web.problems import page_before

MEMBER = "member"


class Page:
    """Asked lazily, so that a fragment pays for nothing it does not draw."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.preferences = Preferences.of(request)

    @property
    def here(self) -> str:
        """Where a switch of language or size comes back to: after a form that was not taken, the page it stood on."""
        if self.request.method == "POST":
            return page_before(self.request) or self.request.path
        return self.request.get_full_path()

    @property
    def size(self) -> str:
        """The device's choice; where it made none, the account's."""
        account = self.viewer.account
        return self.preferences.size or ("large" if account and account.is_large else "")

    @property
    def theme(self) -> str:
        return self.preferences.theme

    @cached_property
    def viewer(self) -> Viewer:
        return getattr(self.request, "viewer", None) or Viewer()

    @cached_property
    def is_signed_in(self) -> bool:
        return self.viewer.is_known

    @cached_property
    def is_desk(self) -> bool:
        """Does the viewer hold an office beyond being a member?"""
        return bool(self.viewer.office_names - {MEMBER})

    @property
    def kind(self) -> str:
        if not self.is_signed_in:
            return "public"
        return "desk" if self.is_desk else "member"

    @cached_property
    def name(self) -> str:
        return label_words(self.viewer.audit_label)

    @cached_property
    def place(self) -> str:
        """The organisation the viewer acts for."""
        return str(self.viewer.main.org) if self.viewer.main else ""

    @cached_property
    def draft_key(self) -> str:
        """Whose drafts these are on a shared phone; nobody's are kept."""
        return str(self.viewer.audit_ref or "")

    @cached_property
    def bar(self) -> list[Entry]:
        if not self.is_signed_in:
            return []
        entries = DESK_BAR if self.is_desk else MEMBER_BAR
        return entries_for(self.viewer, entries, path=self.request.path, counts=self.counts)

    @cached_property
    def own_entries(self) -> list[Entry]:
        """A member's own things, on 我的."""
        return entries_for(self.viewer, OWN, path=self.request.path)

    @cached_property
    def account_entries(self) -> list[Entry]:
        return entries_for(self.viewer, ACCOUNT, path=self.request.path)

    @cached_property
    def menu(self) -> list[Group]:
        return menu_for(self.viewer, path=self.request.path, counts=self.counts)

    @cached_property
    def counts(self) -> dict[str, int]:
        """What waits behind an entry of the menu, by route."""
        return {MESSAGES.route: unread_count(self.viewer)}


def page(request: HttpRequest) -> dict[str, Page]:
    """Context processor: `page` in every template."""
    return {"page": Page(request)}

"""Signing in by account name or login phone, at the same cost whether the account exists or not (R-B4); sessions."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from banyan.accounts.models import Account
from banyan.accounts.queries import account_called, account_with_key, session_that_holds
from banyan.shared.clock import now


class NameOrPhoneBackend(BaseBackend):
    """One password is hashed for every try: for nobody's account, for a closed one, and for a real one."""

    def authenticate(
        self, request: HttpRequest | None, name: str = "", password: str = "", **kwargs: Any
    ) -> Account | None:
        account = account_called(name)
        if account is None:
            make_password(password)
            return None
        return account if account.check_password(password) and account.is_active else None

    def get_user(self, user_id: int) -> Account | None:
        return account_with_key(user_id)


class SessionStore(db.SessionStore):
    """Django's sessions in the database (settings.SESSION_ENGINE), found by a prepared question."""

    def _get_session_from_db(self) -> Session | None:
        found = session_that_holds(self.session_key, now()) if self.session_key else []
        if not found:
            self._session_key = None
            return None
        return found[0]

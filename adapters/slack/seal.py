"""Tokens at rest: sealed under the operator's key, so that a copy of the database opens no workspace."""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.ports import CannotStart


class NotOurs(Exception):
    """None of the keys opens this."""


class Seal:
    """Seals with the first key, and opens with any of them: a new key is put before the old one."""

    def __init__(self, keys: str) -> None:
        """
        Args:
            keys: one key, or several with commas between them.

        Raises:
            CannotStart: one of them is no key.
        """
        try:
            known = [Fernet(key.strip()) for key in keys.split(",")]
        except ValueError:
            raise CannotStart(
                "CIVIQUIZ_SECRET_KEY holds no key that can be used. Make one with: civiquiz new-key"
            ) from None
        self._newest = known[0]
        self._any = MultiFernet(known)

    def close(self, token: str) -> str:
        """Seal a token."""
        return self._newest.encrypt(token.encode()).decode()

    def open(self, sealed: str) -> str:
        """The token under a seal.

        Raises:
            NotOurs: no key opens it.
        """
        try:
            return self._any.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise NotOurs from None

    def anew(self, sealed: str) -> str | None:
        """The same token under the newest key; None if it is so already.

        Raises:
            NotOurs: no key opens it.
        """
        try:
            self._newest.decrypt(sealed.encode())
        except InvalidToken:
            return self.close(self.open(sealed))
        return None


def new_key() -> str:
    """A key that nobody else has."""
    return Fernet.generate_key().decode()

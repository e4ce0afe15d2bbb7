"""The operating system's keyring, in memory."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import NoKeyringError, PasswordDeleteError


class InMemory(KeyringBackend):
    """A keyring that keeps what it is given; ``written`` counts how often."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring leaves it untyped
        self.kept: dict[tuple[str, str], str] = {}
        self.written = 0

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password
        self.written += 1

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError(username)


class Missing(InMemory):
    """A PC without a keyring."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NoKeyringError(username)


@contextlib.contextmanager
def keyring_is(backend: KeyringBackend) -> Iterator[None]:
    """Inside, this is the keyring of the operating system."""
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    try:
        yield
    finally:
        keyring.set_keyring(before)

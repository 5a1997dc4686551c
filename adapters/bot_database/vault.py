"""Keys made from SECRET_KEY: what seals an undo, what digests are made with, what stays of addresses."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


def derive(secret: str, purpose: str) -> bytes:
    """A 32-byte key for one purpose (HKDF-SHA256), so that no two uses share a key."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose.encode()).derive(secret.encode())


class Vault:
    """Seals small secrets that rest in the bot database (Fernet: AES-128-CBC with HMAC-SHA256).

    `subject_key` is the key of the hashes that stay of addresses.
    """

    def __init__(self, secret: str) -> None:
        self.subject_key = derive(secret, "subject")
        self._fernet = Fernet(base64.urlsafe_b64encode(derive(secret, "undo")))

    def seal(self, text: str) -> bytes:
        return self._fernet.encrypt(text.encode())

    def open(self, sealed: bytes) -> str:
        """The sealed text. Raises ValueError when it was sealed with another key or was changed."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise ValueError("this was sealed with another SECRET_KEY, or was changed") from None

"""The keys that sign what Teams sends us: fetched ahead, off the request path, kept when the key server fails.

The SDK's own store blocks the event loop and answers HTTP 500 after a key rotation; this one stands in for it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWK, PyJWTError

REFRESH_EVERY = 3600.0  # seconds
UNKNOWN_KEY_PAUSE = 300.0  # seconds between two look-ups for a key id that we do not know
RETRY_AFTER_FAILURE = 10.0  # seconds
# Both documents together, so that a message whose key must be looked up is answered before Teams gives up on it (15 s,
# teams-facts §3), also behind a fetch that is under way.
FETCH_SECONDS = 5.0
LARGEST = 1_000_000  # bytes of one document

log = structlog.get_logger()


@dataclass(frozen=True)
class SigningKey:
    """A public key and the channels that it may speak for; the field names are what the SDK reads."""

    public_key: RSAPublicKey
    endorsements: tuple[str, ...]


class UnknownKey(Exception):
    """No key of this id is known, also after asking the key server as often as we may."""


class NoKeysYet(UnknownKey):
    """The key server has never answered, so nothing can be said of any key."""


class KeysWrong(Exception):
    """What the key server answered cannot be used."""


class SigningKeys:
    """The Bot Framework's signing keys by key id."""

    def __init__(
        self, client: httpx.AsyncClient, metadata_url: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._client = client
        self._metadata_url = metadata_url
        self._clock = clock
        self._keys: Mapping[str, SigningKey] = {}
        self._asked_for_unknown = float("-inf")
        self._flight = asyncio.Lock()

    @property
    def ready(self) -> bool:
        return bool(self._keys)

    async def get(self, key_id: str | None) -> SigningKey:
        """The key of this id; an unknown one makes us look once, at most every five minutes. Raises UnknownKey."""
        if not key_id:
            raise UnknownKey
        key = self._keys.get(key_id)
        if key is None:
            await self._look_for_unknown(key_id)
            key = self._keys.get(key_id)
        if key is None:
            raise UnknownKey if self._keys else NoKeysYet
        return key

    async def keep_fresh(self) -> None:
        """Fetch the keys now and every hour, for as long as the bot runs."""
        while True:
            pause = REFRESH_EVERY if await self.refresh() else RETRY_AFTER_FAILURE
            await asyncio.sleep(pause)

    async def refresh(self) -> bool:
        """Fetch all keys, one fetch at a time; on any fault the old ones stay. Returns whether it worked."""
        async with self._flight:
            return await self._refresh()

    async def _refresh(self) -> bool:
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                self._keys = await self._fetch()
        except Exception as error:  # noqa: BLE001 - whatever a key server does, the keys that we have stay good
            log.warning("signing_keys_not_refreshed", why=type(error).__name__, known=len(self._keys))
            return False
        return True

    async def _look_for_unknown(self, key_id: str) -> None:
        async with self._flight:
            if key_id in self._keys or self._clock() - self._asked_for_unknown < UNKNOWN_KEY_PAUSE:
                return
            self._asked_for_unknown = self._clock()
            if not await self._refresh():
                # An outage of the key server must not shut a new key out for the whole pause.
                self._asked_for_unknown = self._clock() - UNKNOWN_KEY_PAUSE + RETRY_AFTER_FAILURE

    async def _fetch(self) -> Mapping[str, SigningKey]:
        metadata = await self._document(self._metadata_url)
        address = metadata.get("jwks_uri")
        if not isinstance(address, str) or urlsplit(address).scheme != urlsplit(self._metadata_url).scheme:
            raise KeysWrong("no usable jwks_uri")
        found = (await self._document(address)).get("keys")
        keys = {}
        for each in found if isinstance(found, list) else []:
            key = _signing_key(each)
            if key is not None:
                keys[each["kid"]] = key
        if not keys:
            raise KeysWrong("no usable keys")
        return keys

    async def _document(self, url: str) -> dict[str, Any]:
        async with self._client.stream("GET", url) as response:
            if response.status_code != httpx.codes.OK:
                raise KeysWrong(f"status {response.status_code}")
            body = bytearray()
            async for piece in response.aiter_bytes():
                body += piece
                if len(body) > LARGEST:
                    raise KeysWrong("too large")
        try:
            document = httpx.Response(200, content=bytes(body)).json()
        except ValueError:
            raise KeysWrong("not JSON") from None
        if not isinstance(document, dict):
            raise KeysWrong("not a JSON object")
        return document


def _signing_key(entry: Any) -> SigningKey | None:
    """One entry of the key set; None when it is not an RSA key of a named id."""
    if not isinstance(entry, dict) or not isinstance(entry.get("kid"), str):
        return None
    try:
        key = PyJWK(entry, algorithm="RS256").key
    except (PyJWTError, ValueError, TypeError):
        return None
    endorsements = entry.get("endorsements")
    named = endorsements if isinstance(endorsements, list) else []
    return SigningKey(key, tuple(str(each) for each in named)) if isinstance(key, RSAPublicKey) else None

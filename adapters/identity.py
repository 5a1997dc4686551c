"""Our own identity: access tokens for Teams and Graph, each kept until shortly before it ends."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import httpx
import structlog

from adapters.web import json_object
from handlers.errors import Unavailable

TEAMS_SCOPE = "https://api.botframework.com/.default"
GRAPH_SCOPE = "https://graph.microsoft.com/.default"
LAST_MOMENT = 30.0  # seconds before its end at which a token is not given out any more
RETRY_PAUSE = 10.0  # seconds
RENEW_BEFORE = 300.0  # seconds before its end at which a token is replaced


log = structlog.get_logger()


@dataclass(frozen=True)
class Token:
    """An access token and the monotonic second at which it ends."""

    text: str
    ends: float


class LoginRefused(Unavailable):
    """The login service said no; `codes` are Entra's numbers for why (AADSTS…)."""

    def __init__(self, why: str, codes: tuple[int, ...]) -> None:
        super().__init__(why)
        self.codes = codes


class TokenSource(Protocol):
    """Somewhere that gives tokens; raises Unavailable."""

    async def fetch(self, scope: str) -> Token: ...

    async def close(self) -> None: ...


class Identity:
    """Tokens by scope: one fetch at a time, renewed ahead in the background while the old one is still good."""

    def __init__(self, source: TokenSource, clock: Callable[[], float] = time.monotonic) -> None:
        self._source = source
        self._clock = clock
        self._tokens: dict[str, Token] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self._renewals: dict[str, asyncio.Task[None]] = {}

    async def token(self, scope: str) -> str:
        """A token that is still good. Raises Unavailable when there is none and none can be had."""
        kept = self._tokens.get(scope)
        left = kept.ends - self._clock() if kept else 0.0
        if kept is None or left <= LAST_MOMENT:
            return (await self._renewed(scope)).text
        if left <= RENEW_BEFORE and scope not in self._renewals:
            self._renewals[scope] = asyncio.create_task(self._renew_ahead(scope))
        return kept.text

    async def _renewed(self, scope: str) -> Token:
        async with self._locks.setdefault(scope, asyncio.Lock()):
            kept = self._tokens.get(scope)
            if kept is None or kept.ends - self._clock() <= RENEW_BEFORE:
                self._tokens[scope] = kept = await self._source.fetch(scope)
            return kept

    async def _renew_ahead(self, scope: str) -> None:
        """Renew while the kept token is still good, so that nobody has to wait for the login service."""
        try:
            await self._renewed(scope)
        except Unavailable as error:
            log.warning("token_not_renewed", why=str(error))
            await asyncio.sleep(RETRY_PAUSE)
        finally:
            self._renewals.pop(scope, None)

    def forget(self, scope: str) -> None:
        """Drop a token that its service refused."""
        self._tokens.pop(scope, None)

    async def close(self) -> None:
        for task in self._renewals.values():
            task.cancel()
        await asyncio.gather(*self._renewals.values(), return_exceptions=True)
        await self._source.close()


class ClientSecret:
    """The client-credentials flow of a single-tenant app: one request (azure-identity refuses http authorities)."""

    def __init__(self, client: httpx.AsyncClient, login_url: str, tenant: str, app_id: str, secret: str) -> None:
        self._client = client
        self._url = f"{login_url.rstrip('/')}/{tenant}/oauth2/v2.0/token"
        self._form = {"grant_type": "client_credentials", "client_id": app_id, "client_secret": secret}

    async def fetch(self, scope: str) -> Token:
        started = time.monotonic()
        try:
            response = await self._client.post(self._url, data={**self._form, "scope": scope})
        except httpx.HTTPError as error:
            raise Unavailable(f"the login service gave no answer ({type(error).__name__})") from error
        body = json_object(response)
        text, seconds = body.get("access_token"), body.get("expires_in")
        if response.status_code != httpx.codes.OK or not isinstance(text, str) or not isinstance(seconds, int):
            why = body.get("error") if isinstance(body.get("error"), str) else "no token in its answer"
            codes = body.get("error_codes")
            numbers = tuple(each for each in codes if isinstance(each, int)) if isinstance(codes, list) else ()
            raise LoginRefused(f"the login service refused us: {response.status_code} {why}", numbers)
        return Token(text, started + seconds)

    async def close(self) -> None:
        """Nothing of ours to close: the client belongs to the wiring."""


class AzureIdentity:
    """A user-assigned managed identity: workload identity on Kubernetes, the machine's own elsewhere."""

    def __init__(self, app_id: str) -> None:
        # 15 MB and 0.2 s that only those who use it pay.
        from azure.core.exceptions import AzureError  # noqa: PLC0415
        from azure.identity.aio import ManagedIdentityCredential, WorkloadIdentityCredential  # noqa: PLC0415

        on_kubernetes = "AZURE_FEDERATED_TOKEN_FILE" in os.environ
        self._credential = (WorkloadIdentityCredential if on_kubernetes else ManagedIdentityCredential)(
            client_id=app_id
        )
        self._fault = AzureError

    async def fetch(self, scope: str) -> Token:
        try:
            given = await self._credential.get_token(scope)
        except (self._fault, OSError, ValueError) as error:
            raise Unavailable(f"the managed identity gave no token ({type(error).__name__})") from error
        return Token(given.token, time.monotonic() + given.expires_on - time.time())

    async def close(self) -> None:
        await self._credential.close()

"""What Teams sends: token, body and place checked, then one turn, then the exact reply. Never a 500.

The only module that imports the Bot Framework SDK (archived, 4.17.1). The SDK checks the token and runs the turn; what
it gets wrong is repaired here: its blocking key store is replaced, its checks are completed (issuer first, a key must
be endorsed, the token must end), its models never see the body, and invoke replies are written as they are.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import jwt
import structlog
from aiohttp import web
from botbuilder.core import CloudAdapterBase, InvokeResponse, TurnContext
from botbuilder.schema import Activity as SdkActivity
from botbuilder.schema import ActivityTypes
from botframework.connector import Channels
from botframework.connector.auth import (
    AuthenticateRequestResult,
    AuthenticationConstants,
    BotFrameworkAuthentication,
    ChannelValidation,
    ClaimsIdentity,
    ConnectorFactory,
    JwtTokenExtractor,
    SimpleCredentialProvider,
)
from pydantic import ValidationError
from structlog.contextvars import bind_contextvars, clear_contextvars

from bot.activities import Activity
from bot.metrics import ANSWERED, DELIVERIES, OTHER
from bot.signing_keys import NoKeysYet, SigningKeys

LARGEST_BODY = 256 * 1024  # bytes
MOST_OBJECTS = 5_000  # in one body; an activity of Teams has tens
BODY_SECONDS = 5.0
LONGEST_TOKEN = 16 * 1024  # characters
TYPES = {"message": "message", "invoke": "click"}
OK = 200

log = structlog.get_logger()


@dataclass(frozen=True)
class Reply:
    """What to answer: a status and a JSON object, or None for an empty one."""

    status: int = 200
    body: dict[str, Any] | None = None


OnActivity = Callable[[Activity], Awaitable[Reply]]


class NotLetIn(Exception):
    """The token does not show that Teams sent this."""


class BadBody(Exception):
    """The body is not an activity: `status` says in which way."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class Inbound:
    """The HTTP handler of POST /api/messages."""

    def __init__(
        self, app_id: str, metadata_url: str, keys: SigningKeys, serves: Callable[[str], bool], on_activity: OnActivity
    ) -> None:
        """`serves` tells whether we would ever send to a service url; who speaks for another one is not let in."""
        self._authentication = _Authentication(app_id, metadata_url, keys, serves)
        self._adapter = _Adapter(self._authentication)
        self._on_activity = on_activity

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one delivery; the token is checked before a byte of the body is read."""
        clear_contextvars()  # of the delivery before it on the same connection
        bind_contextvars(delivery=uuid4().hex[:12])
        outcome, response = await self._answered(request)
        DELIVERIES.labels(outcome=outcome).inc()
        return response

    async def _answered(self, request: web.Request) -> tuple[str, web.Response]:
        """What became of it, one of the metrics' OUTCOMES, and the response."""
        began = time.monotonic()
        try:
            let_in = await self._authentication.check(_bearer(request))
            activity = let_in.own(Activity.model_validate(await _body(request)))
            bind_contextvars(activity=activity.delivery)
            reply = await self._adapter.run(let_in, activity, self._on_activity)
        except NotLetIn as error:
            log.info("not_let_in", why=str(error))
            return "not_let_in", _json(401, {"error": "not authorised"})
        except BadBody as error:
            return "bad_body", _json(error.status, {"error": str(error)})
        except ValidationError as error:
            words = f"{error.error_count()} fields are not what an activity has"
            return "not_an_activity", _json(400, {"error": words})
        except Exception as error:  # noqa: BLE001 - never a 500, and never a traceback that may hold personal data
            log.error("delivery_failed", why=type(error).__name__)
            return "failed", _json(503, {"error": "out of order"})
        ANSWERED.labels(what=TYPES.get(activity.type, OTHER)).observe(time.monotonic() - began)
        return "answered" if reply.status == OK else "out_of_order", _json(reply.status, reply.body)


@dataclass(frozen=True)
class LetIn:
    """A token that is good: the SDK's own result, and the service that it speaks for."""

    result: AuthenticateRequestResult
    service_url: str

    def own(self, activity: Activity) -> Activity:
        """The activity, if it is of this service. Raises NotLetIn."""
        if activity.service_url != self.service_url:
            raise NotLetIn("the token is for another service url")
        return activity


class _Authentication(BotFrameworkAuthentication):  # type: ignore[misc]
    """Tokens from the Bot Connector for our app, nothing else; the SDK's checks and the ones it leaves out."""

    def __init__(self, app_id: str, metadata_url: str, keys: SigningKeys, serves: Callable[[str], bool]) -> None:
        self._serves = serves
        self._credentials = SimpleCredentialProvider(app_id, "")
        ChannelValidation.open_id_metadata_endpoint = metadata_url
        JwtTokenExtractor.metadataCache[metadata_url] = _Endorsed(keys)

    async def check(self, token: str) -> LetIn:
        """Raises NotLetIn whatever is wrong with the token; the reason goes to the log only.

        Raises NoKeysYet while nobody's token can be checked: Teams then delivers again.
        """
        _check_before_keys(token)
        try:
            identity = await ChannelValidation.authenticate_channel_token(
                f"Bearer {token}", self._credentials, Channels.ms_teams
            )
        except NoKeysYet:
            raise
        except Exception as error:  # noqa: BLE001 - the SDK raises bare Exception, PermissionError and PyJWT's own
            raise NotLetIn(type(error).__name__) from None
        service_url = identity.get_claim_value(ChannelValidation.SERVICE_URL_CLAIM)
        if not isinstance(service_url, str) or not service_url:
            raise NotLetIn("the token names no service url")
        if not self._serves(service_url):
            raise NotLetIn("the token is for a service url that SERVICE_URL_HOSTS does not allow")
        result = AuthenticateRequestResult()
        result.claims_identity = identity
        result.connector_factory = self.create_connector_factory(identity)
        return LetIn(result, service_url)

    async def authenticate_request(self, activity: SdkActivity, auth_header: str) -> AuthenticateRequestResult:
        raise NotLetIn("tokens are checked before the SDK sees an activity")

    async def authenticate_streaming_request(
        self, auth_header: str, channel_id_header: str
    ) -> AuthenticateRequestResult:
        raise NotLetIn("streaming is not offered")

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:
        return _NoConnector()

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:
        """None: this bot signs nobody in, and the SDK's client costs two network calls a turn."""


class _NoConnector(ConnectorFactory):  # type: ignore[misc]
    """A turn sends nothing itself (adapters/teams.py does, later), so there is no client to make."""

    async def create(self, service_url: str, audience: str) -> object:
        return _NOT_A_CONNECTOR


_NOT_A_CONNECTOR = object()  # the SDK insists on something that is true


class _Endorsed:
    """Our key store as the SDK asks for it: an entry without endorsements would pass its check, so it is refused."""

    def __init__(self, keys: SigningKeys) -> None:
        self._keys = keys

    async def get(self, key_id: str | None) -> object:
        key = await self._keys.get(key_id)
        if not key.endorsements:
            raise NotLetIn("the key speaks for no channel")
        return key


class _Adapter(CloudAdapterBase):  # type: ignore[misc]
    """The SDK's turn, with our typed activity instead of its own model of the body."""

    async def run(self, let_in: LetIn, activity: Activity, on_activity: OnActivity) -> Reply:
        skeleton = SdkActivity(
            type=activity.type, id=activity.id, channel_id=activity.channel_id, service_url=activity.service_url
        )
        replies: list[Reply] = []

        async def turn(context: TurnContext) -> None:
            reply = await on_activity(activity)
            replies.append(reply)
            if activity.type == ActivityTypes.invoke:
                answer = InvokeResponse(status=reply.status, body=reply.body)
                context.turn_state[self._INVOKE_RESPONSE_KEY] = SdkActivity(
                    type=ActivityTypes.invoke_response, value=answer
                )

        response = await self.process_activity(let_in.result, skeleton, turn)
        return Reply(response.status, response.body) if response else replies[0]


def _bearer(request: web.Request) -> str:
    given = request.headers.getall("Authorization", [])
    scheme, _, token = given[0].partition(" ") if len(given) == 1 else ("", "", "")
    if scheme != "Bearer" or not token or " " in token or len(token) > LONGEST_TOKEN:
        raise NotLetIn("no bearer token")
    return token


def _check_before_keys(token: str) -> None:
    """Look at what the token claims before any key is fetched for it; the SDK checks none of this first."""
    try:
        unverified = jwt.decode_complete(token, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError, RecursionError):
        raise NotLetIn("malformed token") from None
    header, claims = unverified["header"], unverified["payload"]
    if header.get("alg") != "RS256":
        raise NotLetIn("wrong algorithm")
    if claims.get("iss") != AuthenticationConstants.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER:
        raise NotLetIn("wrong issuer")
    if not isinstance(claims.get("exp"), int | float):
        raise NotLetIn("the token never ends")


async def _body(request: web.Request) -> dict[str, Any]:
    if request.content_type != "application/json":
        raise BadBody(415, "the body must be application/json")
    if (request.content_length or 0) > LARGEST_BODY:
        raise BadBody(413, "the body is too large")
    if "Content-Encoding" in request.headers:
        raise BadBody(415, "the body must not be compressed")
    raw = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for piece in request.content.iter_any():
                raw += piece
                if len(raw) > LARGEST_BODY:
                    raise BadBody(413, "the body is too large")
    except TimeoutError:
        raise BadBody(408, "the body did not arrive in time") from None
    try:
        body = json.loads(raw.decode("utf-8"), object_pairs_hook=_Objects().make, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BadBody(400, "the body is not JSON") from None
    if not isinstance(body, dict):
        raise BadBody(400, "the body is not a JSON object")
    return body


class _Objects:
    """Makes the objects of one body, and gives up on what no activity is before it costs much.

    Of two fields with one name, two readers may believe different ones.
    """

    def __init__(self) -> None:
        self.made = 0

    def make(self, fields: list[tuple[str, Any]]) -> dict[str, Any]:
        self.made += 1
        if self.made > MOST_OBJECTS:
            raise BadBody(400, "the body has too many parts")
        named = dict(fields)
        if len(named) != len(fields):
            raise BadBody(400, "the body names a field twice")
        return named


def _no_number(name: str) -> float:
    raise BadBody(400, "the body holds a number that JSON does not have")


def _json(status: int, body: dict[str, Any] | None) -> web.Response:
    return web.json_response({} if body is None else body, status=status)

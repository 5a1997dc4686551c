"""The login service: Entra's token endpoint and the Bot Framework's key server, with real RSA keys and signatures."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from aiohttp import web
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from practice.altering import altered

BOT_FRAMEWORK: Final = "https://api.botframework.com"
GRAPH: Final = "https://graph.microsoft.com"
ROTATING_KEYS: Final = 4
STRANGER, ENTRA = ROTATING_KEYS, ROTATING_KEYS + 1


@dataclass(frozen=True)
class SigningKey:
    """One RSA key as the key server shows it."""

    kid: str
    private: rsa.RSAPrivateKey
    endorsements: tuple[str, ...] = ("msteams",)

    def jwk(self) -> dict[str, Any]:
        """Give the JWKS entry; without endorsements the key may sign for no channel (teams-facts §6.1)."""
        numbers = self.private.public_key().public_numbers()
        n, e = (_b64(value.to_bytes((value.bit_length() + 7) // 8, "big")) for value in (numbers.n, numbers.e))
        entry = {"kty": "RSA", "use": "sig", "kid": self.kid, "x5t": self.kid, "n": n, "e": e}
        return {**entry, "endorsements": list(self.endorsements)} if self.endorsements else entry

    def public_pem(self) -> bytes:
        """Give the public key as a file; attackers sign with it as if it were a shared secret."""
        return self.private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )


class Login:
    """Issues the bot's own tokens and signs what the Bot Connector sends to the bot."""

    def __init__(
        self, *, tenant: str, app_id: str, password: str, base_url: str = "", clock: Callable[[], float] = time.time
    ) -> None:
        self.tenant, self.app_id, self.password, self.base_url = tenant, app_id, password, base_url
        self.lifetime = 3599
        """Seconds for which the next tokens of the token endpoint are good."""
        self.secret_ended = False
        """Set to refuse the right password as one whose last day is over."""
        self._clock = clock
        self._rotations = 0
        self._issued: dict[str, tuple[str, float]] = {}
        self.keys: list[SigningKey] = []
        """What the key server publishes, the signing key first."""
        self.rotate()

    def routes(self) -> list[web.RouteDef]:
        """Give the routes, under /login and /openid."""
        return [
            web.get("/openid/v1/.well-known/openidconfiguration", self._metadata),
            web.get("/openid/v1/.well-known/keys", self._published_keys),
            web.post("/login/{tenant}/oauth2/v2.0/token", self._token),
        ]

    # --- the Bot Framework's side -------------------------------------------------------------------------------------

    @property
    def signing_key(self) -> SigningKey:
        """The key that signs activities now."""
        return self.keys[0]

    @property
    def stranger(self) -> SigningKey:
        """A key that was never published."""
        return SigningKey(_kid(STRANGER, 0), _rsa(STRANGER))

    def rotate(self, *, keep_old: bool = True, endorsements: tuple[str, ...] = ("msteams",)) -> SigningKey:
        """Sign with a new key from now on; the old ones stay published, or vanish."""
        number = self._rotations % ROTATING_KEYS
        new = SigningKey(_kid(number, self._rotations), _rsa(number), endorsements)
        self._rotations += 1
        self.keys = [new, *(self.keys if keep_old else [])]
        return new

    def sign_activity_token(
        self,
        service_url: str,
        audience: str | None = None,
        *,
        claims: Mapping[str, Any] | None = None,
        header: Mapping[str, Any] | None = None,
        key: SigningKey | bytes | None = None,
        algorithm: str = "RS256",
    ) -> str:
        """Make the bearer token of one inbound activity as the Bot Connector does (teams-facts §6.1).

        `audience` is the bot's app id unless told. For attacks: `claims` and `header` replace or DROP fields, `key` is
        another signing key, or bytes for HS256, and `algorithm` may be "none".
        """
        now, signer = int(self._clock()), key or self.signing_key
        usual = {"serviceurl": service_url, "nbf": now, "exp": now + 3600, "iss": BOT_FRAMEWORK}
        usual["aud"] = self.app_id if audience is None else audience
        kid = signer.kid if isinstance(signer, SigningKey) else self.signing_key.kid
        top = {"alg": algorithm, "kid": kid, "x5t": kid, "typ": "JWT"}
        return _compact(altered(top, header or {}), altered(usual, claims or {}), signer, algorithm)

    async def _metadata(self, request: web.Request) -> web.Response:
        return web.json_response(
            {
                "issuer": BOT_FRAMEWORK,
                "authorization_endpoint": "https://invalid.botframework.com",
                "jwks_uri": f"{self.base_url}/openid/v1/.well-known/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            }
        )

    async def _published_keys(self, request: web.Request) -> web.Response:
        return web.json_response({"keys": [key.jwk() for key in self.keys]})

    # --- Entra's side -------------------------------------------------------------------------------------------------

    def accepts(self, authorization: str | None, audience: str) -> bool:
        """Tell whether this header holds a token that was issued here for this audience and is still good."""
        scheme, _, token = (authorization or "").partition(" ")
        issued_for, until = self._issued.get(token, ("", 0.0))
        return scheme == "Bearer" and issued_for == audience and self._clock() < until

    def revoke(self) -> None:
        """Make every token issued so far worthless; the bot must ask for a new one."""
        self._issued.clear()

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        audience = str(form.get("scope", "")).removesuffix("/.default")
        if request.match_info["tenant"] != self.tenant:
            return _refused(
                400, "invalid_request", 90002, "Tenant not found. Check to make sure you have the correct ID."
            )
        if form.get("grant_type") != "client_credentials":
            return _refused(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.")
        if form.get("client_id") != self.app_id:
            return _refused(400, "unauthorized_client", 700016, "Application was not found in the directory.")
        if form.get("client_secret") != self.password:
            return _refused(401, "invalid_client", 7000215, "Invalid client secret provided.")
        if self.secret_ended:
            return _refused(401, "invalid_client", 7000222, "The provided client secret keys are expired.")
        if form.get("scope") not in (f"{BOT_FRAMEWORK}/.default", f"{GRAPH}/.default"):
            return _refused(
                400, "invalid_scope", 70011, "The provided value for the input parameter 'scope' is not valid."
            )
        return web.json_response(
            {
                "token_type": "Bearer",
                "expires_in": self.lifetime,
                "ext_expires_in": self.lifetime,
                "access_token": self.issue(audience),
            }
        )

    def issue(self, audience: str) -> str:
        """Give the bot's token for an audience without asking over HTTP."""
        now = int(self._clock())
        claims = {"aud": audience, "iss": f"https://sts.windows.net/{self.tenant}/", "iat": now, "nbf": now}
        claims |= {"exp": now + self.lifetime, "appid": self.app_id, "appidacr": "1", "idtyp": "app"}
        claims |= {"tid": self.tenant, "uti": uuid.uuid4().hex, "ver": "1.0"}
        kid = _kid(ENTRA, 0)
        token = _compact({"typ": "JWT", "alg": "RS256", "x5t": kid, "kid": kid}, claims, _rsa(ENTRA), "RS256")
        self._issued[token] = (audience, float(now + self.lifetime))
        return token


def _refused(status: int, error: str, number: int, words: str) -> web.Response:
    """Refuse as Entra does: an OAuth error with the AADSTS number in its description."""
    answer = {"error": error, "error_description": f"AADSTS{number}: {words}", "error_codes": [number]}
    return web.json_response(answer, status=status)


def _compact(
    header: Mapping[str, Any], claims: Mapping[str, Any], key: SigningKey | rsa.RSAPrivateKey | bytes, algorithm: str
) -> str:
    """Build the token by hand: PyJWT refuses, rightly, to make most of the broken ones that attacks need."""
    signed = ".".join(_b64(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims))
    if algorithm == "none":
        return f"{signed}."
    if isinstance(key, bytes):
        return f"{signed}.{_b64(hmac.digest(key, signed.encode(), 'sha256'))}"
    private = key.private if isinstance(key, SigningKey) else key
    return f"{signed}.{_b64(private.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


@cache
def _rsa(number: int) -> rsa.RSAPrivateKey:
    """Make each key once in a process: it takes up to a tenth of a second, and tests start hundreds of worlds."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _kid(number: int, rotation: int) -> str:
    modulus = _rsa(number).public_key().public_numbers().n
    return _b64(hashlib.sha256(f"{modulus}/{rotation}".encode()).digest()[:20])


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

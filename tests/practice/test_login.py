"""The practice login service: real keys, real tokens, Entra's refusals."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import jwt
import pytest

from practice.altering import DROP
from practice.login import BOT_FRAMEWORK, GRAPH
from practice.outside import APP_ID, APP_PASSWORD, TENANT_ID, Outside

FORM = {
    "grant_type": "client_credentials",
    "client_id": APP_ID,
    "client_secret": APP_PASSWORD,
    "scope": f"{BOT_FRAMEWORK}/.default",
}


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    async with Outside() as world:
        yield world


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as client:
        yield client


async def ask(http: httpx.AsyncClient, outside: Outside, tenant: str = TENANT_ID, **form: str) -> httpx.Response:
    return await http.post(f"{outside.url}/login/{tenant}/oauth2/v2.0/token", data={**FORM, **form})


async def published(http: httpx.AsyncClient, outside: Outside) -> jwt.PyJWKSet:
    metadata = (await http.get(outside.settings()["OPENID_METADATA_URL"])).json()
    return jwt.PyJWKSet.from_dict((await http.get(metadata["jwks_uri"])).json())


async def test_metadata_names_the_issuer_and_its_own_keys(outside: Outside, http: httpx.AsyncClient) -> None:
    metadata = (await http.get(outside.settings()["OPENID_METADATA_URL"])).json()
    assert metadata["issuer"] == "https://api.botframework.com"
    assert metadata["id_token_signing_alg_values_supported"] == ["RS256"]
    assert metadata["jwks_uri"] == f"{outside.url}/openid/v1/.well-known/keys"
    (key,) = (await http.get(metadata["jwks_uri"])).json()["keys"]
    assert key["endorsements"] == ["msteams"]
    assert key["kid"] == key["x5t"] == outside.login.signing_key.kid


async def test_an_activity_token_verifies_against_the_published_keys(outside: Outside, http: httpx.AsyncClient) -> None:
    token = outside.login.sign_activity_token(outside.service_url)
    kid = jwt.get_unverified_header(token)["kid"]
    claims = jwt.decode(
        token, (await published(http, outside))[kid], algorithms=["RS256"], audience=APP_ID, issuer=BOT_FRAMEWORK
    )
    assert claims["serviceurl"] == outside.service_url
    assert claims["exp"] - claims["nbf"] == 3600


async def test_attacks_can_break_every_part(outside: Outside) -> None:
    sign = outside.login.sign_activity_token
    broken = sign("https://a/", "somebody", claims={"exp": DROP, "iss": "me"}, header={"kid": DROP})
    assert "exp" not in jwt.decode(broken, options={"verify_signature": False})
    assert jwt.decode(broken, options={"verify_signature": False})["iss"] == "me"
    assert "kid" not in jwt.get_unverified_header(broken)
    nothing = sign("https://a/", algorithm="none")
    assert nothing.endswith(".")
    assert jwt.get_unverified_header(nothing)["alg"] == "none"
    shared = sign("https://a/", algorithm="HS256", key=outside.login.signing_key.public_pem())
    assert jwt.get_unverified_header(shared)["alg"] == "HS256"


async def test_a_stranger_signs_with_a_key_nobody_publishes(outside: Outside, http: httpx.AsyncClient) -> None:
    token = outside.login.sign_activity_token("https://a/", key=outside.login.stranger)
    with pytest.raises(KeyError):
        (await published(http, outside))[jwt.get_unverified_header(token)["kid"]]
    posing = {"kid": outside.login.signing_key.kid}
    token = outside.login.sign_activity_token("https://a/", key=outside.login.stranger, header=posing)
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token, (await published(http, outside))[posing["kid"]], algorithms=["RS256"], audience=APP_ID)


async def test_rotation_keeps_the_old_key_or_drops_it(outside: Outside, http: httpx.AsyncClient) -> None:
    first = outside.login.signing_key
    second = outside.login.rotate()
    assert {key.key_id for key in (await published(http, outside)).keys} == {first.kid, second.kid}
    third = outside.login.rotate(keep_old=False, endorsements=())
    (only,) = (await http.get(f"{outside.url}/openid/v1/.well-known/keys")).json()["keys"]
    assert only["kid"] == third.kid
    assert "endorsements" not in only
    assert len({outside.login.rotate().kid for _ in range(10)} | {first.kid, second.kid, third.kid}) == 13


@pytest.mark.parametrize("audience", [BOT_FRAMEWORK, GRAPH])
async def test_the_bot_gets_a_token_for_each_audience(outside: Outside, http: httpx.AsyncClient, audience: str) -> None:
    answer = (await ask(http, outside, scope=f"{audience}/.default")).json()
    claims = jwt.decode(answer["access_token"], options={"verify_signature": False})
    assert (answer["token_type"], answer["expires_in"]) == ("Bearer", 3599)
    assert (claims["aud"], claims["appid"], claims["tid"]) == (audience, APP_ID, TENANT_ID)
    assert claims["exp"] - claims["iat"] == 3599
    header = f"Bearer {answer['access_token']}"
    assert outside.login.accepts(header, audience)
    assert not outside.login.accepts(header, "https://elsewhere.example")
    assert not outside.login.accepts(header.replace("Bearer", "Basic"), audience)
    outside.login.revoke()
    assert not outside.login.accepts(header, audience)


async def test_tokens_end(http: httpx.AsyncClient) -> None:
    now = 1_800_000_000.0
    async with Outside(clock=lambda: now) as outside:
        header = f"Bearer {(await ask(http, outside)).json()['access_token']}"
        assert outside.login.accepts(header, BOT_FRAMEWORK)
        now += 3600
        assert not outside.login.accepts(header, BOT_FRAMEWORK)


@pytest.mark.parametrize(
    ("wrong", "status", "error"),
    [
        ({"client_secret": "guess"}, 401, "invalid_client"),
        ({"client_id": "other"}, 400, "unauthorized_client"),
        ({"tenant": "other"}, 400, "invalid_request"),
        ({"scope": "https://vault.azure.net/.default"}, 400, "invalid_scope"),
        ({"scope": BOT_FRAMEWORK}, 400, "invalid_scope"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
async def test_entra_refuses_what_is_wrong(
    outside: Outside, http: httpx.AsyncClient, wrong: dict[str, str], status: int, error: str
) -> None:
    answer = await ask(http, outside, **wrong)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["error_description"].startswith("AADSTS")

"""The settings: every fault at once, by the name of its variable and never with its value."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import pytest

from bot.settings import AppType, Environment, Settings, SettingsWrong, read_settings

ID = "00000000-0000-4000-8000-00000000000{}"
GOOD = {
    "ENVIRONMENT": "test",
    "DATABASE_URL": "postgresql://bot:bot-password@bot.example/bot",
    "TV_DATABASE_URL": "postgres://tv:tv-password@tv.example/tv",
    "APP_ID": ID.format(1),
    "APP_TENANT_ID": ID.format(2),
    "APP_PASSWORD": "app-password",
    "TEAM_ID": ID.format(3),
    "CHANNEL_ID": "19:channel@thread.tacv2",
    "BA_GROUP_ID": ID.format(4),
    "DEVELOPER_GROUP_ID": ID.format(5),
    "PRODUCTION_ACCESS_GROUP_ID": ID.format(6),
    "SECRET_KEY": "a secret key that is long enough for this",
}
ENCRYPTED = {
    **GOOD,
    "ENVIRONMENT": "production",
    "DATABASE_URL": "postgresql://bot:bot-password@bot.example/bot?sslmode=verify-full",
}


def faults(environ: Mapping[str, str]) -> list[str]:
    with pytest.raises(SettingsWrong) as wrong:
        read_settings(environ)
    assert str(wrong.value) == "\n".join(wrong.value.faults)
    return wrong.value.faults


def named(environ: Mapping[str, str]) -> set[str]:
    return {fault.split(":")[0] for fault in faults(environ)}


def test_good_settings_are_read_and_the_rest_has_its_usual_value() -> None:
    settings = read_settings(GOOD)
    assert (settings.environment, settings.production, settings.port) == (Environment.TEST, False, 8080)
    assert settings.app_type is AppType.SINGLE_TENANT
    assert settings.service_url_hosts == {"smba.trafficmanager.net"}
    assert settings.graph_base_url == "https://graph.microsoft.com/v1.0"


def test_ids_are_taken_in_any_spelling_and_lists_are_split_at_commas() -> None:
    settings = read_settings(
        {**GOOD, "TEAM_ID": f" {{{ID.format('A')}}} ", "SERVICE_URL_HOSTS": " Smba.example , b.example,"}
    )
    assert settings.team_id == ID.format("a")
    assert settings.service_url_hosts == {"smba.example", "b.example"}


def test_everything_that_is_missing_is_named_at_once() -> None:
    assert faults({}) == [
        "APP_ID: is missing",
        "APP_PASSWORD: is needed with APP_TYPE SingleTenant",
        "APP_TENANT_ID: is missing",
        "BA_GROUP_ID: is missing",
        "CHANNEL_ID: is missing",
        "DATABASE_URL: is missing",
        "DEVELOPER_GROUP_ID: is missing",
        "ENVIRONMENT: is missing",
        "PRODUCTION_ACCESS_GROUP_ID: is missing",
        "SECRET_KEY: is missing",
        "TEAM_ID: is missing",
        "TV_DATABASE_URL: is missing",
    ]


WRONG = {
    "ENVIRONMENT": "staging-canary",
    "PORT": "canary",
    "DATABASE_URL": "mysql://canary@example",
    "TV_DATABASE_URL": "canary",
    "APP_ID": "canary",
    "APP_TENANT_ID": "canary",
    "APP_TYPE": "MultiTenant-canary",
    "APP_PASSWORD": "canary",
    "TEAM_ID": "canary",
    "CHANNEL_ID": "19:canary@thread.tacv2;messageid=1",
    "BA_GROUP_ID": "",
    "DEVELOPER_GROUP_ID": "canary",
    "PRODUCTION_ACCESS_GROUP_ID": " ",
    "SECRET_KEY": "canary",
    "AUDIT_ANCHOR": "ftp://canary",
    "PIM_URL": " ",
    "OPENID_METADATA_URL": "",
    "LOGIN_BASE_URL": "",
    "GRAPH_BASE_URL": "",
    "SERVICE_URL_HOSTS": " , ",
    "HOST": "",
    "GIAS_BASE_URL": " ",
    "GIAS_DATA_DIR": " ",
}


def test_everything_that_is_wrong_is_named_at_once_and_no_value_is_told() -> None:
    found = faults(WRONG)
    assert named(WRONG) == set(WRONG) - {"APP_PASSWORD"}
    assert "canary" not in "\n".join(found).lower()


@pytest.mark.parametrize("name", ["DATABASE_URL", "TV_DATABASE_URL"])
@pytest.mark.parametrize("environment", ["test", "production"])
@pytest.mark.parametrize(
    "url",
    [
        "postgresql://bot:canary\N{ACCOUNT OF}@db.example/bot",
        "postgresql://bot:canary@[db.example/bot",
        "postgresql://bot:canary@db.example:port/bot",
    ],
    ids=["a letter that unicode takes apart", "an open bracket", "a port that is no number"],
)
def test_an_address_that_cannot_be_read_is_a_fault_that_tells_nothing_of_it(
    name: str, environment: str, url: str
) -> None:
    found = faults({**ENCRYPTED, "ENVIRONMENT": environment, name: url})
    assert [fault.split(":")[0] for fault in found] == [name]
    assert "canary" not in "\n".join(found)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (ID.format("a"), ID.format("A")),
        (ID.format("a"), ID.format("a").replace("-", "")),
        (ID.format("a"), f" {ID.format('a')} "),
    ],
    ids=["capitals", "no hyphens", "blanks"],
)
def test_the_three_groups_are_different_however_they_are_spelt(first: str, second: str) -> None:
    own = "must be a group of its own: BAs, developers and production access are three"
    groups = ["BA_GROUP_ID", "DEVELOPER_GROUP_ID", "PRODUCTION_ACCESS_GROUP_ID"]
    for one, other in combinations(groups, 2):
        assert faults({**GOOD, one: first, other: second}) == [f"{other}: {own}"]


@pytest.mark.parametrize("name", ["BA_GROUP_ID", "DEVELOPER_GROUP_ID", "PRODUCTION_ACCESS_GROUP_ID"])
def test_with_an_empty_group_the_bot_does_not_start(name: str) -> None:
    assert named({**GOOD, name: ""}) == {name}


def test_an_id_of_zeros_only_is_a_placeholder_and_no_id() -> None:
    assert named({**GOOD, "APP_ID": "00000000-0000-0000-0000-000000000000"}) == {"APP_ID"}


@pytest.mark.parametrize(
    "same",
    [
        "postgresql://bot:bot-password@bot.example/bot",
        "postgres://another:canary@BOT.example:5432/bot?sslmode=require",
    ],
)
def test_the_two_databases_are_two(same: str) -> None:
    assert faults({**GOOD, "TV_DATABASE_URL": same}) == ["TV_DATABASE_URL: must be another database than DATABASE_URL"]


@pytest.mark.parametrize(
    "name", ["PIM_URL", "OPENID_METADATA_URL", "LOGIN_BASE_URL", "GRAPH_BASE_URL", "GIAS_BASE_URL"]
)
@pytest.mark.parametrize("address", ["https://", "https://[canary", "https://x.example:canary/", "canary"])
def test_an_address_that_nobody_can_call_is_a_fault(name: str, address: str) -> None:
    found = faults({**GOOD, name: address})
    assert [fault.split(":")[0] for fault in found] == [name]
    assert "canary" not in "\n".join(found)


@pytest.mark.parametrize("place", ["", " ", "a\0canary", "https://", "file:///canary", "https://[canary"])
def test_an_anchor_that_is_no_place_is_a_fault(place: str) -> None:
    found = faults({**GOOD, "AUDIT_ANCHOR": place})
    assert [fault.split(":")[0] for fault in found] == ["AUDIT_ANCHOR"]
    assert "canary" not in "\n".join(found)


def test_an_anchor_is_a_file_or_an_address_and_in_production_an_encrypted_one() -> None:
    assert read_settings(GOOD).audit_anchor is None
    for place in ("/var/anchor/lines", "lines", "https://anchor.example/lines?sig=canary"):
        settings = read_settings({**ENCRYPTED, "AUDIT_ANCHOR": place})
        assert settings.audit_anchor is not None and settings.audit_anchor.get_secret_value() == place
        assert place not in repr(settings)
    plain = {"AUDIT_ANCHOR": "http://anchor.example/canary"}
    assert read_settings({**GOOD, **plain}).audit_anchor
    assert faults({**ENCRYPTED, **plain}) == [
        "AUDIT_ANCHOR: must be an address that begins with https:// and names a host"
    ]


def test_a_managed_identity_needs_no_password() -> None:
    without = {name: value for name, value in GOOD.items() if name != "APP_PASSWORD"}
    assert named(without) == {"APP_PASSWORD"}
    assert named({**without, "APP_PASSWORD": "", "APP_TYPE": "SingleTenant"}) == {"APP_PASSWORD"}
    assert read_settings({**without, "APP_TYPE": "UserAssignedMSI"}).app_type is AppType.USER_ASSIGNED_MSI


def test_good_settings_are_good_in_production() -> None:
    assert read_settings(ENCRYPTED).production


@pytest.mark.parametrize(
    "name", ["PIM_URL", "OPENID_METADATA_URL", "LOGIN_BASE_URL", "GRAPH_BASE_URL", "GIAS_BASE_URL"]
)
@pytest.mark.parametrize("address", ["http://example.com/canary", "ftp://example.com/canary", "example.com/canary"])
def test_production_calls_nothing_over_plain_http(name: str, address: str) -> None:
    assert faults({**ENCRYPTED, name: address}) == [
        f"{name}: must be an address that begins with https:// and names a host"
    ]
    if address.startswith("http:"):
        assert read_settings({**GOOD, name: address})


@pytest.mark.parametrize("password", ["can@ry/1", "c%40n@ry?1"])
def test_a_password_that_is_not_written_for_an_address_is_told_as_that(password: str) -> None:
    """Else its end is taken for the host, and whoever wrote it looks for the fault in the network."""
    address = f"postgresql://bot:{password}@db.example/bot"
    [fault] = faults({**GOOD, "DATABASE_URL": address})
    assert fault.startswith("DATABASE_URL: has an @ too many")
    assert "ry" not in fault.removeprefix("DATABASE_URL: has an @ too many")


@pytest.mark.parametrize("name", ["DATABASE_URL", "TV_DATABASE_URL"])
@pytest.mark.parametrize(
    "modes", ["sslmode=disable", "sslmode=allow", "sslmode=prefer", "sslmode=require&sslmode=disable"]
)
def test_production_talks_to_databases_encrypted_only(name: str, modes: str) -> None:
    address = f"postgresql://canary@db.example/bot?{modes}"
    assert faults({**ENCRYPTED, name: address}) == [f"{name}: must not switch TLS off in production"]
    assert read_settings({**GOOD, name: address})


def test_nothing_counts_but_what_was_handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9999")
    monkeypatch.setenv("host", "192.0.2.1")
    settings = read_settings(GOOD)
    assert (settings.port, settings.host) == (8080, "127.0.0.1")


def test_production_in_small_letters_escapes_no_rule_of_production(monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables are named in capitals; one in small letters either does not count or counts wholly."""
    monkeypatch.setenv("environment", "production")
    given = {name: value for name, value in ENCRYPTED.items() if name != "ENVIRONMENT"}
    with pytest.raises(SettingsWrong):
        read_settings({**given, "GRAPH_BASE_URL": "http://example.com"})


def test_settings_never_show_their_secrets() -> None:
    shown = f"{read_settings(GOOD)!r} {read_settings(GOOD)}"
    for name in ("DATABASE_URL", "TV_DATABASE_URL", "APP_PASSWORD", "SECRET_KEY"):
        assert GOOD[name] not in shown
    assert set(GOOD) <= {name.upper() for name in Settings.model_fields}

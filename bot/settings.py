"""The settings, from the environment; all that is wrong with them is told at once, and no value is ever printed."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from pydantic import (
    BeforeValidator,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

SHORTEST_SECRET = 32  # characters
ENCRYPTED_MODES = frozenset({"require", "verify-ca", "verify-full"})


class Environment(StrEnum):
    PRODUCTION = "production"
    PRACTICE = "practice"
    TEST = "test"


class AppType(StrEnum):
    SINGLE_TENANT = "SingleTenant"
    USER_ASSIGNED_MSI = "UserAssignedMSI"


class SettingsWrong(Exception):
    """What is wrong with the settings, one line each, by the names of the variables."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def _object_id(value: object) -> object:
    try:
        return str(UUID(str(value).strip()))
    except ValueError:
        raise ValueError("must be an id like 00000000-0000-0000-0000-000000000000") from None


Given = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
ObjectId = Annotated[Given, BeforeValidator(_object_id)]


class Settings(BaseSettings):
    """Everything that an operator decides; each field is the variable of the same name in capitals."""

    model_config = SettingsConfigDict(extra="ignore", hide_input_in_errors=True, frozen=True)

    environment: Environment
    host: Given = "127.0.0.1"
    port: int = Field(8080, ge=1, le=65535)
    database_url: SecretStr
    tv_database_url: SecretStr
    app_id: ObjectId
    app_tenant_id: ObjectId
    app_type: AppType = AppType.SINGLE_TENANT
    app_password: SecretStr = SecretStr("")
    team_id: ObjectId
    channel_id: Given
    ba_group_id: ObjectId
    developer_group_id: ObjectId
    production_access_group_id: ObjectId
    pim_url: Given = "https://portal.azure.com/#view/Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/aadgroup"
    secret_key: SecretStr
    openid_metadata_url: Given = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    login_base_url: Given = "https://login.microsoftonline.com"
    graph_base_url: Given = "https://graph.microsoft.com/v1.0"
    service_url_hosts: Annotated[frozenset[str], NoDecode] = frozenset({"smba.trafficmanager.net"})

    @property
    def production(self) -> bool:
        return self.environment is Environment.PRODUCTION

    @field_validator("service_url_hosts", mode="before")
    @classmethod
    def _hosts(cls, value: object) -> object:
        if isinstance(value, str):
            value = [host.strip().lower() for host in value.split(",") if host.strip()]
        if not value:
            raise ValueError("name at least one host that the bot may send to")
        return value

    @field_validator("database_url", "tv_database_url")
    @classmethod
    def _database(cls, value: SecretStr) -> SecretStr:
        if urlsplit(value.get_secret_value()).scheme not in ("postgresql", "postgres"):
            raise ValueError("must be an address that begins with postgresql://")
        return value

    @field_validator("channel_id")
    @classmethod
    def _channel(cls, value: str) -> str:
        if not value.startswith("19:") or ";" in value:
            raise ValueError("must be the channel's id: 19:…@thread.tacv2, without ;messageid=")
        return value

    @field_validator("secret_key")
    @classmethod
    def _secret(cls, value: SecretStr) -> SecretStr:
        if len(value.get_secret_value()) < SHORTEST_SECRET:
            raise ValueError(f"must have at least {SHORTEST_SECRET} characters")
        return value


_GROUPS = ("BA_GROUP_ID", "DEVELOPER_GROUP_ID", "PRODUCTION_ACCESS_GROUP_ID")
_WEB = ("PIM_URL", "OPENID_METADATA_URL", "LOGIN_BASE_URL", "GRAPH_BASE_URL")
_DATABASES = ("DATABASE_URL", "TV_DATABASE_URL")


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings in these variables. Raises SettingsWrong with every fault found."""
    given = {name: environ[name.upper()] for name in Settings.model_fields if name.upper() in environ}
    faults = _faults_between(environ)
    settings = None
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        faults += [_fault(each["loc"], each["type"], each["msg"]) for each in error.errors()]
    if settings is None or faults:
        raise SettingsWrong(sorted(faults))
    return settings


def _faults_between(environ: Mapping[str, str]) -> list[str]:
    """What is wrong between variables, whatever else is wrong with each."""
    faults = []
    if environ.get("APP_TYPE", AppType.SINGLE_TENANT) == AppType.SINGLE_TENANT and not environ.get("APP_PASSWORD"):
        faults.append("APP_PASSWORD: is needed with APP_TYPE SingleTenant")
    groups = [environ[name].strip().lower() for name in _GROUPS if environ.get(name)]
    if len(set(groups)) < len(groups):
        faults.append(f"{', '.join(_GROUPS)}: must be three different groups")
    if environ.get("ENVIRONMENT") == Environment.PRODUCTION:
        faults += [
            f"{name}: must begin with https:// in production"
            for name in _WEB
            if not environ.get(name, "https://").startswith("https://")
        ]
        faults += [
            f"{name}: must not switch TLS off in production" for name in _DATABASES if _plain(environ.get(name, ""))
        ]
    return faults


def _plain(address: str) -> bool:
    """Whether a database address asks for a connection that may be unencrypted."""
    modes = parse_qs(urlsplit(address).query).get("sslmode", [])
    return not ENCRYPTED_MODES.issuperset(modes)


def _fault(where: tuple[int | str, ...], kind: str, message: str) -> str:
    name = str(where[0]).upper()
    if kind == "missing":
        return f"{name}: is missing"
    return f"{name}: {message.removeprefix('Value error, ')}"

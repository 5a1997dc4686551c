"""The settings, from the environment; all that is wrong with them is told at once, and no value is ever printed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar
from urllib.parse import SplitResult, parse_qs, urlsplit
from uuid import UUID

from pydantic import (
    BeforeValidator,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

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
        found = UUID(str(value).strip())
    except ValueError:
        raise ValueError("must be an id like 0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f") from None
    if not found.int:
        raise ValueError("must be a real id, not all zeros")
    return str(found)


Given = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
ObjectId = Annotated[Given, BeforeValidator(_object_id)]


class FromEnvironment(BaseSettings):
    """Settings that `read` below takes from variables of exactly their names in capitals."""

    model_config = SettingsConfigDict(extra="ignore", hide_input_in_errors=True, frozen=True, validate_default=True)

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, *_: Any, **__: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is handed over: the environment is read in one place below, by exact names."""
        return (init_settings,)


class RegisterSettings(FromEnvironment):
    """What the register's own commands need, which work without any of the rest."""

    environment: Environment | None = None
    gias_base_url: Given = "https://ea-edubase-api-prod.azurewebsites.net/edubase/downloads/public"
    gias_data_dir: Path = Path(".register")

    @property
    def production(self) -> bool:
        return self.environment is Environment.PRODUCTION

    @field_validator("gias_base_url")
    @classmethod
    def _gias(cls, value: str, info: ValidationInfo) -> str:
        return _web_address(value, info)

    @field_validator("gias_data_dir", mode="before")
    @classmethod
    def _folder(cls, value: object) -> object:
        if not str(value).strip() or "\0" in str(value):
            raise ValueError("must name a folder")
        return value


class Settings(RegisterSettings):
    """Everything that an operator decides; each field is the variable of the same name in capitals.

    The order matters: a check between two settings stands at the later one, so that all faults are found at once.
    """

    environment: Environment
    host: Given = "127.0.0.1"
    port: int = Field(8080, ge=1, le=65535)
    database_url: SecretStr
    tv_database_url: SecretStr
    app_id: ObjectId
    app_tenant_id: ObjectId
    app_type: AppType = AppType.SINGLE_TENANT
    app_password: SecretStr = SecretStr("")
    app_password_ends: date | None = None
    team_id: ObjectId
    channel_id: Given
    ba_group_id: ObjectId
    developer_group_id: ObjectId
    production_access_group_id: ObjectId
    pim_url: Given = "https://portal.azure.com/#view/Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/aadgroup"
    approvals_to_delete: int = Field(1, ge=1, le=2)
    deletions_per_day: int = Field(10, ge=0, le=1000)
    unlinks_per_day: int = Field(30, ge=0, le=1000)
    secret_key: SecretStr
    audit_anchor: SecretStr | None = None
    openid_metadata_url: Given = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    login_base_url: Given = "https://login.microsoftonline.com"
    graph_base_url: Given = "https://graph.microsoft.com/v1.0"
    service_url_hosts: Annotated[frozenset[str], NoDecode] = frozenset({"smba.trafficmanager.net"})

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
    def _database(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        parts = _split(value.get_secret_value(), "postgresql", "postgres")
        if "@" in parts.path + parts.query:
            raise ValueError("has an @ too many: in a password, @, / and % are written %40, %2F and %25")
        modes = parse_qs(parts.query).get("sslmode", [])
        if _in_production(info) and not ENCRYPTED_MODES.issuperset(modes):
            raise ValueError("must not switch TLS off in production")
        return value

    @field_validator("tv_database_url")
    @classmethod
    def _two_databases(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        other = info.data.get("database_url")
        if other is not None and _place(value) == _place(other):
            raise ValueError("must be another database than DATABASE_URL")
        return value

    @field_validator("app_password")
    @classmethod
    def _password(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        if info.data.get("app_type") is AppType.SINGLE_TENANT and not value.get_secret_value().strip():
            raise ValueError("is needed with APP_TYPE SingleTenant")
        return value

    @field_validator("developer_group_id", "production_access_group_id")
    @classmethod
    def _three_groups(cls, value: str, info: ValidationInfo) -> str:
        if value in (info.data.get("ba_group_id"), info.data.get("developer_group_id")):
            raise ValueError("must be a group of its own: BAs, developers and production access are three")
        return value

    @field_validator("pim_url", "openid_metadata_url", "login_base_url", "graph_base_url")
    @classmethod
    def _web(cls, value: str, info: ValidationInfo) -> str:
        return _web_address(value, info)

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

    @field_validator("audit_anchor")
    @classmethod
    def _anchor(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        """An address may hold a key of its own (a shared access signature), so it is a secret."""
        place = value.get_secret_value() if value is not None else "a file"
        if not place.strip() or "\0" in place:
            raise ValueError("must name a file or an https address")
        if "://" in place:
            _web_address(place, info)
        return value


_Settings = TypeVar("_Settings", bound=FromEnvironment)


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings in these variables. Raises SettingsWrong with every fault found."""
    return read(Settings, environ)


def read_register_settings(environ: Mapping[str, str]) -> RegisterSettings:
    """The few of them that the register's commands need. Raises SettingsWrong with every fault found."""
    return read(RegisterSettings, environ)


def read(kind: type[_Settings], environ: Mapping[str, str]) -> _Settings:
    """The settings of this kind in these variables. Raises SettingsWrong with every fault found."""
    given = {name: environ[name.upper()] for name in kind.model_fields if name.upper() in environ}
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        raise SettingsWrong(sorted(_fault(each["loc"], each["type"], each["msg"]) for each in error.errors())) from None


def _in_production(info: ValidationInfo) -> bool:
    """Also while ENVIRONMENT itself is wrong: then the strict rules are the ones to name."""
    return info.data.get("environment", Environment.PRODUCTION) is Environment.PRODUCTION


def _web_address(value: str, info: ValidationInfo) -> str:
    if _in_production(info):
        return https_address(value)
    _split(value, "https", "http")
    return value


def https_address(value: str) -> str:
    """The address as it stands. Raises ValueError when it does not begin with https:// or names no host."""
    _split(value, "https")
    return value


def _split(address: str, *schemes: str) -> SplitResult:
    """An address of one of these schemes, with a host. Raises ValueError that never names the address."""
    try:
        parts = urlsplit(address)
        usable = parts.scheme in schemes and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        usable = False
    if not usable:
        raise ValueError(f"must be an address that begins with {schemes[0]}:// and names a host")
    return parts


def _place(address: SecretStr) -> tuple[str | None, int | None, str]:
    parts = urlsplit(address.get_secret_value())
    return parts.hostname, parts.port or 5432, parts.path


def _fault(where: tuple[int | str, ...], kind: str, message: str) -> str:
    name = str(where[0]).upper()
    if kind == "missing":
        return f"{name}: is missing"
    return f"{name}: {message.removeprefix('Value error, ')}"

"""What runs in production: well-formed, with every setting, with no right that it does not need."""

from __future__ import annotations

import copy
import ipaddress
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from aiohttp import web

from bot.health import Health, route_health
from bot.settings import AppType, Settings, read_settings
from tests.deploy.documents import (
    BASE,
    KUSTOMIZATION,
    OVERLAY,
    Document,
    base,
    faults,
    kustomization,
    one,
    overlay_settings,
    pods,
    rendered,
)
from tests.guards.repo import ROOT

USER = 10001
SECRETS = {"DATABASE_URL", "TV_DATABASE_URL", "SECRET_KEY", "APP_PASSWORD", "AUDIT_ANCHOR"}
EXAMPLES = {
    "DATABASE_URL": "postgresql://tv_support_bot@bot.example.org/tv_support_bot",
    "TV_DATABASE_URL": "postgresql://tv_support_bot@tv.example.org/teaching_vacancies",
    "SECRET_KEY": "k" * 32,
    "AUDIT_ANCHOR": "https://anchor.example.org/lines",
    "APP_PASSWORD": "invented",
}
DATABASES, NAMES, WEB = 5432, 53, 443


@pytest.fixture(params=["base", "production"])
def documents(request: pytest.FixtureRequest) -> list[Document]:
    """The base as it stands; and, where there is a kubectl, what kustomize makes of the overlay."""
    if request.param == "base":
        return base()
    found = rendered()
    if found is None:
        pytest.skip("no kubectl here")
    return found


def containers(documents: list[Document]) -> Iterator[Document]:
    for pod in pods(documents):
        yield from pod["containers"]


def test_kubernetes_types_take_every_document(documents: list[Document]) -> None:
    assert {each["kind"]: faults(each) for each in documents if faults(each)} == {}


def test_what_is_no_field_of_kubernetes_is_found() -> None:
    deployment = one(base(), "Deployment")
    for path, value in (("replicas", "two"), ("replica", 2), ("template", None)):
        wrong = copy.deepcopy(deployment)
        wrong["spec"][path] = value
        assert faults(wrong), path


def test_every_file_is_listed_and_every_one_listed_exists() -> None:
    listed = set(kustomization(BASE)["resources"])
    assert listed == {path.name for path in BASE.iterdir()} - {KUSTOMIZATION}
    assert kustomization(OVERLAY)["resources"] == ["../../base"]
    assert {path.name for path in OVERLAY.iterdir()} == {KUSTOMIZATION, "settings.env"}


def test_every_patch_of_the_overlay_hits_something() -> None:
    for patch in kustomization(OVERLAY)["patches"]:
        target = one(base(), patch["target"]["kind"], patch["target"]["name"])
        for step in yaml.safe_load(patch["patch"]):
            *way, last = step["path"].strip("/").split("/")
            place: Any = target
            for part in way:
                place = place[int(part)] if isinstance(place, list) else place[part]
            assert step["op"] == "add" or last in place, step["path"]


@pytest.mark.parametrize("kind", AppType)
def test_every_container_has_all_settings_and_no_other(documents: list[Document], kind: AppType) -> None:
    """The values are examples; that they are right is read by the bot's own settings.

    A managed identity has no secret, so with it everything that may be missing is missing.
    """
    for container in containers(documents):
        given = overlay_settings() | {"APP_TYPE": kind}
        for each in container["env"]:
            assert each["name"].lower() in Settings.model_fields, each["name"]
            assert ("valueFrom" in each) == (each["name"] in SECRETS), each["name"]
            if kind is AppType.USER_ASSIGNED_MSI and each.get("valueFrom", {}).get("secretKeyRef", {}).get("optional"):
                continue
            given[each["name"]] = EXAMPLES[each["name"]] if "valueFrom" in each else each["value"]
        assert {name.lower() for name in given} <= set(Settings.model_fields)
        assert read_settings(given).production


def test_no_secret_is_written_down() -> None:
    assert not SECRETS & set(overlay_settings())
    for path in (ROOT / "deploy").rglob("*"):
        if path.is_file():
            assert not re.search(r"postgres(ql)?://|PASSWORD '", path.read_text()), path
    assert not [each for each in base() if each["kind"] == "Secret"]


def test_the_owner_of_the_tables_is_known_to_the_migration_only(documents: list[Document]) -> None:
    def owner(container: Document) -> bool:
        [url] = [each for each in container["env"] if each["name"] == "DATABASE_URL"]
        return bool(url["valueFrom"]["secretKeyRef"]["name"] == "tv-support-bot-owner")

    assert {container["args"][0]: owner(container) for container in containers(documents)} == {
        "serve": False,
        "migrate": True,
    }


def test_no_pod_has_a_right_that_it_does_not_need(documents: list[Document]) -> None:
    for pod in pods(documents):
        assert pod["automountServiceAccountToken"] is pod["enableServiceLinks"] is False
        assert not {"hostNetwork", "hostPID", "hostIPC"} & set(pod)
        assert pod["securityContext"] == {
            "runAsNonRoot": True,
            "runAsUser": USER,
            "runAsGroup": USER,
            "fsGroup": USER,
            "seccompProfile": {"type": "RuntimeDefault"},
        }
        for container in pod["containers"]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "privileged": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
            assert container["resources"]["limits"]["memory"] == "256Mi"
            assert {"cpu", "memory", "ephemeral-storage"} <= set(container["resources"]["requests"])
    assert f"USER {USER}:{USER}" in (ROOT / "Dockerfile").read_text()


def test_the_probes_ask_what_the_bot_answers(documents: list[Document]) -> None:
    app = web.Application()
    route_health(app, Health.__new__(Health))
    paths = {route.resource.canonical for route in app.router.routes() if route.resource is not None}
    [pod] = pods([one(documents, "Deployment")])
    [container] = pod["containers"]
    asked = {name: container[name]["httpGet"] for name in ("startupProbe", "livenessProbe", "readinessProbe")}
    assert {name: get["path"] for name, get in asked.items()} == {
        "startupProbe": "/livez",
        "livenessProbe": "/livez",
        "readinessProbe": "/readyz",
    }
    assert {get["path"] for get in asked.values()} <= paths
    assert {get["port"] for get in asked.values()} == {container["ports"][0]["name"]}
    [port] = [each["value"] for each in container["env"] if each["name"] == "PORT"]
    assert container["ports"][0]["containerPort"] == int(port)


def test_it_has_time_to_end(documents: list[Document]) -> None:
    [pod] = pods([one(documents, "Deployment")])
    pause = pod["containers"][0]["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert pod["terminationGracePeriodSeconds"] >= pause + 20


def test_one_replica_is_always_there(documents: list[Document]) -> None:
    deployment = one(documents, "Deployment")["spec"]
    assert deployment["replicas"] == 2
    assert deployment["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    budget = one(documents, "PodDisruptionBudget")["spec"]
    assert budget["minAvailable"] == 1
    labels = deployment["template"]["metadata"]["labels"]
    for selector in (deployment["selector"]["matchLabels"], budget["selector"]["matchLabels"]):
        assert selector.items() <= labels.items()
    assert one(documents, "Service")["spec"]["selector"].items() <= labels.items()


def test_the_register_is_the_only_folder_to_write_to(documents: list[Document]) -> None:
    [pod] = pods([one(documents, "Deployment")])
    [volume] = pod["volumes"]
    [mount] = pod["containers"][0]["volumeMounts"]
    [folder] = [each["value"] for each in pod["containers"][0]["env"] if each["name"] == "GIAS_DATA_DIR"]
    assert volume["name"] == mount["name"]
    assert mount["mountPath"] == folder
    assert volume["emptyDir"]["sizeLimit"]


def test_from_outside_only_teams_path_can_be_reached(documents: list[Document]) -> None:
    [rule] = one(documents, "Ingress")["spec"]["rules"]
    [path] = rule["http"]["paths"]
    assert (path["path"], path["pathType"]) == ("/api/messages", "Exact")


def test_the_network_lets_through_what_it_must(documents: list[Document]) -> None:
    policy = one(documents, "NetworkPolicy")["spec"]
    assert set(policy["policyTypes"]) == {"Ingress", "Egress"}
    for pod in (one(documents, "Deployment"), one(documents, "Job", "tv-support-bot-migration")):
        labels = pod["spec"]["template"]["metadata"]["labels"]
        assert policy["podSelector"]["matchLabels"].items() <= labels.items()
    [into] = policy["ingress"]
    assert into["from"]
    assert [port["port"] for port in into["ports"]] == [8080]
    out = {port["port"]: rule["to"] for rule in policy["egress"] for port in rule["ports"]}
    assert set(out) == {DATABASES, NAMES, WEB}
    for peer in out[DATABASES]:
        assert ipaddress.ip_network(peer["ipBlock"]["cidr"]).prefixlen >= 24, "the databases, not half a network"
    [everywhere] = out[WEB]
    shut = [ipaddress.ip_network(each) for each in everywhere["ipBlock"]["except"]]
    for address in ("169.254.169.254", "10.0.0.1", "172.20.0.1", "192.168.1.1"):
        assert any(ipaddress.ip_address(address) in each for each in shut), address


def test_the_image_is_named_by_a_version() -> None:
    [image] = kustomization(OVERLAY)["images"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", str(image["newTag"]))
    assert {container["image"] for container in containers(base())} == {image["name"]}

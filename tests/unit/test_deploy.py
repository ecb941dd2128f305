"""The files of ``deploy/``, read as those who run them read them: what they name exists, and nothing runs as root."""

import configparser
import json
import re
import tomllib
from typing import Any

import pytest
import yaml

from dashboard.__main__ import main
from dashboard.reference.files import PROJECT

DEPLOY = PROJECT / "deploy"
FILLED_IN = {
    ".env": "env.example",
    "secrets.toml": "secrets.example.toml",
    "access.yaml": "../docs/access.example.yaml",
}
"""What an installation writes itself, and the example it begins with; the certificate has none."""
UNITS = sorted(path.name for path in DEPLOY.glob("*.service"))


def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8")))


def instructions() -> list[tuple[str, str]]:
    """Return the lines of the Containerfile as instruction and the rest."""
    text = re.sub(r"^#.*\n", "", (DEPLOY / "Containerfile").read_text("utf-8"), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    return [(line.partition(" ")[0], line.partition(" ")[2]) for line in lines if line.strip()]


def unit(name: str) -> dict[str, str]:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # systemd tells capitals apart
    parser.read(DEPLOY / name, "utf-8")
    return dict(parser["Service"])


def test_the_image_is_run_by_a_user_without_rights_and_asked_for_its_health():
    last = dict(instructions())
    assert last["USER"] == "10001"
    assert "--uid 10001" in str(instructions())
    assert "/api/v1/ready" in last["HEALTHCHECK"]
    assert json.loads(last["CMD"])[:2] == ["dashboard", "serve"]
    bases = [rest for word, rest in instructions() if word == "FROM"]
    assert [base.split()[0].endswith("python:3.11-slim") for base in bases] == [True, True]


def test_what_the_image_is_built_from_exists_and_what_is_secret_stays_out():
    copied = [rest.split()[0] for word, rest in instructions() if word == "COPY" and not rest.startswith("--from")]
    assert copied
    assert [name for name in copied if not (PROJECT / name).exists()] == []
    left_out = (DEPLOY / "Containerfile.dockerignore").read_text("utf-8").split()
    kept_back = {f"deploy/{name}" for name in [*FILLED_IN, "certificate.pem"]}
    assert kept_back <= set(left_out)
    assert kept_back <= set((PROJECT / ".gitignore").read_text("utf-8").split())
    assert kept_back <= set(re.findall(r"deploy/\S+", (PROJECT / "MANIFEST.in").read_text("utf-8")))


def test_every_file_and_service_that_the_compose_file_names_exists():
    services = compose()["services"]
    assert (
        DEPLOY / services["dashboard-1"]["build"]["context"] / services["dashboard-1"]["build"]["dockerfile"]
    ).is_file()
    named = {
        str(volume).partition(":")[0]
        for service in services.values()
        for volume in service.get("volumes", [])
    }  # fmt: skip
    files = {name.removeprefix("./") for name in named if name.startswith(".")}
    assert {name for name in files - {"certificate.pem"} if not (DEPLOY / FILLED_IN.get(name, name)).is_file()} == set()
    assert {name for name in named if not name.startswith(".")} == set(compose()["volumes"])
    balanced = re.findall(r"^    server (\S+) (\S+):8501 ", (DEPLOY / "haproxy.cfg").read_text("utf-8"), re.MULTILINE)
    assert [host for _, host in balanced] == [name for name in services if name.startswith("dashboard-")]


def test_every_variable_that_the_compose_file_asks_for_stands_in_the_example():
    asked = set(re.findall(r"\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text("utf-8")))
    given = set(re.findall(r"^([A-Z_]+)=", (DEPLOY / "env.example").read_text("utf-8"), re.MULTILINE))
    assert asked == given


def test_replicas_have_no_rights_and_only_the_balancer_is_reached():
    services = compose()["services"]
    for name, service in services.items():
        assert ("ports" in service) == (name == "haproxy")
        if name.startswith("dashboard-"):
            assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
            assert service["security_opt"] == ["no-new-privileges:true"]


def test_the_examples_of_sign_in_agree_with_each_other():
    auth = tomllib.loads((DEPLOY / "secrets.example.toml").read_text("utf-8"))["auth"]
    realm = json.loads((DEPLOY / "keycloak-realm.json").read_text("utf-8"))
    (client,) = realm["clients"]
    assert client["clientId"] == auth["client_id"]
    assert f"/realms/{realm['realm']}/" in auth["server_metadata_url"]
    assert not client["publicClient"]
    assert {group["name"] for group in realm["groups"]} <= set(
        re.findall(r"group: ([\w-]+)", (PROJECT / "docs/access.example.yaml").read_text("utf-8"))
    )


@pytest.mark.parametrize("name", UNITS)
def test_units_run_without_roots_rights(name: str):
    service = unit(name)
    assert service["User"] == "dashboard"
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == "true"
    assert service["CapabilityBoundingSet"] == ""
    assert service["StateDirectory"] == "dashboard"


@pytest.mark.parametrize("name", UNITS)
def test_units_call_commands_that_exist(name: str, capsys: pytest.CaptureFixture[str]):
    program, command, *options = unit(name)["ExecStart"].split()
    assert program == "/opt/dashboard/bin/dashboard"
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    told = capsys.readouterr().out
    assert [option for option in options if option.startswith("--") and option not in told] == []


def test_every_timer_has_its_service():
    timers = sorted(path.stem for path in DEPLOY.glob("*.timer"))
    assert timers == ["dashboard-backup", "dashboard-maintain"]
    assert [name for name in timers if not (DEPLOY / f"{name}.service").is_file()] == []

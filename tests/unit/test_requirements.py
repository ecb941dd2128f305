"""What is imported is declared, and what is declared is locked with its hashes."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from tests.conftest import PROJECT
from tests.unit.test_architecture import imported, sources

PART_OF = {"pydantic_core": "pydantic"}
"""Packages that come with a declared one and speak its language."""
_PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[\w+\])?==([^\s;]+)", re.MULTILINE)


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(file):
    """Return the version of each package a file pins."""
    return {normal(name): version for name, version in _PINNED.findall((PROJECT / file).read_text("utf-8"))}


def test_every_imported_package_is_declared():
    declared = pinned("requirements.txt")
    distributions = packages_distributions()
    found = {name.split(".")[0] for _, path in sources() for name in imported(path)}
    outside = found - set(sys.stdlib_module_names) - {"dashboard"}
    assert len(outside) > 10
    missing = {
        package
        for package in outside
        if not {normal(name) for name in distributions.get(PART_OF.get(package, package), ())} & declared.keys()
    }
    assert missing == set()


@pytest.mark.parametrize(
    ("wanted", "lock"), [("requirements.txt", "requirements.lock"), ("requirements-dev.txt", "requirements-dev.lock")]
)
def test_the_lock_has_what_is_declared_and_a_hash_of_everything(wanted, lock):
    text = (PROJECT / lock).read_text("utf-8")
    locked = pinned(lock)
    for name, version in pinned(wanted).items():
        assert locked.get(name) == version, f"make lock: {name} {version}"
    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(entries) >= len(locked) > 30
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "http://" not in text
    assert "https://" not in text


def test_what_people_install_beside_the_tools_is_the_same():
    runtime, tools = pinned("requirements.lock"), pinned("requirements-dev.lock")
    assert {name: version for name, version in runtime.items() if tools.get(name) != version} == {}


def test_the_package_asks_for_what_requirements_declare():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    assert project["tool"]["setuptools"]["dynamic"]["dependencies"] == {"file": ["requirements.txt"]}

"""Every command with its options, every setting and every parameter of the API stands in the documents."""

import argparse
import re

import pytest

from dashboard.__main__ import _parser
from dashboard.api.asking import parameters_of
from dashboard.exports import TABLES
from tests.conftest import PROJECT

DOCUMENTS = {
    path.name: path.read_text("utf-8") for path in (PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md")))
}
EVERYTHING = "\n".join(DOCUMENTS.values())


def commands(parser, name=""):
    """Yield (name, parser) of every command and its commands."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, inner in action.choices.items():
                yield from commands(inner, f"{name} {word}".strip())
                yield f"{name} {word}".strip(), inner


COMMANDS = dict(commands(_parser()))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_is_documented(command):
    assert re.search(rf"(dashboard|`) ?{re.escape(command)}\b", EVERYTHING), command
    options = {
        option
        for action in COMMANDS[command]._actions
        for option in action.option_strings
        if option.startswith("--") and option != "--help"
    }
    assert [option for option in sorted(options) if option not in EVERYTHING] == []


def test_every_setting_is_documented():
    used = {
        name
        for path in (PROJECT / "src").rglob("*.py")
        for name in re.findall(r"\bDASHBOARD_[A-Z_]+\b", path.read_text("utf-8"))
    }
    assert len(used) > 7
    assert sorted(name for name in used if f"`{name}`" not in DOCUMENTS["README.md"]) == []


@pytest.mark.parametrize("table", TABLES)
def test_every_parameter_of_the_api_is_documented(table):
    assert [name for name in parameters_of(table, "csv") if f"`{name}" not in DOCUMENTS["api.md"]] == []


def test_every_test_the_security_table_names_exists():
    named = re.findall(r"`(tests/[^`]+)`", DOCUMENTS["security.md"])
    assert len(named) > 10
    assert [path for path in named if not (PROJECT / path).is_file()] == []

"""The shape of the code: who may import whom, and what must never be in the repository."""

import ast
import re
import subprocess

import pytest

from tests.conftest import PROJECT

PACKAGE = PROJECT / "src" / "dashboard"
LAYERS = (
    {"messages", "words", "yaml_lines"},
    {"targets"},
    {"catalogue"},
    {"reference_files", "notation"},
    {"settings", "filters", "access"},
    {"schema"},
    {"ledger", "records"},
    {"store"},
    {"workflow"},
    {"mart", "curated", "illustrative", "backup"},
    {"queries"},
    {"intake"},
    {"searching"},
    {"exports", "findings", "figures"},
    {"api"},
    {"ui"},
    {"commands"},
    {"__main__", "app", "pages"},
)
"""From the ground up: a module imports from layers below its own, or from its own."""
ONLY_IN = {
    "streamlit": {"app", "pages", "ui"},
    "duckdb": {"schema", "ledger", "records", "store", "mart", "backup"},
    "plotly": {"figures", "ui"},
    "yaml": {"reference_files", "access", "yaml_lines"},
    "tenacity": {"schema", "store"},
    "fastexcel": {"intake"},
    "xlsxwriter": {"intake", "exports"},
    "rapidfuzz": {"intake"},
}
"""Libraries that few modules may know."""


def sources():
    """Yield (module or package below dashboard, path) of everything that runs in production."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).parts[0].removesuffix(".py"), path
    for path in sorted((PROJECT / "pages").rglob("*.py")):
        yield "pages", path
    yield "app", PROJECT / "app.py"


def imported(path):
    """Yield the dotted names a file imports, those inside functions included."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{name.name}" for name in node.names)


def rank(module):
    for number, layer in enumerate(LAYERS):
        if module in layer:
            return number
    pytest.fail(f"{module} has no layer: place it in LAYERS")


SOURCES = [
    pytest.param(module, path, id=str(path.relative_to(PROJECT))) for module, path in sources() if module != "__init__"
]


@pytest.mark.parametrize(("module", "path"), SOURCES)
def test_imports_go_downwards(module, path):
    for name in imported(path):
        if name.startswith("dashboard."):
            used = name.split(".")[1]
            assert rank(used) <= rank(module), f"{module} imports {name}"


@pytest.mark.parametrize(("module", "path"), SOURCES)
def test_libraries_stay_where_they_belong(module, path):
    for name in imported(path):
        library = name.split(".")[0]
        assert module in ONLY_IN.get(library, {module}), f"{path}: {name}"


def test_sql_is_written_in_few_places():
    with_sql = {
        module
        for module, path in sources()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and re.search(r"\b(SELECT .*\bFROM|INSERT INTO|UPDATE \w+ SET)\b", str(node.value), re.DOTALL)
    }
    assert with_sql <= {"schema", "ledger", "records", "store", "mart", "queries", "backup"}


def test_no_python_file_lies_directly_in_pages():
    """Streamlit's legacy router would serve it without the frame (architecture.md, traps)."""
    assert list((PROJECT / "pages").glob("*.py")) == []


def tracked():
    listed = subprocess.run(("git", "ls-files", "-z"), cwd=PROJECT, capture_output=True, check=True).stdout
    return [PROJECT / name for name in listed.decode().split("\0") if name and (PROJECT / name).is_file()]


def test_no_python_file_is_long():
    lengths = {path.name: path.read_text("utf-8").count("\n") for path in tracked() if path.suffix == ".py"}
    assert {name: lines for name, lines in lengths.items() if lines > 400} == {}


def test_no_path_of_one_machine_is_tracked():
    machine = re.compile(rb"(?<![\w./:-])/(?:home|root|Users|work)/[\w.-]+")
    found = {
        str(path): machine.findall(path.read_bytes()) for path in tracked() if path.suffix not in (".png", ".woff2")
    }
    assert {name: paths for name, paths in found.items() if paths} == {}

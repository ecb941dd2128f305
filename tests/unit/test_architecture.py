"""The shape of the code: who may import whom, and what must never be in the repository."""

import ast
import re
import subprocess

import pytest

from tests.conftest import PROJECT

PACKAGE = PROJECT / "src" / "dashboard"
LAYERS = (
    {"words"},
    {"reference", "method"},
    {"settings", "filters", "access", "notation", "sheets", "metrics"},
    {"store"},
    {"workflow"},
    {"mart"},
    {"intake"},
    {"exports", "figures", "sentences", "documents.model", "plans"},
    {"documents", "changes"},
    {"api"},
    {"ui.frame"},
    {"ui.parts"},
    {"ui.reading", "ui.handing_in", "ui.acting", "ui.planning"},
    {"ui.reviewing"},
    {"web"},
    {"commands"},
    {"__main__", "app", "pages"},
)
"""The rooms from the ground up: a module imports from rooms below its own, or from its own; never from beside it."""
ONLY_IN = {
    "streamlit": {"app", "pages", "ui", "web"},
    "duckdb": {"store", "mart.mart"},
    "plotly": {"figures", "ui.parts"},
    "yaml": {"reference.files", "reference.yaml_lines", "access", "plans.yaml_edits"},
    "tenacity": {"store.schema", "store.store"},
    "fastexcel": {"intake"},
    "xlsxwriter": {"sheets", "intake", "exports", "documents"},
    "docx": {"documents", "plans.word_files"},
    "pptx": {"documents"},
    "typst": {"documents"},
    "icalendar": {"changes.calendar"},
    "limits": {"api.limiting"},
    "smtplib": {"changes.mail"},
    "prometheus_client": {"metrics"},
    "rapidfuzz": {"intake.matching"},
}
"""Libraries that few modules may know: rooms, or single modules of them."""
WITH_SQL = {"store", "mart.mart", "mart.queries"}


def sources():
    """Yield (dotted module below dashboard, path) of everything that runs in production."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"), path
    for path in sorted((PROJECT / "pages").rglob("*.py")):
        yield f"pages.{path.stem}", path
    yield "app", PROJECT / "app.py"


def imported(path):
    """Yield the dotted names a file imports, those inside functions included."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{name.name}" for name in node.names)


def is_within(module, place):
    return f"{module}.".startswith(f"{place}.")


def room(module):
    for number, layer in enumerate(LAYERS):
        for place in layer:
            if is_within(module, place):
                return number, place
    return pytest.fail(f"{module} has no layer: place it in LAYERS")


SOURCES = [
    pytest.param(module, path, id=str(path.relative_to(PROJECT)))
    for module, path in sources()
    if module not in ("__init__", "ui")
]


@pytest.mark.parametrize(("module", "path"), SOURCES)
def test_imports_go_downwards(module, path):
    floor, own = room(module)
    for name in imported(path):
        if name.startswith("dashboard."):
            below, used = room(name.removeprefix("dashboard."))
            assert below < floor or used == own, f"{module} imports {name}"


def used_by(path, modules):
    """Return the modules a file imports, or imports something of."""
    names = [name.removeprefix("dashboard.") for name in imported(path) if name.startswith("dashboard.")]
    return {name if name in modules else name.rpartition(".")[0] for name in names} & set(modules)


def test_no_modules_import_each_other_in_a_circle():
    modules = dict(sources())
    uses = {module: used_by(path, modules) - {module} for module, path in modules.items()}
    circles = []
    standing = set()

    def visit(module, way):
        if module in way:
            circles.append(" -> ".join([*way[way.index(module) :], module]))
        elif module not in standing:
            for used in sorted(uses[module]):
                visit(used, [*way, module])
            standing.add(module)

    for module in uses:
        visit(module, [])
    assert circles == []


@pytest.mark.parametrize(("module", "path"), SOURCES)
def test_libraries_stay_where_they_belong(module, path):
    for name in imported(path):
        places = ONLY_IN.get(name.split(".")[0])
        assert places is None or any(is_within(module, place) for place in places), f"{path}: {name}"


def test_sql_is_written_in_few_places():
    with_sql = {
        module
        for module, path in sources()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and re.search(r"\b(SELECT .*\bFROM|INSERT INTO|UPDATE \w+ SET)\b", str(node.value), re.DOTALL)
    }
    assert not [module for module in with_sql if not any(is_within(module, place) for place in WITH_SQL)]


def test_what_the_guide_for_changes_names_exists():
    named = re.findall(
        r"`((?:[\w.-]+/)*[\w.-]+\.\w+|(?:[\w-]+/)+)`", (PROJECT / "docs" / "changing.md").read_text("utf-8")
    )
    assert len(named) > 40
    assert [name for name in named if not (PROJECT / name).exists()] == []


def test_no_python_file_lies_directly_in_pages():
    """Streamlit's legacy router would serve it without the frame (docs/decisions/0004)."""
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

"""The package as others install it: built from its own source archive, put into an empty environment, opened in the browser."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.browser.server import Server
from tests.conftest import PROJECT

BUILD = "import sys; from setuptools import build_meta; build_meta.build_sdist(sys.argv[1])"


def run(*command: object, cwd: Path, **environment: str) -> str:
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": "", **environment},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source archive of what is tracked, and the wheel of nothing but that archive."""
    folder = tmp_path_factory.mktemp("built")
    names = run("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", cwd=PROJECT).split("\0")
    for name in names:
        if name and not name.startswith(("tests/", "benchmarks/")) and (PROJECT / name).is_file():
            (folder / "checkout" / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / "checkout" / name).write_bytes((PROJECT / name).read_bytes())
    run(sys.executable, "-c", BUILD, folder, cwd=folder / "checkout")
    (archive,) = folder.glob("*.tar.gz")
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, archive, cwd=folder)  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def installed(built: Path) -> Path:
    """An environment that has the wheel and what it depends on, and knows of no checkout."""
    (wheel,) = built.glob("*.whl")
    home = built / "environment"
    run(sys.executable, "-m", "venv", home, cwd=built)
    run(home / "bin/python", "-m", "pip", "install", "-q", "--no-index", "--no-deps", wheel, cwd=built)
    packages = run(home / "bin/python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=built)
    # A path in a .pth file brings packages, not the .pth files among them: the editable install stays out.
    Path(packages.strip(), "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n", "utf-8")
    return home


def test_the_wheel_has_every_file_of_the_package(built: Path):
    (wheel,) = built.glob("*.whl")
    have = set(zipfile.ZipFile(wheel).namelist())
    package = built / "checkout" / "src"
    wanted = {str(path.relative_to(package)) for path in package.rglob("*") if path.is_file()}
    assert {name for name in wanted - have if ".egg-info" not in name} == set()
    assert any(name.endswith("licenses/LICENSE") for name in have)
    assert [name for name in have if name.startswith("dashboard/project/data/store")] == []
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as source:
        assert {name.partition("/")[2] for name in source.getnames()} >= {"LICENSE", "SECURITY.md", "docs/changing.md"}


def test_without_a_checkout_the_commands_read_the_bundled_reference_data(installed: Path, tmp_path: Path):
    told = run(installed / "bin/dashboard", "check", cwd=tmp_path, HOME=str(tmp_path), DASHBOARD_LANGUAGE="en")
    assert "112" in told
    where = "import dashboard.settings as s; print(s.PROJECT, s.store_location().catalogue)"
    project, catalogue = run(installed / "bin/python", "-c", where, cwd=tmp_path, HOME=str(tmp_path)).split()
    assert Path(project).is_relative_to(installed)
    assert Path(catalogue) == tmp_path / ".local/share/dashboard/catalog.sqlite"
    assert run(installed / "bin/dashboard", "--version", cwd=tmp_path).strip()


def test_without_a_checkout_the_pages_are_drawn(installed: Path, tmp_path: Path, new_visit):
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": "", "PYTHONPATH": "", "DASHBOARD_LANGUAGE": "vi"}
    command = (str(installed / "bin/dashboard"), "run", "--port")
    with Server(home, tmp_path / "log", command=command, folder=tmp_path) as server:
        visit = new_visit(address=server.address)
        visit.open("y-te")
        assert visit.page.locator(".plan-picture").first.is_visible()
        visit.open("phuong-phap")
        assert server.errors() == []
        visit.page.close()
    assert (tmp_path / ".local/share/dashboard/demo.sqlite").is_file()

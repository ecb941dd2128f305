"""``docs/terms.md`` names every part of others, and what is installed beside the package goes with the licence."""

import re
from importlib import metadata

from dashboard.reference.files import PROJECT

TERMS = (PROJECT / "docs" / "terms.md").read_text("utf-8")
PACKAGE = PROJECT / "src" / "dashboard"
OURS = {"words.js", "icon.png", "README.md"}
"""In the folder of the screens' files, but nobody else's."""
PERMISSIVE = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|PSF|Python Software Foundation|Zlib|MPL|Mozilla Public License)\b", re.I
)
COPYLEFT = re.compile(r"\b(A?GPL|LGPL|EUPL|SSPL|General Public)\b", re.I)


def test_every_bundled_part_stands_in_the_terms_with_its_licence_beside_it():
    for folder in (PACKAGE / "ui/frame/static", PACKAGE / "documents/fonts"):
        for path in folder.iterdir():
            if path.name in OURS or not path.is_file():
                continue
            family = re.match(r"Liberation(?=.*\.ttf$)", path.name)
            assert f"{family[0]}*.ttf" in TERMS if family else path.name in TERMS, path
    named = re.findall(r"`([\w-]+\.LICENSE\.txt)`", TERMS)
    assert sorted(named) == sorted(path.name for path in PACKAGE.rglob("*.LICENSE.txt"))


def test_every_file_of_published_figures_stands_in_the_terms():
    named = set(re.findall(r"^\| `([\w-]+\.csv)`", TERMS, re.MULTILINE))
    assert named == {path.name for path in (PROJECT / "data" / "actuals").glob("*.csv")}


def test_what_is_installed_beside_the_package_asks_nothing_of_it():
    names = re.findall(r"^([\w.-]+)==.*\\$", (PROJECT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    installed = {str(found.metadata["Name"]).lower().replace("_", "-") for found in metadata.distributions()}
    checked = [name for name in names if name.lower() in installed]  # some are for other systems
    assert len(checked) > 50
    for name in checked:
        about = metadata.metadata(name)
        classes = [word for word in about.get_all("Classifier") or [] if word.startswith("License")]
        told = " ".join([about.get("License-Expression") or (about.get("License") or "")[:200], *classes])
        assert PERMISSIVE.search(told), (name, told)
        assert not COPYLEFT.search(told), (name, told)

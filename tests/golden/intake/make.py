"""Make the golden files of the intake with LibreOffice: ``.venv/bin/python tests/golden/intake/make.py``.

The XLSX template is filled in, and LibreOffice, as an office in Việt Nam would run it, saves it again as XLSX and as CSV in each
encoding and with each delimiter. Needs ``soffice`` (Debian: libreoffice-calc-nogui). ``filled.csv`` beside this file says what is
filled in, and is what every file must come back as.
"""

import codecs
import csv
import io
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[2]), str(HERE.parents[2] / "src")]

import polars as pl  # noqa: E402

from dashboard.intake.templates import HEADER, expected_rows, template_xlsx  # noqa: E402
from dashboard.mart.mart import Mart  # noqa: E402
from dashboard.reference.files import load_catalogue  # noqa: E402
from dashboard.settings import StoreLocation  # noqa: E402
from dashboard.store.store import open_store  # noqa: E402
from tests.conftest import submission  # noqa: E402

PROVINCE, YEAR = "bac_giang", 2024
UTF_8, UTF_16, WINDOWS_1258 = 76, 65535, 40
"""LibreOffice's numbers of encodings."""
DIALECTS = {
    "semicolon-utf8": (";", UTF_8, b""),
    "semicolon-utf8-bom": (";", UTF_8, codecs.BOM_UTF8),
    "comma-utf8": (",", UTF_8, b""),
    "tab-utf16": ("\t", UTF_16, b""),
    "semicolon-windows1258": (";", WINDOWS_1258, b""),
    "tab-windows1258": ("\t", WINDOWS_1258, b""),
}
LOCALES = {"vi": "vi-VN", "en": "en-US"}
PUBLISHED = [
    (PROVINCE, "beds_per_10000", "total", 2023, 33.25),
    (PROVINCE, "clean_water", "urban", 2023, 95.5),
    (PROVINCE, "clean_water", "rural", 2023, 71),
]
"""What the template shows as last year's values."""


def filled() -> list[dict[str, str]]:
    with (HERE / "filled.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def template(folder: Path) -> bytes:
    """Return the template of the filled rows, as the application gives it out."""
    catalogue = load_catalogue()
    store = open_store(StoreLocation("sqlite", str(folder / "catalog.sqlite"), f"{folder}/files/"))
    store.append(submission(PUBLISHED, kind="curated", file_name="rows.csv"))
    rows = expected_rows(Mart(catalogue, store), catalogue, province=PROVINCE, agency=None, year=YEAR)
    keys = pl.DataFrame(
        [(row["indicator"], row["breakdown"]) for row in filled()], ["indicator", "breakdown"], orient="row"
    )
    store.close()
    return template_xlsx(rows.join(keys, on=["indicator", "breakdown"], how="semi", maintain_order="left"), catalogue)


def fill_in(content: bytes) -> bytes:
    """Write the values into the empty cells, as typing would: numbers as numbers, the rest as text."""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = _filled_sheet(part.decode()).encode()
            archive.writestr(name, part)
    return target.getvalue()


def _filled_sheet(xml: str) -> str:
    for line, row in enumerate(filled(), 2):
        for name in ("value", "source", "note"):
            cell = f"{chr(ord('A') + HEADER.index(name))}{line}"
            text = row["typed"] if name == "value" else row[name]
            if not text:
                continue
            is_number = name == "value" and re.fullmatch(r"-?[\d.]+", text)
            inside = f"<v>{text}</v>" if is_number else f'<is><t xml:space="preserve">{escape(text)}</t></is>'
            kind = "" if is_number else ' t="inlineStr"'
            xml, count = re.subn(rf'<c r="{cell}" s="(\d+)"/>', rf'<c r="{cell}" s="\1"{kind}>{inside}</c>', xml)
            assert count == 1, cell
    return xml


def saved_by_libreoffice(workbook: Path, folder: Path, locale: str, kind: str) -> bytes:
    """Return what LibreOffice, set to the locale, saves the workbook as."""
    profile = folder / f"profile-{locale}"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f'<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{locale}</value>'
        "</prop></item></oor:items>"
    )
    out = folder / "out"
    command = [
        "soffice",
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(out),
    ]
    subprocess.run([*command, str(workbook)], check=True, capture_output=True, timeout=180)
    (made,) = out.iterdir()
    content = made.read_bytes()
    made.unlink()
    return content


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workbook = folder / "filled.xlsx"
        workbook.write_bytes(fill_in(template(folder)))
        for language, locale in LOCALES.items():
            (HERE / f"{language}-libreoffice.xlsx").write_bytes(
                saved_by_libreoffice(workbook, folder, locale, "xlsx:Calc MS Excel 2007 XML")
            )
            for dialect, (delimiter, encoding, mark) in DIALECTS.items():
                # https://help.libreoffice.org/latest/en-US/text/shared/guide/csv_params.html
                tokens = [ord(delimiter), 34, encoding, 1, "", 0, "false", "true", "false", "false", "false"]
                kind = "csv:Text - txt - csv (StarCalc):" + ",".join(map(str, tokens))
                content = saved_by_libreoffice(workbook, folder, locale, kind)
                if mark and not content.startswith(mark):  # LibreOffice 7.4 cannot be told to write one
                    content = mark + content
                (HERE / f"{language}-{dialect}.csv").write_bytes(content)


if __name__ == "__main__":
    main()

"""The same intake with pandas and pandera: read, checked and compared, with vectorised pandas throughout.

It decodes with our function and looks names up in our dictionary of names, each distinct text once; everything on rows is pandas and
pandera. Equal findings are grouped and told as ours are. Errors and changed figures come out in equal numbers, which shows that
the work is the same.
"""

import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa

from dashboard.intake.encodings import decode
from dashboard.intake.issues import Issue
from dashboard.intake.matching import Names
from dashboard.intake.template_columns import FIGURES
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.reference.catalogue import Catalogue
from dashboard.words.folding import folded

KEY = ["province", "indicator", "breakdown"]
MISSING = {"n/a", "na", "-", "chua co", "khong co so lieu"}


@dataclass(frozen=True)
class Figures:
    """The plans' series and what is published of them, known before any file comes."""

    series: pd.DataFrame
    published: pd.DataFrame
    last_year: int


def figures_of(mart: Mart) -> Figures:
    """Read the figures from the mart."""
    series = queries.series(mart).select(*KEY, "series").to_pandas()
    values = queries.published_values(mart).to_pandas()
    return Figures(series, values.merge(series, on="series").sort_values(["series", "year"]), mart.as_of.year)


def contender(catalogue: Catalogue, mart: Mart, path: Path) -> Callable[[], dict[str, Any]]:
    """Return what reads, checks and compares the file."""
    content, known = path.read_bytes(), figures_of(mart)

    def run() -> dict[str, Any]:
        started = time.perf_counter()
        sheet = read(content)
        was_read = time.perf_counter()
        rows, wrong = check(sheet, catalogue, known)
        was_checked = time.perf_counter()
        kinds = compare(rows, known)
        done = time.perf_counter()
        return {
            "reading": was_read - started, "checking": was_checked - was_read, "comparing": done - was_checked,
            "seconds": done - started, "wrong": int(wrong), "changed": int((kinds == "changed").sum()),
        }  # fmt: skip

    return run


def read(content: bytes) -> pd.DataFrame:
    """Return the file's cells as text, trimmed and in NFC, under our names of columns."""
    text, _ = decode(content)
    frame = pd.read_csv(io.StringIO(text), sep=";", dtype=str, keep_default_na=False, skip_blank_lines=False)
    frame.columns = [FIGURES.column_of(name) or name for name in frame.columns]
    for name in frame.columns:
        frame[name] = frame[name].fillna("").str.strip()
    frame["row"] = np.arange(2, len(frame) + 2)
    if "note" not in frame:
        frame["note"] = ""
    cells = frame[[*KEY, "year", "value"]]
    is_header = cells["value"].map({text: FIGURES.column_of(text) == "value" for text in cells["value"].unique()})
    return frame[(cells != "").any(axis=1) & ~is_header]


def numbers(text: pd.Series, frame: pd.DataFrame) -> pd.Series:
    """Return the numbers in the notation the column is in; NaN where a text is none or stays ambiguous."""
    bare = text.str.replace(r"[\s\u00a0\u202f]*%$", "", regex=True).str.replace("−", "-")
    spaced = bare.str.fullmatch(r"-?\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?")
    bare = bare.where(~spaced, bare.str.replace(r"[ \u00a0\u202f]", "", regex=True))
    is_open = bare.str.fullmatch(r"-?[1-9]\d{0,2}[.,]\d{3}") & ~spaced
    is_comma = bare.str.fullmatch(r"-?[1-9]\d{0,2}(?:\.\d{3})+,\d+|-?[1-9]\d{0,2}(?:\.\d{3}){2,}|-?\d+,\d+") & ~is_open
    is_point = bare.str.fullmatch(r"-?[1-9]\d{0,2}(?:,\d{3})+\.\d+|-?[1-9]\d{0,2}(?:,\d{3}){2,}|-?\d+\.\d+") & ~is_open
    is_whole = bare.str.fullmatch(r"-?\d+")
    comma = pd.to_numeric(bare.str.replace(".", "", regex=False).str.replace(",", ".", regex=False), errors="coerce")
    point = pd.to_numeric(bare.str.replace(",", "", regex=False), errors="coerce")

    def fits(value: pd.Series) -> pd.Series:
        low, high = frame["minimum"].fillna(-np.inf), frame["maximum"].fillna(np.inf)
        whole = ~frame["integral"] | (value == value.round())
        return value.between(low, high) & (~frame["share"] | value.between(0, 100)) & whole

    sure = (
        "comma" if is_comma.any() and not is_point.any() else "point" if is_point.any() and not is_comma.any() else None
    )
    fits_comma, fits_point = fits(comma), fits(point)
    if sure == "comma":
        opened = comma.where(fits_comma | ~fits_point)
    elif sure == "point":
        opened = point.where(fits_point | ~fits_comma)
    else:
        opened = comma.where(fits_comma & ~fits_point, point.where(fits_point & ~fits_comma))
    return opened.where(is_open, comma.where(is_comma | is_whole, point.where(is_point)))


def check(sheet: pd.DataFrame, catalogue: Catalogue, known: Figures) -> tuple[pd.DataFrame, int]:
    """Return the rows without errors, and how many errors there are in the others."""
    units = {item.id: catalogue.units[item.unit] for item in catalogue.indicators}
    side = {"increase": 1, "decrease": -1, "keep": 0}
    facts = pd.DataFrame(
        [
            (item.id, item.kind, side[item.direction], units[item.id].share, units[item.id].integral, item.minimum, item.maximum, 10.0**-item.decimals)
            for item in catalogue.indicators
        ],
        columns=["indicator", "kind", "side", "share", "integral", "minimum", "maximum", "step"],
    ).astype({"minimum": float, "maximum": float})  # fmt: skip
    series, published = known.series, known.published
    names = Names(catalogue)
    for column, look_up in (
        ("province", names.province),
        ("indicator", lambda text: text),
        ("breakdown", names.breakdown),
    ):
        known = {"province": catalogue.province, "indicator": catalogue.indicator, "breakdown": catalogue.breakdowns}[
            column
        ]
        ids = {text: text if text in known else look_up(text) for text in sheet[column].unique()}
        sheet[column] = sheet[column].map(ids).fillna("")
    sheet = sheet.merge(facts, on="indicator", how="left").merge(series, on=KEY, how="left")
    errors: list[pd.DataFrame] = []

    schema = pa.DataFrameSchema(
        {
            "province": pa.Column(str, pa.Check.isin(list(catalogue.province))),
            "indicator": pa.Column(str, pa.Check.isin(list(catalogue.indicator))),
            "breakdown": pa.Column(str, pa.Check.isin(list(catalogue.breakdowns))),
            "year": pa.Column(str, [pa.Check.str_matches(r"^(?:19|20)\d\d$"), pa.Check(lambda text: text.between("1990", str(known.last_year)))]),
            "series": pa.Column(float, nullable=False),
        },
        checks=pa.Check(lambda frame: ~frame.duplicated([*KEY, "year"]), name="duplicate_key"),
    )  # fmt: skip
    errors.append(failures(schema, sheet))
    sheet["year"] = pd.to_numeric(sheet["year"], errors="coerce")
    is_missing = sheet["value"].map({text: folded(text) in MISSING for text in sheet["value"].unique()})
    silent = sheet[is_missing & (sheet["note"] == "")]
    errors.append(pd.DataFrame({"code": "missing_without_reason", "row": silent["row"], "found": silent["value"]}))
    is_number = (sheet["kind"] == "number") & ~is_missing
    is_level = (sheet["kind"] == "levels") & ~is_missing
    sheet["number"] = np.nan
    sheet.loc[is_number, "number"] = numbers(sheet.loc[is_number, "value"], sheet[is_number])
    scales = {
        (item.id, name): rank
        for item in catalogue.indicators
        for rank, names in enumerate(item.spellings)
        for name in names
    }
    pairs = pd.MultiIndex.from_frame(sheet.loc[is_level, ["indicator", "value"]])
    sheet.loc[is_level, "number"] = pairs.map(scales).astype(float)
    value_schema = pa.DataFrameSchema(
        {"number": pa.Column(float, nullable=False)},
        checks=[
            pa.Check(lambda frame: ~(frame["number"] < frame["minimum"]) & ~(frame["number"] > frame["maximum"]), name="outside_bounds"),
            pa.Check(lambda frame: ~(frame["integral"].astype(bool) & frame["number"].notna() & (frame["number"] != frame["number"].round())), name="not_whole"),
        ],
    )  # fmt: skip
    errors.append(failures(value_schema, sheet[~is_missing]))
    wrong = pd.concat(errors)
    good = sheet[~sheet["row"].isin(wrong["row"])]
    doubtful = doubts(good, published, facts)
    findings = [wrong.merge(sheet[["row", "indicator", "breakdown", "province"]], on="row")]
    for code, rows in doubtful.items():
        named = rows[["row", "indicator", "breakdown", "province"]].assign(code=code)
        findings.append(
            named.assign(old=rows["published" if code == "changes_published" else "last"], new=rows["number"])
        )
    told(pd.concat(findings), catalogue)
    return good, len(wrong)


def told(findings: pd.DataFrame, catalogue: Catalogue) -> list[Issue]:
    """Return equal findings as one issue with its rows, 200 of a code at most, each with its words."""
    by = ["code", "indicator", "breakdown", "province", "found", "old", "new"]
    groups = findings.groupby(by, dropna=False, sort=False)["row"].agg(list).reset_index()
    groups["first"] = groups["row"].str[0]
    groups = groups.sort_values("first").groupby("code", sort=False).head(200)
    issues = []
    for group in groups.itertuples():
        values = {"name": catalogue.indicator[group.indicator].vi if group.indicator else "", "words": ""}
        values |= {name: value for name, value in (("old", group.old), ("new", group.new)) if value == value}
        found = group.found if isinstance(group.found, str) else ""
        issues.append(Issue(group.code, "value", tuple(group.row), found, values))
    return issues


CODES = {
    "not_nullable": "not_a_number", "field_uniqueness": "duplicate_key", "outside_bounds": "outside_bounds",
    "not_whole": "not_whole", "duplicate_key": "duplicate_key",
}  # fmt: skip


def failures(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> pd.DataFrame:
    """Return everything pandera found, once for each row and check: ``code``, ``row``, ``found``."""
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases.dropna(subset=["index"])[["check", "index"]].drop_duplicates()
        rows = frame.loc[cases["index"].astype(int)]
        codes = cases["check"].map(CODES).fillna("not_a_number")
        return pd.DataFrame(
            {"code": codes.to_numpy(), "row": rows["row"].to_numpy(), "found": rows["value"].to_numpy()}
        )
    return pd.DataFrame({"code": [], "row": [], "found": []})


def doubts(good: pd.DataFrame, published: pd.DataFrame, facts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the doubtful rows of each kind, by the rules of ``dashboard.intake.plausibility``."""
    dated = good.dropna(subset=["series"]).copy()
    dated["at"] = dated["series"].astype("int64") * 10_000 + dated["year"].astype("int64")
    known = published.assign(at=published["series"] * 10_000 + published["year"].astype("int64"))
    last = known[["at", "series", "year", "value"]].rename(
        columns={"series": "series_last", "year": "last_year", "value": "last"}
    )
    dated = pd.merge_asof(dated.sort_values("at"), last, on="at", allow_exact_matches=False)
    same_series = dated["series_last"] == dated["series"]
    dated.loc[~same_series, ["last", "last_year"]] = np.nan
    dated = dated.merge(known[["at", "value"]].rename(columns={"value": "published"}), on="at", how="left")

    change = known["value"].diff() / known["year"].diff()
    changes = known.assign(change=change.where(known["series"] == known["series"].shift())).dropna(subset=["change"])
    changes = changes.merge(facts[["indicator", "step"]], on="indicator")
    for by, name in ((["series"], "own"), (["indicator", "breakdown"], "all")):
        grouped = changes.groupby(by)["change"]
        away = (changes["change"] - grouped.transform("median")).abs()
        spread = changes.assign(away=away).groupby(by)["away"]
        mad, mean = spread.median(), spread.mean()
        scale = np.maximum((1.4826 * mad).where(mad > 0, 1.2533 * mean), changes.groupby(by)["step"].first())
        usual = pd.DataFrame(
            {f"{name}_count": grouped.size(), f"{name}_median": grouped.median(), f"{name}_scale": scale}
        )
        dated = dated.merge(usual.reset_index(), on=by, how="left")

    fresh = dated[~(dated["number"] == dated["published"]) & (dated["kind"] == "number")]
    value, before = fresh["number"], fresh["last"]
    found = {"changes_published": dated[dated["published"].notna() & (dated["number"] != dated["published"])]}
    with np.errstate(divide="ignore", invalid="ignore"):
        slip = np.log10((value / before).abs())
        yearly = (value - before) / (fresh["year"] - fresh["last_year"])
        fits_better = (before > 1) & (np.log10(100 * value / before).abs() < np.log10((value / before).abs()).abs())
    own = fresh["own_count"] >= 4
    rules = {
        "share_as_fraction": fresh["share"].astype(bool) & value.between(0, 1, inclusive="right") & fits_better,
        "tenfold": (slip.round().abs() >= 1) & ((slip - slip.round()).abs() <= 0.1),
        "same_as_last_year": (value == before) & (fresh["last_year"] == fresh["year"] - 1) & (value != fresh["minimum"]) & (value != fresh["maximum"]),
        "unlike_history": own & ((yearly - fresh["own_median"]).abs() > 3.5 * fresh["own_scale"]),
        "unlike_provinces": ~own & ((yearly - fresh["all_median"]).abs() > 3.5 * fresh["all_scale"]),
        "against_direction": fresh["side"] * (value - before) < -fresh["step"] * (1 + 1e-9),
    }  # fmt: skip
    doubt = pd.Series(np.select([rule.to_numpy() for rule in rules.values()], list(rules), ""), index=fresh.index)
    found |= dict(tuple(fresh[doubt != ""].groupby(doubt[doubt != ""])))

    whole = ["province", "indicator", "year"]
    keys = fresh[whole].drop_duplicates()
    given = dated[dated["kind"] == "number"].merge(keys, on=whole)
    rest = known.merge(keys, on=whole)[[*whole, "breakdown", "value", "at"]]
    rest = rest[~rest["at"].isin(given["at"])]
    values = pd.concat(
        [
            given[[*whole, "breakdown", "number"]].rename(columns={"number": "value"}),
            rest[[*whole, "breakdown", "value"]],
        ]
    )
    wide = values.pivot_table(index=whole, columns="breakdown", values="value", aggfunc="first")
    low, high = wide[["urban", "rural"]].min(axis=1), wide[["urban", "rural"]].max(axis=1)
    half = wide.index.get_level_values("indicator").map(facts.set_index("indicator")["step"]).to_numpy() / 2 + 1e-9
    whole_things = (
        wide.index.get_level_values("indicator").map(facts.set_index("indicator")["integral"]).to_numpy(dtype=bool)
    )
    is_outside = (wide["total"] < low - half) | (wide["total"] > high + half)
    is_above = wide["urban"] + wide["rural"] > wide["total"] + 0.5
    outside = wide[wide[["urban", "rural"]].notna().all(axis=1) & np.where(whole_things, is_above, is_outside)]
    found["total_outside_parts"] = given.merge(outside.reset_index()[whole], on=whole)
    return found


def compare(rows: pd.DataFrame, known: Figures) -> pd.Series:
    """Return for each row what would become of the figure."""
    published = known.published[["series", "year", "value"]].rename(columns={"value": "old"})
    both = rows.merge(published, on=["series", "year"], how="left")
    kind = np.select(
        [both["old"].isna(), both["number"].isna(), both["old"] == both["number"]],
        ["new", "withdrawn", "unchanged"],
        "changed",
    )
    return pd.Series(kind)

"""Data as they may become: every province, more indicators, more years, and the communes.

Four sizes, each as the settings that point the application at it:

- ``real``: the plans as they are, with the demo store;
- ``large``: 34 provinces × 150 indicators × 3 breakdowns × 16 years, 244 800 assessed rows; 120 tasks of each province with
  10 years of reports;
- ``million``: the same with ten parts of the population more, 1 060 800 assessed rows;
- ``communes``: ``large`` and 10 million observations more, of communes, which have no targets of their own.

They are made once, by the store's own ``append`` (the communes in one submission a year), and kept under
``data/store/bench-*``, which git ignores. Run alone: ``python -m benchmarks.big_data``.
"""

import csv
import hashlib
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import yaml

from benchmarks import record
from benchmarks.serving import PROJECT
from dashboard.method import REPORT_STATES
from dashboard.reference.catalogue import Catalogue, Indicator
from dashboard.reference.files import TARGET_COLUMNS, load_catalogue
from dashboard.settings import reference_folder, store_location
from dashboard.store.illustrative import ensure_demo_store
from dashboard.store.ledger import NO_FIGURES
from dashboard.store.schema import TASK_REPORT_SCHEMA
from dashboard.store.store import OBSERVATION_SCHEMA, Submission, open_store

TITLE = "Data"
FOLDER = PROJECT / "data" / "store"
_MADE_FROM = (
    "indicators.yaml", "data/plans.yaml", "data/agencies.yaml", "data/targets.csv", "data/tasks.csv", "data/themes.yaml",
    "benchmarks/big_data.py",
    "src/dashboard/reference/catalogue.py", "src/dashboard/reference/files.py", "src/dashboard/store/store.py",
)  # fmt: skip
"""Where one of these changed, the data are made again."""

PROVINCES = (
    "Hà Nội", "Huế", "Lai Châu", "Điện Biên", "Sơn La", "Lạng Sơn", "Quảng Ninh", "Thanh Hóa", "Nghệ An", "Hà Tĩnh",
    "Cao Bằng", "Tuyên Quang", "Lào Cai", "Thái Nguyên", "Phú Thọ", "Bắc Ninh", "Hưng Yên", "Hải Phòng", "Ninh Bình",
    "Quảng Trị", "Đà Nẵng", "Quảng Ngãi", "Gia Lai", "Khánh Hòa", "Lâm Đồng", "Đắk Lắk", "Thành phố Hồ Chí Minh",
    "Đồng Nai", "Tây Ninh", "Cần Thơ", "Vĩnh Long", "Đồng Tháp", "Cà Mau", "An Giang",
)  # fmt: skip
INDICATORS = 150
BREAKDOWNS = ("total", "urban", "rural")
MORE_PARTS = tuple(f"part_{number:02d}" for number in range(1, 11))
FIGURE_YEARS = range(2015, 2026)
"""With the plans' horizon to 2030 that makes 16 assessed years."""
TASKS, REPORT_YEARS = 120, range(2016, 2026)
COMMUNES, COMMUNE_YEARS = 3340, range(2006, 2026)
"""3 340 communes × 150 indicators × 20 years = 10 020 000 figures."""

_LARGE, _MILLION, _COMMUNES = (FOLDER / f"bench-{size}" for size in ("large", "million", "communes"))


def _settings(folder: Path) -> dict[str, str]:
    return {"DASHBOARD_STORE": f"sqlite:{folder / 'catalog.sqlite'}", "DASHBOARD_REFERENCE": str(folder / "reference")}


DATA: dict[str, dict[str, str]] = {
    "real": {"DASHBOARD_STORE": f"sqlite:{FOLDER / 'bench-real' / 'demo.sqlite'}", "DASHBOARD_REFERENCE": str(PROJECT)},
    "large": _settings(_LARGE),
    "million": _settings(_MILLION),
    "communes": _settings(_COMMUNES),
}
"""The environment of each size."""


def ready(size: str) -> dict[str, str]:
    """Return the settings of a size, making its data where they are missing."""
    settings = DATA[size]
    if size == "real":
        catalogue = load_catalogue()
        ensure_demo_store(catalogue, store_location(settings)).close()
        return settings
    folder = {"large": _LARGE, "million": _MILLION, "communes": _COMMUNES}[size]
    done = folder / "made-from"
    made_from = hashlib.sha256(b"".join((PROJECT / name).read_bytes() for name in _MADE_FROM)).hexdigest()
    if not done.exists() or done.read_text() != made_from:
        shutil.rmtree(folder, ignore_errors=True)
        _make(size, settings)
        done.write_text(made_from)
    return settings


def _make(size: str, settings: dict[str, str]) -> None:
    folder = reference_folder(settings)
    (folder / "data" / "actuals").mkdir(parents=True)
    communes = [f"commune_{number:04d}" for number in range(COMMUNES)] if size == "communes" else []
    parts = (*BREAKDOWNS, *MORE_PARTS) if size == "million" else BREAKDOWNS
    _write_reference(folder, parts, communes)
    catalogue = load_catalogue(folder)
    store = open_store(store_location(settings), origin="illustrative")
    before = time.perf_counter()
    store.append(*_reports(catalogue), *_task_reports(catalogue))
    print(f"{size}: reports of the provinces appended in {time.perf_counter() - before:.1f} s", flush=True)
    before = time.perf_counter()
    for year in COMMUNE_YEARS if communes else ():
        store.append(_communes_in(year, catalogue, communes))
    if communes:
        print(f"{size}: communes appended in {time.perf_counter() - before:.1f} s", flush=True)
    store.close()


# ---- reference files -------------------------------------------------------------------------------------------------


def _write_reference(folder: Path, breakdowns: tuple[str, ...], communes: list[str]) -> None:
    """Write a catalogue of the real sectors, units and agencies with more of everything else."""
    real = yaml.safe_load((PROJECT / "indicators.yaml").read_text("utf-8"))
    plan = yaml.safe_load((PROJECT / "data" / "plans.yaml").read_text("utf-8"))["plans"][0]
    models = [indicator | {"breakdowns": list(breakdowns), "kin": []} for indicator in real["indicators"]]
    indicators = models[:INDICATORS]
    for number in range(INDICATORS - len(indicators)):
        model = models[number]
        more = {
            "id": f"{model['id'][:34]}_more",
            "vi": f"{model['vi'][:150]} (khác)",
            "en": f"{model['en'][:150]} (other)",
        }
        indicators.append(model | more)
    parts = {key: real["breakdowns"][key] for key in BREAKDOWNS}
    parts |= {id_: {"vi": f"Nhóm số {id_[5:]}", "en": f"Group {id_[5:]}"} for id_ in breakdowns if id_ in MORE_PARTS}
    parts |= {id_: {"vi": f"Xã số {id_[8:]}", "en": f"Commune {id_[8:]}"} for id_ in communes}
    provinces = [{"id": f"province_{number:02d}", "vi": name, "en": name} for number, name in enumerate(PROVINCES)]
    plans = [
        plan | {"id": f"plan_{p['id'][9:]}", "province": p["id"], "number": f"{p['id'][9:]}/KH-UBND"} for p in provinces
    ]
    _write_yaml(folder / "indicators.yaml", real | {"breakdowns": parts, "indicators": indicators})
    _write_yaml(folder / "data" / "provinces.yaml", {"provinces": provinces})
    _write_yaml(folder / "data" / "plans.yaml", {"plans": plans})
    _write_yaml(folder / "data" / "discrepancies.yaml", {"discrepancies": []})
    _write_yaml(folder / "data" / "successions.yaml", {"successions": []})
    _write_yaml(folder / "data" / "combining.yaml", {"combining": [], "denominators": []})
    said = yaml.safe_load((PROJECT / "data" / "definitions.yaml").read_text("utf-8"))["definitions"]
    said |= {one["id"]: said[model["id"]] for one, model in zip(indicators[len(models) :], models, strict=False)}
    _write_yaml(
        folder / "data" / "definitions.yaml", {"definitions": {one["id"]: said[one["id"]] for one in indicators}}
    )
    _write_tasks(folder / "data", plan["id"], [one["id"] for one in plans])
    agencies = yaml.safe_load((PROJECT / "data" / "agencies.yaml").read_text("utf-8"))
    everywhere = [agency | {"province": None} for agency in agencies["agencies"]]
    _write_yaml(folder / "data" / "agencies.yaml", agencies | {"agencies": everywhere})
    with (folder / "data" / "targets.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(TARGET_COLUMNS)
        writer.writerows(_printed_targets(load_catalogue(), indicators, breakdowns, plans))


def _write_tasks(folder: Path, real: str, plans: list[str]) -> None:
    """Give every plan the first tasks of a real one, under its themes."""
    themes = yaml.safe_load((PROJECT / "data" / "themes.yaml").read_text("utf-8"))["themes"]
    for theme in themes:
        printed = [heading for heading in theme["headings"] if heading["plan"] == real]
        theme["headings"] = [heading | {"plan": plan} for plan in plans for heading in printed]
    _write_yaml(folder / "themes.yaml", {"themes": [theme for theme in themes if theme["headings"]]})
    tasks = pl.read_csv(PROJECT / "data" / "tasks.csv", infer_schema=False).filter(plan=real).head(TASKS)
    pl.concat(
        tasks.with_columns(plan=pl.lit(plan), task=pl.lit(f"{plan}_") + pl.col("task")) for plan in plans
    ).write_csv(folder / "tasks.csv")


def _printed_targets(
    real: Catalogue, indicators: list[dict], breakdowns: tuple[str, ...], plans: list[dict]
) -> Iterator[list[str]]:
    """Yield two printed cells, 2025 and 2030, of every province, indicator and breakdown."""
    chance = np.random.default_rng(7)
    in_charge = [agency.printed[0] for agency in real.agencies_in_charge if agency.printed]
    for plan in plans:
        for position, indicator in enumerate(indicators):
            agency = in_charge[position % len(in_charge)]
            for part, breakdown in enumerate(breakdowns):
                goal = _goal(real, indicator["id"].removesuffix("_more")) * chance.uniform(0.9, 1.0)
                for year, share in ((2025, 0.92), (2030, 1.0)):
                    printed = _printed(indicator, real.units[indicator["unit"]].integral, goal * share)
                    row = f"{position + 1}.{part + 1}"
                    yield [plan["id"], plan["province"], row, indicator["vi"], breakdown, "", str(year), printed,
                           indicator["id"], agency, "Các sở, ban, ngành có liên quan"]  # fmt: skip


def _goal(real: Catalogue, id_: str) -> float:
    """Return a printed target of the indicator, 50 where no plan sets one."""
    known = next((i.id for i in real.indicators if i.id == id_ or i.id[:34] == id_), id_)
    return next((cell.target.anchor for cell in real.targets if cell.indicator == known and cell.target), 50.0) or 1.0


def _printed(indicator: dict, is_integral: bool, value: float) -> str:
    if indicator["kind"] == "levels":
        return str(indicator["levels"][-1]["vi"])
    decimals = 0 if is_integral else max(indicator.get("decimals", 0), 1)
    text = f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    return text.replace(".", "") if value < 1000 else text


def _write_yaml(path: Path, content: object) -> None:
    path.write_text(yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False), "utf-8")


# ---- figures ---------------------------------------------------------------------------------------------------------


def _reports(catalogue: Catalogue) -> Iterator[Submission]:
    """Yield a report of every province for every year, with a hole here and there."""
    chance = np.random.default_rng(11)
    goals = {
        (cell.province, cell.indicator, cell.breakdown): cell.target.anchor for cell in catalogue.targets if cell.target
    }
    keys = list(goals)
    start = chance.uniform(0.75, 1.02, len(keys))
    pace = chance.uniform(-0.004, 0.022, len(keys))
    anchors = np.array(list(goals.values()))
    side = np.array([-1 if catalogue.indicator[indicator].direction == "decrease" else 1 for _, indicator, _ in keys])
    frame = pl.DataFrame(keys, schema=["province", "indicator", "breakdown"], orient="row")
    for year in FIGURE_YEARS:
        share = start + pace * (year - FIGURE_YEARS[0])
        values = _observed(catalogue, frame.with_columns(value=anchors * np.where(side > 0, share, 2 - share)), year)
        values = values.filter(pl.Series(chance.random(values.height) > 0.04))
        for (province,), rows in values.group_by(["province"], maintain_order=True):
            yield Submission(rows, "generated", f"{province}-{year}.csv", "Sở", approved_by="Ủy ban nhân dân tỉnh")


def _task_reports(catalogue: Catalogue) -> Iterator[Submission]:
    """Yield what the leads of every province report on its tasks for every year, with a hole here and there."""
    chance = np.random.default_rng(13)
    for plan in catalogue.plans:
        tasks = [task.task for task in catalogue.tasks if task.plan == plan.id]
        for year in REPORT_YEARS:
            rows = pl.DataFrame({"task": tasks}).with_columns(
                year=pl.lit(year),
                state=pl.Series(chance.choice(REPORT_STATES, len(tasks), p=(0.1, 0.85, 0.03, 0.02))),
                date_done=pl.lit(None),
                document_number=pl.lit(None),
                document_date=pl.lit(None),
                what_was_done=pl.lit("Báo cáo dựng để đo"),
                what_hinders=pl.lit(None),
            )
            rows = rows.filter(pl.Series(chance.random(rows.height) > 0.1))
            reports = rows.select(pl.col(name).cast(kind) for name, kind in TASK_REPORT_SCHEMA.items())
            yield Submission(NO_FIGURES, "generated", f"{plan.id}-tasks-{year}.csv", "Sở",
                             approved_by="Ủy ban nhân dân tỉnh", task_reports=reports)  # fmt: skip


def _communes_in(year: int, catalogue: Catalogue, communes: list[str]) -> Submission:
    """Return one year of every commune, each in its province."""
    chance = np.random.default_rng(year)
    ids = [indicator.id for indicator in catalogue.indicators]
    provinces = [province.id for province in catalogue.provinces]
    frame = pl.DataFrame({
        "province": pl.Series([provinces[number % len(provinces)] for number in range(len(communes))]).gather(np.repeat(np.arange(len(communes)), len(ids))),
        "indicator": pl.Series(ids).gather(np.tile(np.arange(len(ids)), len(communes))),
        "breakdown": pl.Series(communes).gather(np.repeat(np.arange(len(communes)), len(ids))),
        "value": chance.uniform(0, 100, len(ids) * len(communes)).round(1),
    })  # fmt: skip
    rows = _observed(catalogue, frame, year)
    return Submission(rows, "generated", f"communes-{year}.csv", "Cục Thống kê", approved_by="Cục Thống kê")


def _observed(catalogue: Catalogue, frame: pl.DataFrame, year: int) -> pl.DataFrame:
    """Return the values as the store takes them; an indicator of levels gets one of its levels."""
    by_kind = {indicator.id: _top_level(indicator) for indicator in catalogue.indicators if indicator.kind == "levels"}
    level = pl.col("indicator").replace_strict(by_kind, default=None, return_dtype=pl.String)
    return frame.with_columns(
        level=level,
        value=pl.when(level.is_null()).then(pl.col("value").round(3)),
        year=pl.lit(year),
        preliminary=pl.lit(year == FIGURE_YEARS[-1]),
        source=pl.lit("Số liệu dựng để đo"),
        source_table=pl.lit(""),
        locator=pl.lit(""),
        note=pl.lit(""),
    ).select(pl.col(name).cast(kind) for name, kind in OBSERVATION_SCHEMA.items())


def _top_level(indicator: Indicator) -> str:
    return indicator.levels[len(indicator.levels) // 2].id


def report() -> str:
    """Make what is missing and return the section of the README."""
    rows = []
    for size, settings in DATA.items():
        before = time.perf_counter()
        ready(size)
        taken = time.perf_counter() - before
        catalogue, store = load_catalogue(reference_folder(settings)), open_store(store_location(settings))
        with store.one_snapshot() as (_, cursor):
            (count,) = cursor.execute("SELECT count(*) FROM store.observations").fetchall()[0]
        store.close()
        rows.append(
            [
                size,
                len(catalogue.provinces),
                len(catalogue.indicators),
                len(catalogue.targets),
                f"{count:,}".replace(",", " "),
                record.seconds(taken),
            ]
        )
    return record.table(
        ["data", "provinces", "indicators", "printed targets", "observations", "made, or found, in"], rows
    )


if __name__ == "__main__":
    print(report())

"""The commands about reference data and figures: check, gaps, load, demo."""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from dashboard import workflow
from dashboard.commands.shared import Commands, opened_store, rights_by, write_out
from dashboard.exports import FORMATS, TABLES, Arrangement, Table, content, export_of, gaps_csv
from dashboard.exports.arrangement import NAMES
from dashboard.exports.columns import NOT_FILTERED
from dashboard.filters import DAYS, KEYS, Filters
from dashboard.mart import queries
from dashboard.mart.mart import Mart
from dashboard.reference.catalogue import Catalogue
from dashboard.reference.files import load_catalogue, read_catalogue
from dashboard.reference.organisation import TODAY_FROM
from dashboard.reference.targets import NOT_SET
from dashboard.settings import language, reference_folder, store_location
from dashboard.store.curated import curated_submissions, read_actuals
from dashboard.store.illustrative import ensure_demo_store
from dashboard.store.store import Submission
from dashboard.words.messages import DashboardError, Problem, ProblemsError, Translate, mark
from dashboard.words.translations import translator


def add_to(commands: Commands, translate: Translate) -> None:
    """Add the commands to the parser."""
    check = commands.add_parser("check", help=translate(mark("kiểm tra toàn bộ dữ liệu gốc và in số lượng")))
    check.set_defaults(run=_check)

    gaps = commands.add_parser("gaps", help=translate(mark("in bảng đánh giá chỉ tiêu và thực hiện")))
    add_filters(gaps, "gaps")
    gaps.add_argument("--format", choices=("csv", "json"), default="csv")
    gaps.set_defaults(run=_gaps)

    export = commands.add_parser(
        "export", help=translate(mark("xuất một bảng với đủ cột, nhãn và nguồn, đúng như tệp tải từ màn hình và API"))
    )
    export.add_argument("table", choices=tuple(TABLES))
    add_filters(export)
    _add_layout(export, NAMES)

    tasks = commands.add_parser("tasks", help=translate(mark("xuất các nhiệm vụ, đề án và trạng thái: export tasks")))
    add_filters(tasks, "tasks")
    _add_layout(tasks, ("columns", "sort"))
    tasks.set_defaults(table="tasks")

    load = commands.add_parser(
        "load", help=translate(mark("ghi một tệp số liệu thực hiện vào kho, tất cả hoặc không gì cả"))
    )
    load.add_argument("file", type=Path)
    load.add_argument("--origin", choices=("official", "illustrative"), required=True)
    load.add_argument("--by", required=True, metavar="NAME", help=translate(mark("người hoặc cơ quan nộp")))
    load.set_defaults(run=_load)

    demo = commands.add_parser("demo", help=translate(mark("dựng kho số liệu minh hoạ")))
    demo.set_defaults(run=_demo)


def add_filters(command: argparse.ArgumentParser, table: Table | None = None) -> None:
    """Add the filters that say something about the table, all of them where the table is chosen with them."""
    for key in KEYS:
        if table and key in NOT_FILTERED[table]:
            continue
        command.add_argument(
            f"--{key.replace('_', '-')}", action="append", default=[], metavar="YYYY-MM-DD" if key in DAYS else "ID"
        )
    command.add_argument("-o", "--output", type=Path, metavar="FILE")


def _add_layout(command: argparse.ArgumentParser, names: Sequence[str]) -> None:
    """Add what says how a table is written."""
    command.add_argument("--format", choices=tuple(FORMATS), default="csv")
    for name in names:
        command.add_argument(f"--{name}", action="append", default=[], metavar={"view": "list|wide"}.get(name, "NAME"))
    command.set_defaults(run=_export)


def _check(options: argparse.Namespace) -> None:
    """Validate the reference files and the curated actuals, and print how many of each there are."""
    catalogue, problems = read_catalogue(reference_folder())
    curated: list[Submission] = []
    if catalogue is not None:
        try:
            curated = curated_submissions(catalogue, reference_folder())
        except ProblemsError as error:
            problems += error.problems
    if problems or catalogue is None:
        raise ProblemsError(problems)
    in_force = [cell for cell in catalogue.targets if catalogue.plan[cell.plan].in_force]
    rows = {(cell.plan, cell.row, cell.printed_name) for cell in in_force}
    counts = {
        mark("lĩnh vực"): len(catalogue.sectors),
        mark("chỉ tiêu"): len(catalogue.indicators),
        mark("tỉnh"): len(catalogue.provinces),
        mark("kế hoạch"): len(catalogue.plans),
        mark("cơ quan"): len(catalogue.agencies),
        mark("kế thừa nhiệm vụ giữa các cơ quan"): len(catalogue.successions),
        mark("điểm không khớp"): len(catalogue.discrepancies),
        mark("nhiệm vụ, đề án và trách nhiệm thường xuyên"): len(catalogue.tasks),
        mark("dòng chỉ tiêu in trong các kế hoạch đang hiệu lực"): len(rows),
        mark("ô mục tiêu in trong các kế hoạch đang hiệu lực"): sum(cell.printed not in NOT_SET for cell in in_force),
        mark("ô mục tiêu của kế hoạch đã thay thế"): len(catalogue.targets) - len(in_force),
        mark("dòng chỉ tiêu in có cơ quan hiện nay theo văn bản"): sum(
            bool(cell.agencies) and all(holder.is_known for holder in catalogue.holders(cell, TODAY_FROM))
            for cell in {(cell.plan, cell.row, cell.printed_name): cell for cell in in_force}.values()
        ),
        mark("nhiệm vụ có cơ quan chủ trì hiện nay theo văn bản"): sum(
            all(holder.is_known for holder in catalogue.holders(task, TODAY_FROM)) for task in catalogue.tasks
        ),
        mark("số liệu thực hiện đã công bố"): sum(submission.observations.height for submission in curated),
    }
    translate = translator(language())
    for what, count in counts.items():
        print(f"{count:6d}  {translate(what)}")
    _print_tasks(catalogue, translate)


def _print_tasks(catalogue: Catalogue, translate: Translate) -> None:
    """Print how many tasks each plan has by section, in document order, and by lead, the most first."""
    for plan in catalogue.plans:
        tasks = [task for task in catalogue.tasks if task.plan == plan.id]
        if not tasks:
            continue
        places: dict[str, Counter[str]] = {}
        for task in tasks:
            places.setdefault(task.place, Counter())[task.section] += 1
        print(f"\n{len(tasks):6d}  {plan.number} · {catalogue.province[plan.province].name(language())}")
        for place, sections in places.items():
            listed = " · ".join(f"{section} {count}" for section, count in sections.items())
            print(f"{sections.total():6d}    {place}: {listed}")
        print(f"{'':6s}    {translate(mark('theo cơ quan chủ trì'))}:")
        for agency, count in Counter(lead for task in tasks for lead in task.lead_agencies).most_common():
            print(f"{count:6d}      {catalogue.agency[agency].name(language())}")


def _gaps(options: argparse.Namespace) -> None:
    """Print the assessed table with raw numbers, in the columns of ``GAP_COLUMNS``."""
    catalogue, mart, filters = asked(options)
    rows = queries.gaps(mart, catalogue, filters)
    if options.format == "json":
        made = (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()
    else:
        made = gaps_csv(rows, for_excel=False)
    write_out(made, options.output)


def _export(options: argparse.Namespace) -> None:
    """Write a table as pages and API give it."""
    if options.format in _BINARY and options.output is None:
        raise DashboardError(mark("Dạng {format} phải ghi ra tệp: thêm -o TỆP."), format=options.format)
    arrangement, problems = Arrangement.parse(options.table, {name: getattr(options, name, []) for name in NAMES})
    catalogue, mart, filters = asked(options, also_wrong=lambda _: problems)
    export = export_of(options.table, mart, catalogue, filters, arrangement=arrangement)
    write_out(content(export, options.format), options.output)


def asked(
    options: argparse.Namespace, *, also_wrong: Callable[[Filters], Sequence[Problem]] = lambda _: ()
) -> tuple[Catalogue, Mart, Filters]:
    """Return what the filters are asked of; ``also_wrong`` gives what else is wrong with the options, told with theirs."""
    catalogue = load_catalogue(reference_folder())
    filters, problems = Filters.parse({key: getattr(options, key, []) for key in KEYS}, catalogue)
    problems += also_wrong(filters)
    if problems:
        raise ProblemsError(problems)
    with opened_store(catalogue) as store:
        return catalogue, Mart(catalogue, store, as_of=filters.as_of), filters


_BINARY = ("parquet", "xlsx", "zip")


def _load(options: argparse.Namespace) -> None:
    """Append a file of actuals as one approved submission."""
    catalogue = load_catalogue(reference_folder())
    observations = read_actuals(options.file, catalogue)
    rights = rights_by(options.by, catalogue)
    with opened_store(catalogue, origin=options.origin) as store:
        known = set(store.table("submissions")["submission"])
        id_ = workflow.load(
            store, rights, Submission(observations, "file", options.file.name, options.by, approved_by=options.by)
        )
    text = (
        mark("Đã ghi {count} số liệu, lần nộp {id}.")
        if id_ not in known
        else mark("Kho đã có đúng {count} số liệu này, lần nộp {id}.")
    )
    print(translator(language())(text).format(count=observations.height, id=id_))


def _demo(options: argparse.Namespace) -> None:
    """Make the illustrative store, or bring it up to date with the catalogue."""
    ensure_demo_store(load_catalogue(reference_folder()), store_location()).close()

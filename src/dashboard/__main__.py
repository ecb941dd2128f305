"""The command line: ``python -m dashboard check | gaps | load | demo``."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from dashboard import queries
from dashboard.curated import curated_submissions, load_curated, read_actuals
from dashboard.exports import gaps_csv
from dashboard.filters import KEYS, Filters
from dashboard.illustrative import ensure_demo_store
from dashboard.mart import Mart
from dashboard.messages import DashboardError, Problem, ProblemsError, mark
from dashboard.reference_files import load_catalogue, read_catalogue
from dashboard.settings import language, reference_folder, store_location
from dashboard.store import Submission, open_store
from dashboard.targets import NOT_SET
from dashboard.words import translator

EXIT_WRONG = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0 when it did what it says, 1 when it could not, with every reason on stderr."""
    translate = translator(language())
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
        sys.stdout.flush()
    except DashboardError as error:
        print(error.tell(translate), file=sys.stderr)
        return EXIT_WRONG
    except BrokenPipeError:  # whoever reads the output has seen enough, as in ``gaps | head``
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_WRONG
    return 0


def _parser() -> argparse.ArgumentParser:
    translate = translator(language())
    parser = argparse.ArgumentParser(
        prog="python -m dashboard", description=translate(mark("Chỉ tiêu và thực hiện chính sách xã hội."))
    )
    commands = parser.add_subparsers(required=True, metavar="LỆNH" if language() == "vi" else "COMMAND")

    check = commands.add_parser("check", help=translate(mark("kiểm tra toàn bộ dữ liệu gốc và in số lượng")))
    check.set_defaults(run=_check)

    gaps = commands.add_parser("gaps", help=translate(mark("in bảng đánh giá chỉ tiêu và thực hiện")))
    for key in KEYS:
        if key == "as_of":
            gaps.add_argument("--as-of", action="append", default=[], metavar="YYYY-MM-DD")
        else:
            gaps.add_argument(f"--{key}", action="append", default=[], metavar="ID")
    gaps.add_argument("--format", choices=("csv", "json"), default="csv")
    gaps.add_argument("-o", "--output", type=Path, metavar="FILE")
    gaps.set_defaults(run=_gaps)

    load = commands.add_parser(
        "load", help=translate(mark("ghi một tệp số liệu thực hiện vào kho, tất cả hoặc không gì cả"))
    )
    load.add_argument("file", type=Path)
    load.add_argument("--origin", choices=("official", "illustrative"), required=True)
    load.add_argument("--by", required=True, metavar="NAME", help=translate(mark("người hoặc cơ quan nộp")))
    load.set_defaults(run=_load)

    demo = commands.add_parser("demo", help=translate(mark("dựng kho số liệu minh hoạ")))
    demo.set_defaults(run=_demo)
    return parser


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
        mark("điểm không khớp"): len(catalogue.discrepancies),
        mark("dòng chỉ tiêu in trong các kế hoạch đang hiệu lực"): len(rows),
        mark("ô mục tiêu in trong các kế hoạch đang hiệu lực"): sum(cell.printed not in NOT_SET for cell in in_force),
        mark("ô mục tiêu của kế hoạch đã thay thế"): len(catalogue.targets) - len(in_force),
        mark("số liệu thực hiện đã công bố"): sum(submission.observations.height for submission in curated),
    }
    translate = translator(language())
    for what, count in counts.items():
        print(f"{count:6d}  {translate(what)}")


def _gaps(options: argparse.Namespace) -> None:
    """Print the assessed table with raw numbers."""
    catalogue = load_catalogue(reference_folder())
    filters, problems = Filters.parse({key: getattr(options, key) for key in KEYS}, catalogue)
    if problems:
        raise ProblemsError(problems)
    store = open_store(store_location())
    try:
        load_curated(store, catalogue, reference_folder())
        rows = queries.gaps(Mart(catalogue, store, as_of=filters.as_of), catalogue, filters)
    finally:
        store.close()
    if options.format == "json":
        text = json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    else:
        text = gaps_csv(rows, for_excel=False).decode()
    if options.output is None:
        sys.stdout.write(text)
        return
    try:
        options.output.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise ProblemsError([Problem(mark("Không ghi được tệp: {error}"), {"error": error}, options.output)]) from error


def _load(options: argparse.Namespace) -> None:
    """Append a file of actuals as one approved submission."""
    catalogue = load_catalogue(reference_folder())
    observations = read_actuals(options.file, catalogue)
    store = open_store(store_location(), origin=options.origin)
    try:
        load_curated(store, catalogue, reference_folder())
        known = set(store.table("submissions")["submission"])
        submission = Submission(observations, "file", options.file.name, options.by, approved_by=options.by)
        (id_,) = store.append(submission)
    finally:
        store.close()
    text = (
        mark("Đã ghi {count} số liệu, lần nộp {id}.")
        if id_ not in known
        else mark("Kho đã có đúng {count} số liệu này, lần nộp {id}.")
    )
    print(translator(language())(text).format(count=observations.height, id=id_))


def _demo(options: argparse.Namespace) -> None:
    """Make the illustrative store, or bring it up to date with the catalogue."""
    ensure_demo_store(load_catalogue(reference_folder()), store_location()).close()


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # Vietnamese on any terminal
    sys.exit(main())

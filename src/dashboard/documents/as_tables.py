"""Pictures as tables of their figures, for where these are to be reckoned with."""

from dashboard.documents import signs
from dashboard.documents.fixed_words import fixed_words
from dashboard.documents.model import Cell, Column, Row, StatusBars, Table, Ways


def table_of_bars(picture: StatusBars, language: str) -> Table:
    """Return a row for each bar and a column for each status of the key."""
    words = fixed_words(language)
    columns = [
        Column("", 3),
        *(Column(signs.with_sign(word, status), 1, "right") for status, word in picture.words),
        Column(words["share"], 2),
    ]
    rows = []
    for bar in picture.bars:
        counts = dict.fromkeys((status for status, _ in picture.words), 0)
        for part in bar.parts:
            counts[part.status] = counts.get(part.status, 0) + part.count
        cells = [Cell(str(counts[status]), counts[status]) for status, _ in picture.words]
        rows.append(Row((Cell(bar.label, is_strong=True), *cells, Cell(bar.told))))
    return Table(picture.title, tuple(columns), tuple(rows))


def table_of_ways(picture: Ways, language: str) -> Table:
    """Return a row for each way: baseline, what the path asks for, actual with its sign, target; a band as its ends."""
    words = fixed_words(language)
    heads = ("baseline", "expected", "actual", "target", "band_from", "band_to", "printed")
    columns = (Column("", 3), *(Column(words[head].capitalize(), 1.2, "right") for head in heads))
    rows = tuple(
        Row(
            (
                Cell(f"{way.label} ({words['lower']})" if way.lower_is_better else way.label),
                Cell(way.baseline_text, way.baseline),
                _number(way.expected),
                Cell(way.actual_text, way.actual, way.status),
                _number(way.target),
                _number(way.lower),
                _number(way.upper),
                Cell(way.target_text),
            )
        )
        for way in picture.ways
    )
    return Table(picture.title, columns, rows)


def _number(value: float | None) -> Cell:
    return Cell("" if value is None else f"{value:g}", value)

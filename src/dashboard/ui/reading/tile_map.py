"""A map of tiles: one indicator in every province, each a tile at its place, with sign, name and figure."""

import html
from collections import defaultdict
from collections.abc import Iterable, Sequence

from dashboard.mart.rows import ShownRow
from dashboard.method import STATUS, STATUSES
from dashboard.notation import measured, number, status_word
from dashboard.reference.catalogue import Catalogue, Indicator
from dashboard.reference.tiles import grid_of, short_name, tiles
from dashboard.ui.frame import address
from dashboard.ui.frame.navigation import INDICATOR
from dashboard.ui.parts.html_tables import status_mark


def tile_map(
    assessed: Sequence[ShownRow], indicator: Indicator, catalogue: Catalogue, language: str, *, label: str
) -> str:
    """Return the map as HTML: a list of links from north to south, and beside it the names by status.

    Provinces without a tile stand in a row below; tiles of provinces without a row are empty and name their province.

    Args:
        assessed: Rows of one year, indicator and part: one a province.
        indicator: What they are about.
        catalogue: Names.
        language: Of the words.
        label: What the map shows, for screen readers.
    """
    rows = {catalogue.province[row["province"]].vi: row for row in assessed}
    places = tiles(grid_of(catalogue.province[row["province"]] for row in assessed))
    on_map = []
    for name, tile in sorted(places.items(), key=lambda entry: entry[1][1:]):
        place = f"grid-row:{tile.row};grid-column:{tile.column}"
        if name in rows:
            on_map.append(f'<li style="{place}">{_tile(rows[name], indicator, catalogue, language)}</li>')
        else:
            on_map.append(
                f'<li class="plan-tile-empty" style="{place}" aria-hidden="true">{html.escape(tile.short)}</li>'
            )
    below = "".join(
        f"<li>{_tile(row, indicator, catalogue, language)}</li>" for name, row in rows.items() if name not in places
    )
    return (
        f'<div class="plan-map"><ol class="plan-tiles" aria-label="{html.escape(label, quote=True)}">{"".join(on_map)}</ol>'
        f"{_by_status(assessed, catalogue, language)}"
        + (f'<ol class="plan-tiles plan-tiles-below">{below}</ol>' if below else "")
        + "</div>"
    )


def _tile(row: ShownRow, indicator: Indicator, catalogue: Catalogue, language: str) -> str:
    province, status = catalogue.province[row["province"]], STATUS[row["status"]]
    figure = "" if indicator.kind == "levels" else number(row["actual"], decimals=indicator.decimals, language=language)
    told = [status_word(row["status"], language, preliminary=row["preliminary"])]
    if row["actual"] is not None:
        told.append(measured(row["actual"], indicator, catalogue, language=language))
    is_estimate = row["preliminary"] and status.role != "not_assessed"
    target = html.escape(address.link(INDICATOR.path, province=[row["province"]]), quote=True)
    words = html.escape(f"{province.name(language)}: {', '.join(told)}", quote=True)
    kind = ' class="plan-estimate"' if is_estimate else ""
    return (
        f'<a href="{target}" target="_self" title="{words}" style="background:{status.tint}">'
        f'<span class="plan-read">{words}</span><span aria-hidden="true">{html.escape(short_name(province, language))}</span>'
        f'<span aria-hidden="true"><span{kind}>{status.sign}</span> {html.escape(figure)}</span></a>'
    )


def _by_status(assessed: Iterable[ShownRow], catalogue: Catalogue, language: str) -> str:
    """Return the key: of every status that is there its sign, word and colour, how many provinces have it, and which."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in assessed:
        found[row["status"]].append(short_name(catalogue.province[row["province"]], language))
    items = "".join(
        f'<li>{status_mark(id_, language)} <strong>{len(found[id_])}</strong><br><span class="plan-muted">{html.escape(", ".join(found[id_]))}</span></li>'
        for id_ in STATUSES
        if id_ in found
    )
    return f'<ul class="plan-map-key">{items}</ul>'

"""What an SDMX-CSV file is made of, as SDMX-ML 3.0: its dataflow, data structure definition, concepts and code lists.

It follows from the catalogue and the columns, in both languages, and says nothing of any figure: every file of a table has it.
"""

from collections.abc import Callable, Iterable, Mapping
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from dashboard.exports.columns import COLUMNS, TITLES, Kind, Table
from dashboard.exports.sdmx import AGENCY, ATTRIBUTES, DIMENSIONS, OBS_STATUSES, VALUES, VERSION
from dashboard.method import REASONS, REPORT_STATES, STATUS, TASK_KINDS, TASK_STATUS, TIMINGS
from dashboard.reference.catalogue import Catalogue
from dashboard.words.messages import mark
from dashboard.words.translations import LANGUAGES, translator
from dashboard.workflow.actions import ACTION_STATE_WORDS

MEDIA_TYPE = "application/vnd.sdmx.structure+xml; version=3.0.0"
_LAID_DOWN = "2026-12-01T00:00:00Z"
"""When this structure was; the same catalogue gives the same bytes."""
_SCHEMAS = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0"
_MESSAGE, _STRUCTURE, _COMMON = (f"{{{_SCHEMAS}/{part}}}" for part in ("message", "structure", "common"))
_ORIGIN_WORDS = {"official": mark("chính thức"), "illustrative": mark("minh hoạ")}
_TEXT_TYPES: dict[Kind, str] = {
    "code": "String",
    "text": "String",
    "number": "Double",
    "count": "Integer",
    "year": "GregorianYear",
    "truth": "Boolean",
    "moment": "DateTime",
    "day": "GregorianDay",
}
_LISTS = {
    "province": "CL_AREA", "indicator": "CL_INDICATOR", "breakdown": "CL_BREAKDOWN", "plan": "CL_PLAN", "task": "CL_TASK",
    "status": "CL_STATUS", "reason": "CL_REASON", "task_status": "CL_TASK_STATUS", "kind": "CL_KIND", "theme": "CL_THEME",
    "timing": "CL_TIMING", "report_state": "CL_REPORT_STATE", "owner": "CL_AGENCY", "state": "CL_ACTION_STATE",
    "origin": "CL_ORIGIN", "obs_status": "CL_OBS_STATUS",
}  # fmt: skip
"""The code list of each column that has one. Lists of ids in one cell, comparators and levels, whose ids belong to their
indicator, are texts."""
_OBS_STATUS = mark("Tình trạng của giá trị: A (bình thường), P (sơ bộ), M (chưa có)")


def structure_ml(table: Table, catalogue: Catalogue) -> bytes:
    """Return the structure message of a table: everything a reader needs to understand its SDMX-CSV."""
    for prefix, space in (("mes", _MESSAGE), ("str", _STRUCTURE), ("com", _COMMON)):
        register_namespace(prefix, space[1:-1])
    message = Element(f"{_MESSAGE}Structure")
    header = SubElement(message, f"{_MESSAGE}Header")
    _text(header, f"{_MESSAGE}ID", f"{AGENCY}_{table.upper()}")
    _text(header, f"{_MESSAGE}Test", "false")
    _text(header, f"{_MESSAGE}Prepared", _LAID_DOWN)
    SubElement(header, f"{_MESSAGE}Sender", id=AGENCY)
    structures = SubElement(message, f"{_MESSAGE}Structures")
    _add_dataflow(structures, table)
    _add_code_lists(structures, table, catalogue)
    _add_concepts(structures, table)
    _add_structure(structures, table)
    indent(message)
    return bytes(tostring(message, "utf-8", xml_declaration=True)) + b"\n"


def _add_dataflow(structures: Element, table: Table) -> None:
    flow = _maintained(
        SubElement(structures, f"{_STRUCTURE}Dataflows"), "Dataflow", table.upper(), _said(TITLES[table])
    )
    _text(
        flow, f"{_STRUCTURE}Structure", f"urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure={_of(table.upper())}"
    )


def _add_code_lists(structures: Element, table: Table, catalogue: Catalogue) -> None:
    lists = SubElement(structures, f"{_STRUCTURE}Codelists")
    codes = _codes(catalogue)
    columns = dict.fromkeys(column for column in _components(table).values() if column in _LISTS)
    for column in columns:
        made = _maintained(lists, "Codelist", _LISTS[column], _meaning(column))
        for id_, names in codes[column].items():
            _named(SubElement(made, f"{_STRUCTURE}Code", id=id_), names)


def _add_concepts(structures: Element, table: Table) -> None:
    schemes = SubElement(structures, f"{_STRUCTURE}ConceptSchemes")
    scheme = _maintained(schemes, "ConceptScheme", f"CS_{table.upper()}", _said(TITLES[table]))
    for id_, column in _components(table).items():
        _named(SubElement(scheme, f"{_STRUCTURE}Concept", id=id_), _meaning(column))


def _add_structure(structures: Element, table: Table) -> None:
    made = _maintained(
        SubElement(structures, f"{_STRUCTURE}DataStructures"), "DataStructure", table.upper(), _said(TITLES[table])
    )
    parts = SubElement(made, f"{_STRUCTURE}DataStructureComponents")
    dimensions = SubElement(parts, f"{_STRUCTURE}DimensionList", id="DimensionDescriptor")
    for position, (id_, column) in enumerate(DIMENSIONS[table].items(), start=1):
        if id_ == "TIME_PERIOD":
            time = _component(dimensions, table, "TimeDimension", id_)
            SubElement(
                SubElement(time, f"{_STRUCTURE}LocalRepresentation"),
                f"{_STRUCTURE}TextFormat",
                textType="ObservationalTimePeriod",
            )
        else:
            _represented(_component(dimensions, table, "Dimension", id_, position=str(position)), column)
    attributes = SubElement(parts, f"{_STRUCTURE}AttributeList", id="AttributeDescriptor")
    for id_, column in _components(table).items():
        if id_ not in DIMENSIONS[table] and id_ != "OBS_VALUE":
            attribute = _component(attributes, table, "Attribute", id_, usage="optional")
            _represented(attribute, column)
            SubElement(SubElement(attribute, f"{_STRUCTURE}AttributeRelationship"), f"{_STRUCTURE}Observation")
    measures = SubElement(parts, f"{_STRUCTURE}MeasureList", id="MeasureDescriptor")
    _represented(_component(measures, table, "Measure", "OBS_VALUE", usage="optional"), VALUES[table])


def _components(table: Table) -> dict[str, str]:
    """Return the column behind each component, in the order of the file."""
    return {
        **DIMENSIONS[table], "OBS_VALUE": VALUES[table], "OBS_STATUS": "obs_status", **ATTRIBUTES[table],
        "DATA_ORIGIN": "origin", "SNAPSHOT": "snapshot",
    }  # fmt: skip


def _codes(catalogue: Catalogue) -> dict[str, dict[str, list[str]]]:
    """Return the codes of each column with their names, one a language."""

    def named(items: Iterable[str], name: Callable[[str, str], str]) -> dict[str, list[str]]:
        return {id_: [name(id_, language) for language in LANGUAGES] for id_ in items}

    def said(words: Mapping[str, str]) -> dict[str, list[str]]:
        return {id_: _said(text) for id_, text in words.items()}

    return {
        "province": named(catalogue.province, lambda id_, language: catalogue.province[id_].name(language)),
        "indicator": named(catalogue.indicator, lambda id_, language: catalogue.indicator[id_].name(language)),
        "breakdown": named(catalogue.breakdowns, lambda id_, language: catalogue.breakdowns[id_].name(language)),
        "plan": named(catalogue.plan, lambda id_, _: catalogue.plan[id_].number),
        "task": named(catalogue.task, lambda id_, language: catalogue.task[id_].title(language)),
        "theme": named(catalogue.theme, lambda id_, language: catalogue.theme[id_].name(language)),
        "owner": named(catalogue.agency, lambda id_, language: catalogue.agency[id_].name(language)),
        "status": said({id_: status.word for id_, status in STATUS.items()}),
        "task_status": said({id_: status.word for id_, status in TASK_STATUS.items()}),
        "report_state": said({id_: TASK_STATUS[id_].word for id_ in REPORT_STATES}),
        "reason": said(REASONS),
        "kind": said(TASK_KINDS),
        "timing": said(TIMINGS),
        "state": said({id_: word for id_, word in ACTION_STATE_WORDS.items()}),
        "origin": said(_ORIGIN_WORDS),
        "obs_status": said(OBS_STATUSES),
    }


def _meaning(column: str) -> list[str]:
    return _said(_OBS_STATUS if column == "obs_status" else COLUMNS[column].meaning)


def _said(text: str) -> list[str]:
    """Return a text in every language."""
    return [translator(language)(text) for language in LANGUAGES]


def _of(id_: str) -> str:
    return f"{AGENCY}:{id_}({VERSION})"


def _maintained(parent: Element, kind: str, id_: str, names: list[str]) -> Element:
    made = SubElement(
        parent, f"{_STRUCTURE}{kind}", id=id_, agencyID=AGENCY, version=VERSION, isExternalReference="false"
    )
    return _named(made, names)


def _named(element: Element, names: list[str]) -> Element:
    for language, name in zip(LANGUAGES, names, strict=True):
        _text(element, f"{_COMMON}Name", name).set("{http://www.w3.org/XML/1998/namespace}lang", language)
    return element


def _component(parent: Element, table: Table, kind: str, id_: str, **attributes: str) -> Element:
    made = SubElement(parent, f"{_STRUCTURE}{kind}", attributes, id=id_)
    concept = f"urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept={_of(f'CS_{table.upper()}')}.{id_}"
    _text(made, f"{_STRUCTURE}ConceptIdentity", concept)
    return made


def _represented(component: Element, column: str) -> None:
    """Say what values the component has: those of a code list, or of a type."""
    made = SubElement(component, f"{_STRUCTURE}LocalRepresentation")
    if column in _LISTS:
        code_list = f"urn:sdmx:org.sdmx.infomodel.codelist.Codelist={_of(_LISTS[column])}"
        _text(made, f"{_STRUCTURE}Enumeration", code_list)
    else:
        SubElement(made, f"{_STRUCTURE}TextFormat", textType=_TEXT_TYPES[COLUMNS[column].kind])


def _text(parent: Element, name: str, text: str) -> Element:
    made = SubElement(parent, name)
    made.text = text
    return made

"""Entries put into the reference files' YAML as a person would: what stands there stays as it is, comments too."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from dashboard.reference.yaml_lines import composed

Path = tuple[int | str, ...]


def text_of(value: Any, indent: int = 0) -> str:
    """Return an entry as YAML in the files' own manner: a key a line, short lists in brackets, words in quotation marks."""
    pad = " " * indent
    lines = []
    for name, inner in value.items():
        if isinstance(inner, Mapping) and inner:
            lines += [f"{pad}{name}:", text_of(inner, indent + 2)]
        elif isinstance(inner, list | tuple) and any(isinstance(one, Mapping) for one in inner):
            lines += [f"{pad}{name}:", *(item_of(one, indent + 2) for one in inner)]
        else:
            lines.append(f"{pad}{name}: {_scalar(inner)}")
    return "\n".join(lines)


def item_of(value: Any, indent: int) -> str:
    """Return an entry as an item of a list."""
    if not isinstance(value, Mapping):
        return f"{' ' * indent}- {_scalar(value)}"
    text = text_of(value, indent + 2)
    return f"{' ' * indent}- {text[indent + 2 :]}"


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:g}" if isinstance(value, float) else str(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_scalar, value))}]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {_scalar(inner)}" for name, inner in value.items()) + "}"
    text = str(value)
    return (
        text
        if text.isascii() and text.isidentifier() and text.casefold() not in _WORDS_WITH_MEANING
        else json.dumps(text, ensure_ascii=False)
    )


_WORDS_WITH_MEANING = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf"))


def _node(text: str, path: Path) -> Any:
    root, _ = composed(text)
    node = root
    for step in path:
        if isinstance(node, yaml.SequenceNode):
            node = node.value[step]
        else:
            assert isinstance(node, yaml.MappingNode)
            node = next(value for key, value in node.value if key.value == str(step))
    assert node is not None
    return node


def _end(node: yaml.Node) -> int:
    """Return where the last word below the node ends: a block's own end lies behind the comments that follow it."""
    if isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


def _indent_of(text: str, place: int) -> int:
    start = text.rfind("\n", 0, place) + 1
    return len(text[start:place]) - len(text[start:place].lstrip(" "))


def with_items(text: str, path: Path, items: Sequence[Any], *, apart: bool = False) -> str:
    """Return the text with items at the end of a list; ``apart`` puts a blank line before each."""
    if not items:
        return text
    node = _node(text, path)
    if node.flow_style and node.value and not any(isinstance(item, Mapping) for item in items):
        end = node.end_mark.index - 1
        return f"{text[:end]}, {', '.join(map(_scalar, items))}{text[end:]}"
    if not node.value:
        indent = 2 if len(path) == 1 else _indent_of(text, text.rfind("\n", 0, node.start_mark.index) + 1) + 2
        written = "\n".join(item_of(item, indent) for item in items)
        return f"{text[: node.start_mark.index].rstrip(' ')}\n{written}{text[node.end_mark.index :]}"
    indent = _indent_of(text, node.value[-1].start_mark.index)
    end = _line_end(text, _end(node))
    written = "".join(f"{chr(10) if apart else ''}\n{item_of(item, indent)}" for item in items)
    return text[:end] + written + text[end:]


def with_keys(text: str, path: Path, entries: Mapping[str, Any], *, on_one_line: bool = False) -> str:
    """Return the text with entries at the end of a mapping."""
    if not entries:
        return text
    node = _node(text, path)
    written = "\n".join(
        f"  {name}: {_scalar(entry)}" if on_one_line else f"  {name}:\n{text_of(entry, 4)}"
        for name, entry in entries.items()
    )
    if not node.value:
        return f"{text[: node.start_mark.index].rstrip(' ')}\n{written}{text[node.end_mark.index :]}"
    end = _line_end(text, _end(node))
    return f"{text[:end]}\n{written}{text[end:]}"


def with_value(text: str, path: Path, value: Any) -> str:
    """Return the text with another value in the place of one."""
    node = _node(text, path)
    return text[: node.start_mark.index] + _scalar(value) + text[node.end_mark.index :]


def with_key_set(text: str, path: Path, key: str, value: Any) -> str:
    """Return the text with a key of a mapping set, whether it stands there or not."""
    node = _node(text, path)
    assert isinstance(node, yaml.MappingNode)
    if any(name.value == key for name, _ in node.value):
        return with_value(text, (*path, key), value)
    if node.flow_style:
        end = node.end_mark.index - 1
        return f"{text[:end]}, {key}: {_scalar(value)}{text[end:]}"
    end = _line_end(text, _end(node))
    return f"{text[:end]}\n{' ' * node.value[0][0].start_mark.column}{key}: {_scalar(value)}{text[end:]}"


def place_of(text: str, path: Path, id_: str) -> int:
    """Return where in a list the entry with the id stands."""
    node = _node(text, path)
    assert isinstance(node, yaml.SequenceNode)
    for place, entry in enumerate(node.value):
        assert isinstance(entry, yaml.MappingNode)
        if any(key.value == "id" and value.value == id_ for key, value in entry.value):
            return place
    raise KeyError(id_)

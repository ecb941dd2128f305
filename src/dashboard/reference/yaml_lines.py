"""YAML with line numbers: which line of a file an entry stands on, and which keys are written twice."""

from collections.abc import Iterator
from typing import Any

import yaml


class Loader(yaml.CSafeLoader):
    """The safe loader without dates: pydantic reads them, so that 2024-02-30 is told with its line."""

    yaml_implicit_resolvers = {
        first: [(tag, form) for tag, form in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


def composed(text: str) -> tuple[yaml.Node | None, Any]:
    """Return the text's nodes, which know their lines, and what they say; both are None of an empty text.

    Raises:
        yaml.YAMLError: It is no YAML.
    """
    loader = Loader(text)
    try:
        root = loader.get_single_node()
        return root, None if root is None else loader.construct_document(root)
    finally:
        loader.dispose()


def repeated_keys(node: yaml.Node) -> Iterator[tuple[int, str]]:
    """Yield the line and name of every key written twice in one mapping; YAML itself keeps the last in silence."""
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.start_mark.line + 1, key.value
            seen.add(key.value)
            yield from repeated_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from repeated_keys(value)


def line_of(node: yaml.Node, path: tuple[int | str, ...]) -> int:
    """Return the line of the deepest node the path still leads to."""
    line = node.start_mark.line + 1
    for step in path:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        elif isinstance(node, yaml.MappingNode):
            entry = next(((key, value) for key, value in node.value if key.value == str(step)), None)
            if entry is None:
                return line
            line, node = entry[0].start_mark.line + 1, entry[1]
            continue
        else:
            return line
        line = node.start_mark.line + 1
    return line

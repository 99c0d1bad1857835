"""YAML by PyYAML, in C where that was built: whatever is wrong in a file has its line.

What a file may hold stands with whoever reads it: front matter in `pages`, mkdocs.yml in `extensions` and `navigation`.
"""

from __future__ import annotations

import reprlib
from typing import Any

import yaml

_InC: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast


class Loader(_InC):  # type: ignore[misc]
    """A loader that names the line of a value that cannot be, such as February 30."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> object:
        """As in PyYAML, which lets every kind of error through."""
        try:
            return super().construct_object(node, deep)
        except (ValueError, AttributeError, LookupError) as error:
            raise refused(node, f"{reprlib.repr(node.value)} is not a valid {node.tag.rpartition(':')[2]}") from error


def refused(node: yaml.Node, problem: str) -> yaml.constructor.ConstructorError:
    """An error at a node, for whoever makes values of it to raise."""
    return yaml.constructor.ConstructorError(None, None, problem, node.start_mark)


def fault(error: yaml.YAMLError) -> tuple[str, int | None]:
    """What is wrong with a text that is no YAML, on one line, and its line, from 1."""
    mark = getattr(error, "problem_mark", None)
    problem = " ".join(str(getattr(error, "problem", None) or error).split())
    return problem, mark.line + 1 if mark else None

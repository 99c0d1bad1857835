"""mkdocs.yml's menu, its labels and the order of its pages, and which files are no pages: read without MkDocs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from pipeline import files
from pipeline.errors import ConfigError
from pipeline.text.yaml import Loader, fault


class _Loader(Loader):
    """mkdocs.yml may hold tags that only MkDocs understands; they are not words."""


_Loader.add_multi_constructor("", lambda *_: None)


def labels(root: Path) -> tuple[str, ...]:
    """mkdocs.yml's ``site_name`` and the labels of its ``nav``, each once. Raises ConfigError when it is not YAML."""
    settings = _settings(root)
    named = [str(settings["site_name"])] if "site_name" in settings else []
    found = (label for above, own, _ in _leaves(settings.get("nav") or []) for label in (*above, own) if label)
    return tuple(dict.fromkeys((*named, *found)))


def sections(root: Path) -> tuple[tuple[str, str], ...]:
    """The pages of mkdocs.yml's ``nav`` in its order, each after the label it stands under or an empty one:
    ``("Get help", "help/now")``. Raises ConfigError like `labels`.
    """
    leaves = _leaves(_settings(root).get("nav") or [])
    return tuple(("".join(above[:1]), target.removesuffix(".md")) for above, _, target in leaves)


def left_out(root: Path) -> Callable[[str], bool]:
    """Whether MkDocs makes no page of a file, given by its path below docs_dir: a hidden one, one of the folder
    ``templates``, and what ``exclude_docs`` names. Raises ConfigError like `labels`.
    """
    from pathspec.gitignore import GitIgnoreSpec  # only sites by MkDocs' rules need it

    said = _settings(root).get("exclude_docs")
    lines = [".*", "/templates/", *(said.splitlines() if isinstance(said, str) else ())]
    try:
        return GitIgnoreSpec.from_lines(lines).match_file
    except (ValueError, re.error) as error:
        fix = "Write one pattern a line, as in a .gitignore file"
        raise ConfigError("mkdocs.yml", f"exclude_docs is not a list of patterns: {error}", fix) from error


def names(nav: Sequence[Any]) -> Mapping[str, str]:
    """What MkDocs' ``nav`` calls each page, or link, to which it gives a name; of one that is there twice the first."""
    return {target: own for _, own, target in reversed([*_leaves(nav)]) if own}


def _settings(root: Path) -> dict[str, Any]:
    path = root / "mkdocs.yml"
    if not files.exists(path):
        return {}
    try:
        settings: Any = yaml.load(files.read_text(path, "mkdocs.yml"), _Loader)
    except yaml.YAMLError as error:
        problem, line = fault(error)
        raise ConfigError("mkdocs.yml", f"not YAML: {problem}", "Mend that line", line) from error
    return settings if isinstance(settings, dict) else {}


def _leaves(items: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Each page, or link, with the labels it stands under, outermost first, and its own, or an empty one."""
    for item in items if isinstance(items, list) else [items]:
        if isinstance(item, str):
            yield above, "", item
        for label, below in item.items() if isinstance(item, dict) else ():
            if isinstance(below, str):
                yield above, str(label), below
            else:
                yield from _leaves(below or [], (*above, str(label)))

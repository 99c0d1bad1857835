"""mkdocs.yml's menu: its labels and the order of its pages, read without MkDocs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from pipeline import files
from pipeline.errors import ConfigError


class _Loader(yaml.SafeLoader):
    """mkdocs.yml may hold tags that only MkDocs understands; they are not words."""


_Loader.add_multi_constructor("", lambda *_: None)


def labels(root: Path) -> tuple[str, ...]:
    """mkdocs.yml's ``site_name`` and the labels of its ``nav``, each once. Raises ConfigError when it is not YAML."""
    settings = _settings(root)
    named = [str(settings["site_name"])] if "site_name" in settings else []
    return tuple(dict.fromkeys((*named, *_labels(settings.get("nav") or []))))


def sections(root: Path) -> tuple[tuple[str, str], ...]:
    """The pages of mkdocs.yml's ``nav`` in its order, each after the label it stands under or an empty one:
    ``("Get help", "help/now")``. Raises ConfigError like `labels`.
    """
    return tuple(_placed(_settings(root).get("nav") or [], ""))


def _settings(root: Path) -> dict[str, Any]:
    path = root / "mkdocs.yml"
    if not files.exists(path):
        return {}
    try:
        settings: Any = yaml.load(files.read_text(path, "mkdocs.yml"), _Loader)
    except yaml.YAMLError as error:
        raise ConfigError("mkdocs.yml", "not YAML: " + " ".join(str(error).split()), "Mend that line") from error
    return settings if isinstance(settings, dict) else {}


def _placed(items: Any, label: str) -> Iterator[tuple[str, str]]:
    for item in items if isinstance(items, list) else [items]:
        if isinstance(item, dict):
            for name, below in item.items():
                yield from _placed(below, label or (str(name) if isinstance(below, list) else ""))
        elif isinstance(item, str):
            yield label, item.removesuffix(".md")


def _labels(items: Any) -> Iterator[str]:
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict):
            for label, below in item.items():
                yield str(label)
                yield from _labels(below)

"""Which Markdown the project is written in: `markdown_extensions` of mkdocs.yml, read as MkDocs reads them.

Nothing else of mkdocs.yml is looked at, and MkDocs is not loaded. Where the file names no extensions, a project's are
those of `converter.EXTENSIONS`, and those of a site that has not the plugin kyr MkDocs' own. Settings may hold what
MkDocs lets them hold: `!ENV`, `!relative`, `!!python/name:`, which is imported as an extension's own name is, and
`!!python/object/apply:`, which MkDocs calls whatever it names; here only functions of the extensions' own packages are
called.
"""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import markdown
import yaml

from pipeline import files
from pipeline.converter import CONFIGS, EXTENSIONS, Converter, PageFolder
from pipeline.errors import ConfigError
from pipeline.text import maths
from pipeline.text.yaml import Loader, fault, refused

BUILTIN = ("toc", "tables", "fenced_code")
"""What MkDocs adds before a project's own."""

_FILE = "mkdocs.yml"
_PLACES = (_FILE, "mkdocs.yaml", f".config/{_FILE}")
_SAID = re.compile(r"^(?:markdown_extensions|INHERIT)[ \t]*:", re.MULTILINE)
_MATHS = "pymdownx.arithmatex"
_CALLED = frozenset({"markdown", "material", "pymdownx"})
_PYTHON = "tag:yaml.org,2002:python/"


@dataclass(frozen=True, slots=True)
class Extensions:
    """Names in their order, and settings by name."""

    names: tuple[str, ...] = EXTENSIONS
    configs: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: CONFIGS)
    usual: bool = True
    """Whether mkdocs.yml leaves them to us: then what they write depends on a page and on installed code alone."""

    @property
    def mathematics(self) -> maths.Reads | None:
        """How mathematics within a sentence is read, if it is."""
        said = self.configs.get(_MATHS, {})
        syntax, smart = said.get("inline_syntax", ("dollar", "round")), said.get("smart_dollar", True)
        return maths.reads(syntax, smart) if _MATHS in self.names else None

    def converter(self) -> Converter:
        """A parser of pages."""
        return Converter(self.names, self.configs)


def of_folder(folder: Path) -> tuple[Extensions, Path | None]:
    """Those of the nearest mkdocs.yml in or above a folder, and the folder that MkDocs is run in to build that site."""
    here = folder.resolve()
    for one in (here, *here.parents):
        for path in (one / place for place in _PLACES):
            if path.is_file():
                return of_site(path, str(path)), one
    return Extensions(), None


def of_site(path: Path, name: str) -> Extensions:
    """Those of one mkdocs.yml, of any site: where it names none they are MkDocs' own, unless it has the plugin kyr.

    Raises ConfigError like `read`.
    """
    found = read(path, name)
    if found.names is EXTENSIONS and "kyr" not in _Settings(path, name, files.read_text(path, name)).plugins():
        return Extensions(BUILTIN, {}, usual=False)
    return found


def named(names: tuple[str, ...]) -> Extensions:
    """These and no others, with the usual settings. Raises ConfigError for one that is not installed."""
    _try(names, CONFIGS, {})
    return Extensions(names, usual=False)


def read(path: Path, name: str) -> Extensions:
    """Those of one mkdocs.yml, called ``name`` in messages.

    Raises ConfigError, with the line, for what MkDocs would not take: a file that is no YAML, an extension that is not
    installed, a setting that it does not know.
    """
    if not files.exists(path) or not _SAID.search(text := files.read_text(path, name)):
        return Extensions()
    said = _Settings(path, name, text).extensions()
    return Extensions(usual=False) if said is None else _checked(said)


@dataclass(frozen=True, slots=True)
class _Said:
    """One extension, where it stands, and its settings."""

    name: str
    path: str
    line: int
    settings: Mapping[str, Any]


class _Loader(Loader):
    """Makes values of the nodes it is given, as MkDocs' own loader does."""

    place: Path
    docs: str
    called: frozenset[str] = _CALLED


class _Settings:
    """One mkdocs.yml, of which only the part asked for becomes values."""

    def __init__(self, path: Path, name: str, text: str) -> None:
        self._path, self._name = path, name
        try:
            self._loader = _Loader(text)
            root = self._loader.get_single_node()
        except yaml.YAMLError as error:
            raise self._broken(error) from error
        pairs = root.value if isinstance(root, yaml.MappingNode) else []
        self._nodes: dict[str, yaml.Node] = {key.value: value for key, value in pairs if isinstance(key.value, str)}
        self._loader.place = path.parent
        self._loader.docs = getattr(self._nodes.get("docs_dir"), "value", "docs")

    def extensions(self, inside: tuple[Path, ...] = ()) -> dict[str, _Said] | None:
        """Each extension by name, in order, or None; those of the file it inherits from where it has none."""
        own, node = None, self._nodes.get("markdown_extensions")
        if node is not None and node.tag != "tag:yaml.org,2002:null":
            own = self._listed(node)
        if own is not None and not isinstance(node, yaml.MappingNode):
            return own
        above = self._above(inside)
        if above is None:
            return own
        shared = above.extensions((*inside, self._path))
        if shared is None or own is None:
            return own or shared
        both = {
            name: replace(own[name], settings=_laid_over(shared[name].settings, own[name].settings))
            for name in own.keys() & shared.keys()
        }
        return {**shared, **own, **both}

    def plugins(self, inside: tuple[Path, ...] = ()) -> set[str]:
        """The names of its plugins, and of those of the file it inherits from where its own are no list."""
        node = self._nodes.get("plugins")
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        found = {item.value for item in items if isinstance(item, yaml.ScalarNode)}
        found |= {key.value for item in items if isinstance(item, yaml.MappingNode) for key, _ in item.value}
        above = None if isinstance(node, yaml.SequenceNode) else self._above(inside)
        return found | above.plugins((*inside, self._path)) if above else found

    def _above(self, inside: tuple[Path, ...]) -> _Settings | None:
        """The file it inherits from."""
        if "INHERIT" not in self._nodes:
            return None
        above = self._path.parent / str(self._nodes["INHERIT"].value)
        if above in inside or not above.is_file():
            fix = "Correct its INHERIT line"
            raise ConfigError(self._name, f"it inherits from '{above.name}', which cannot be read", fix)
        return _Settings(above, above.name, files.read_text(above, above.name))

    def _listed(self, node: yaml.Node) -> dict[str, _Said]:
        if isinstance(node, yaml.MappingNode):
            items = list(node.value)
        elif isinstance(node, yaml.SequenceNode):
            items = [pair for item in node.value for pair in self._items(item)]
        else:
            raise self._wrong(node, "markdown_extensions is not a list")
        self._loader.called = _CALLED.union(key.value.partition(".")[0] for key, _ in items)
        found: dict[str, _Said] = {}
        for said in (self._said(key, value) for key, value in items):
            if said.settings or said.name not in found:  # a name that comes again without settings changes none
                found[said.name] = said
        return found

    def _items(self, item: yaml.Node) -> list[tuple[yaml.Node, yaml.Node | None]]:
        if isinstance(item, yaml.ScalarNode):
            return [(item, None)]
        if isinstance(item, yaml.MappingNode) and len(item.value) == 1:
            return [item.value[0]]
        raise self._wrong(item, "an entry of markdown_extensions is neither a name nor a name with its settings")

    def _said(self, key: yaml.Node, node: yaml.Node | None) -> _Said:
        try:
            settings = node and self._loader.construct_document(node)
        except yaml.YAMLError as error:
            raise self._broken(error) from error
        if settings and not isinstance(settings, dict):
            raise self._wrong(key, f"the settings of '{key.value}' are no list of option: value")
        return _Said(key.value, self._name, key.start_mark.line + 1, settings or {})

    def _wrong(self, node: yaml.Node, problem: str) -> ConfigError:
        return ConfigError(self._name, problem, "Write it as MkDocs' documentation has it", node.start_mark.line + 1)

    def _broken(self, error: yaml.YAMLError) -> ConfigError:
        problem, line = fault(error)
        return ConfigError(self._name, problem, "Correct that line", line)


def _laid_over(shared: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """As MkDocs merges what is inherited: tables within tables too, anything else as a whole."""
    both = {
        key: _laid_over(shared[key], own[key])
        for key in shared.keys() & own.keys()
        if isinstance(shared[key], dict) and isinstance(own[key], dict)
    }
    return {**shared, **own, **both}


def _checked(said: Mapping[str, _Said]) -> Extensions:
    """The same with MkDocs' own before them, each of which Python-Markdown has taken."""
    names = tuple(dict.fromkeys((*BUILTIN, *said)))
    configs = {name: dict(one.settings) for name, one in said.items() if one.settings}
    _try(names, configs, said)
    return Extensions(names, configs, usual=False)


def _try(names: Iterable[str], configs: Mapping[str, Any], said: Mapping[str, _Said]) -> None:
    trial = markdown.Markdown()
    for name in names:
        try:
            trial.registerExtensions((name,), configs)
        except Exception as error:  # an extension is somebody else's code
            one = said.get(name)
            path, line = (one.path, one.line) if one else (_FILE if said else name, None)
            raise ConfigError(path, *_refused(name, error), line) from error


def _refused(name: str, error: Exception) -> tuple[str, str]:
    if isinstance(error, ModuleNotFoundError) and error.name and f"{name}.".startswith(f"{error.name}."):
        fix = "Install the package that has it, or take that line out"
        return f"the Markdown extension '{name}' is not installed", fix
    problem = " ".join(str(error).split()) or type(error).__name__
    return f"the Markdown extension '{name}' does not start: {problem}", "Correct its settings"


# What settings may hold beside plain YAML


def _found(node: yaml.Node, dotted: str) -> Any:
    """What a dotted name stands for."""
    module, _, name = dotted.rpartition(".")
    try:
        return getattr(importlib.import_module(module), name)
    except Exception as error:  # importing runs somebody else's code
        problem = f"{dotted} is not there: the package that has it is not installed, or has no such name"
        raise refused(node, problem) from error


def _name(loader: _Loader, suffix: str, node: yaml.Node) -> Any:
    del loader
    return _found(node, suffix)


def _call(loader: _Loader, suffix: str, node: yaml.Node) -> Any:
    """As in PyYAML: a list of arguments, or ``args:`` and ``kwds:``."""
    if suffix.partition(".")[0] not in loader.called:
        raise refused(node, f"{suffix} is of no package that has an extension, and is not called")
    if isinstance(node, yaml.SequenceNode):
        said = {"args": loader.construct_sequence(node, deep=True)}
    else:
        said = loader.construct_mapping(node, deep=True) if isinstance(node, yaml.MappingNode) else {}
    try:
        return _found(node, suffix)(*said.get("args", ()), **said.get("kwds", {}))
    except (TypeError, ValueError) as error:
        raise refused(node, f"{suffix}: {error}") from error


def _environment(loader: _Loader, node: yaml.Node) -> Any:
    """``!ENV NAME`` or ``!ENV [NAME, OTHER, default]``."""
    if isinstance(node, yaml.ScalarNode):
        names, default = [node], None
    else:
        *names, last = node.value
        names, default = (names, loader.construct_object(last, deep=True)) if names else ([last], None)
    stated = next((value for name in names if (value := os.environ.get(str(name.value))) is not None), None)
    if stated is None:
        return default
    tag = loader.resolve(yaml.ScalarNode, stated, (True, False))
    return loader.construct_object(yaml.ScalarNode(tag, stated))


def _relative(loader: _Loader, node: yaml.Node) -> str | PageFolder:
    """``!relative $docs_dir/more``; without a name it is the folder of the page."""
    prefix, _, more = str(node.value).partition("/")
    if not prefix.startswith("$"):
        return PageFolder(loader.place)
    return str(loader.place / ("" if prefix == "$config_dir" else loader.docs) / more)


_Loader.add_multi_constructor(f"{_PYTHON}name:", _name)
_Loader.add_multi_constructor(f"{_PYTHON}object/apply:", _call)
_Loader.add_constructor("!ENV", _environment)
_Loader.add_constructor("!relative", _relative)

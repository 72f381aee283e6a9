"""Licences that a built program carries, and the bill of materials made from them."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import licences
import pytest
import sbom

from nnviz.parts import Part, installed_parts

CURSOR = "/usr/lib/x86_64-linux-gnu/libxcb-cursor.so.0"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A Debian that installed one library, from one package."""
    (tmp_path / "libxcb-cursor0").mkdir()
    (tmp_path / "libxcb-cursor0" / "copyright").write_text("Copyright: somebody\n")
    monkeypatch.setattr(licences, "_DEBIAN_DOCUMENTATION", tmp_path)
    monkeypatch.setattr(sys, "platform", "linux")

    def tell(command: list[str]) -> str:
        if "--search" in command:
            return f"libxcb-cursor0:amd64: {CURSOR}\n" if command[-1] == CURSOR else ""
        return "0.1.4-1+b1\nutility libraries for X C Binding" if command[-1] == "libxcb-cursor0:amd64" else ""

    monkeypatch.setattr(licences, "_told", tell)


@pytest.mark.usefixtures("told")
def test_libraries_of_the_system_come_with_their_copyright():
    files = [CURSOR, CURSOR.removeprefix("/usr"), "/usr/lib/nowhere.so", "/home/somebody/numpy.so"]
    found = licences.system_parts([*files[:1], *files[2:]])
    assert [(part.name, part.version, part.text) for part in found] == [
        ("libxcb-cursor0", "0.1.4-1+b1", "Copyright: somebody")
    ]
    assert found[0].purl == "pkg:deb/debian/libxcb-cursor0@0.1.4-1%2Bb1"


def test_on_other_systems_every_library_comes_with_a_package(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "platform", "win32")
    assert licences.system_parts([CURSOR]) == []


def test_the_bill_lists_every_part_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    system = Part("libx", "1", "", "as below", "", "text", "pkg:deb/debian/libx@1")
    parts = [asdict(part) for part in (*installed_parts(), system)]
    made = sbom.bill(parts, "x")
    assert made == sbom.bill(parts, "x")
    assert made["serialNumber"] != sbom.bill(parts, "y")["serialNumber"]
    assert made["metadata"]["timestamp"] == "2023-11-14T22:13:20Z"
    assert made["metadata"]["component"]["name"] == "nnviz"
    by_name = {component["name"]: component for component in made["components"]}
    assert by_name["numpy"]["licenses"] == [{"expression": "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0"}]
    assert by_name["scipy"]["licenses"] == [{"license": {"name": "BSD License"}}]
    assert by_name["libx"]["licenses"] == [{"license": {"name": "see its copyright file"}}]
    references = [component["bom-ref"] for component in made["components"]]
    assert len(set(references)) == len(parts) - 1
    assert made["dependencies"][0]["dependsOn"] == sorted(references)
    assert "text" not in json.dumps(by_name["libx"])

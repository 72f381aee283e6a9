import re
import tomllib
from pathlib import Path

import pytest

from nnviz import parts
from nnviz.parts import LIST_NAME, installed_parts, shipped_parts, write_parts

ROOT = Path(__file__).parent.parent


def test_every_part_has_a_licence_and_its_text():
    found = {part.name: part for part in installed_parts()}
    assert [name for name, part in found.items() if not part.licence or len(part.text) < 500] == []
    assert {"nnviz", "Qt", "Python", "Inter", "PySide6 Essentials", "shiboken6", "numpy", "scipy"} <= found.keys()
    assert "pytest" not in found
    assert found["numpy"].licence.startswith("BSD-3-Clause")
    assert found["scipy"].licence == "BSD License"
    assert "OpenBLAS" in found["numpy"].text  # the licences of what is inside it as well


def test_qt_comes_with_how_to_replace_it_and_both_its_licences():
    qt, binding = (part for part in installed_parts() if part.name in {"Qt", "PySide6 Essentials"})
    assert qt.version == binding.version
    assert "HOW TO PUT YOUR OWN VERSION IN ITS PLACE" in qt.text
    for text in (qt.text, binding.text):
        assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
        assert "GNU GENERAL PUBLIC LICENSE" in text


def test_the_packages_that_are_asked_for_are_those_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = dict.fromkeys(re.split(r"[^\w-]", line)[0] for line in project["dependencies"])
    assert set(needed) == set(parts._NEEDED)


def test_a_built_program_knows_its_parts_from_a_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "licences").mkdir()
    few = installed_parts()[:3]
    write_parts(few, tmp_path / "licences" / LIST_NAME)
    monkeypatch.setattr(parts, "resource_folder", lambda: tmp_path)
    assert shipped_parts() == few
    (tmp_path / "licences" / LIST_NAME).unlink()
    monkeypatch.setattr(parts, "installed_parts", lambda: few[:1])
    assert shipped_parts() == few[:1]

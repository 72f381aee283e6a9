import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from nnviz import resources
from nnviz.resources import resource_folder


@pytest.fixture
def look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Path]:
    """Look for the folder as a package would that stands in an otherwise empty place."""
    package = tmp_path / "site-packages" / "nnviz"
    package.mkdir(parents=True)
    monkeypatch.setattr(resources, "__file__", str(package / "resources.py"))
    return resource_folder.__wrapped__


def make(folder: Path) -> Path:
    (folder / "fonts").mkdir(parents=True)
    return folder


def test_the_folder_is_found_here_with_all_that_is_in_it() -> None:
    folder = resource_folder()
    assert list((folder / "fonts").glob("*.otf"))
    assert (folder / "fonts" / "OFL.txt").is_file()  # a font goes with its licence
    assert list((folder / "icons").glob("*.svg"))
    assert (folder / "nnviz.svg").is_file()


def test_an_installed_package_has_it_inside(look: Callable[[], Path], tmp_path: Path) -> None:
    inside = make(tmp_path / "site-packages" / "nnviz" / "resources")
    make(tmp_path / "site-packages" / "resources")
    assert look() == inside


def test_a_checkout_has_it_beside_the_package(look: Callable[[], Path], tmp_path: Path) -> None:
    beside = make(tmp_path / "site-packages" / "resources")
    assert look() == beside


def test_a_frozen_bundle_has_it_at_its_root(
    look: Callable[[], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path / "bundle"), raising=False)
    bundled = make(tmp_path / "bundle" / "resources")
    assert look() == bundled


def test_another_packages_folder_of_that_name_is_not_taken_for_ours(look: Callable[[], Path], tmp_path: Path) -> None:
    (tmp_path / "site-packages" / "resources").mkdir()
    with pytest.raises(FileNotFoundError, match="resources are missing; install it again"):
        look()

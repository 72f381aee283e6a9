from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from nnviz.session.settings import LARGEST_TEXT, SMALLEST_TEXT, THEMES, Settings


@pytest.fixture
def file(own_settings: Path) -> Path:
    """The file the settings stand in."""
    return own_settings / "nnviz" / "nnviz.ini"


def put_into(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True)
    file.write_bytes(content)


def test_at_the_first_start_nothing_is_set(file: Path) -> None:
    settings = Settings()
    assert settings.theme == "system"
    assert settings.text_size == 1.0
    assert not settings.trains_on
    assert settings.layout("window") is None
    assert settings.curves("loss") == ()
    assert not file.exists()


def test_what_is_set_is_there_at_the_next_start(file: Path) -> None:
    settings = Settings()
    settings.theme = "dark"
    settings.text_size = 1.25
    settings.trains_on = True
    settings.set_layout("window", QByteArray(b"\x00\xffgeometry"))
    settings.set_curves("loss", ("rate", "log-steps"))
    settings._store.sync()
    assert file.is_file()
    later = Settings()
    assert later.theme == "dark"
    assert later.text_size == 1.25
    assert later.trains_on
    assert later.curves("loss") == ("rate", "log-steps")
    assert later.curves("accuracy") == ()
    later.trains_on = False
    assert not Settings().trains_on
    assert later.layout("window") == QByteArray(b"\x00\xffgeometry")


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_can_be_chosen(theme: str) -> None:
    settings = Settings()
    settings.theme = theme
    assert Settings().theme == theme


@pytest.mark.parametrize("written", ["purple", "", "light, dark", "@ByteArray(light)", "\u0661"])
def test_an_unknown_theme_counts_as_not_set(file: Path, written: str) -> None:
    put_into(file, f"[General]\ntheme={written}\n".encode())
    assert Settings().theme == "system"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("large", 1.0),
        ("", 1.0),
        ("nan", 1.0),
        ("1, 2", 1.0),
        ("@Invalid()", 1.0),
        ("inf", LARGEST_TEXT),
        ("1e9", LARGEST_TEXT),
        ("-3", SMALLEST_TEXT),
        ("0", SMALLEST_TEXT),
        ("1.5", 1.5),
    ],
)
def test_a_text_size_is_kept_within_its_range(file: Path, written: str, expected: float) -> None:
    put_into(file, f"[General]\ntext_size={written}\n".encode())
    assert Settings().text_size == expected


@pytest.mark.parametrize("written", ["", "yes", "1", "true, true", "@Invalid()"])
def test_anything_but_true_counts_as_not_to_train_on(file: Path, written: str) -> None:
    put_into(file, f"[General]\ntrains_on={written}\n".encode())
    assert not Settings().trains_on


@pytest.mark.parametrize("written", ["text", "1, 2, 3", "@Invalid()", "7"])
def test_a_layout_that_is_none_counts_as_not_set(file: Path, written: str) -> None:
    put_into(file, f"[layout]\nwindow={written}\n".encode())
    assert Settings().layout("window") is None


@pytest.mark.parametrize("content", [b"\x00\xff\xfe" * 100, b"[[[[\n====\n", b"theme", b"{}"])
def test_a_file_that_is_no_settings_at_all_counts_as_not_set(file: Path, content: bytes) -> None:
    put_into(file, content)
    settings = Settings()
    assert settings.theme == "system"
    assert settings.text_size == 1.0
    assert settings.layout("docks") is None


def test_forgetting_the_layout_forgets_nothing_else() -> None:
    settings = Settings()
    settings.theme = "light"
    settings.set_layout("window", QByteArray(b"one"))
    settings.set_layout("docks", QByteArray(b"two"))
    settings.forget_layout()
    assert settings.layout("window") is None
    assert settings.layout("docks") is None
    assert settings.theme == "light"


def test_the_way_covariances_are_written_is_remembered(file: Path) -> None:
    settings = Settings()
    assert settings.coordinates == "matrix"
    settings.coordinates = "axes"
    settings._store.sync()
    assert Settings().coordinates == "axes"
    file.write_text("[General]\ncoordinates=polar\n")
    assert Settings().coordinates == "matrix"


def test_what_the_canvas_shows_is_remembered(file: Path) -> None:
    settings = Settings()
    assert (settings.regions, settings.shows("boundary"), settings.shows("color-key")) == ("", False, True)
    settings.regions = "neuron 1 3"
    settings.show("boundary", shown=True)
    settings.show("color-key", shown=False)
    settings._store.sync()
    again = Settings()
    assert (again.regions, again.shows("boundary"), again.shows("color-key")) == ("neuron 1 3", True, False)
    file.write_text("[shows]\nboundary=perhaps\n")
    assert not Settings().shows("boundary")


def test_what_the_weight_map_shows_is_remembered_where_it_can_be_read() -> None:
    settings = Settings()
    assert (settings.weight_quantity, settings.weight_histogram) == ("value", False)
    settings.weight_quantity, settings.weight_histogram = "change", True
    assert (Settings().weight_quantity, Settings().weight_histogram) == ("change", True)
    settings.weight_quantity = "the moon"
    assert Settings().weight_quantity == "value"

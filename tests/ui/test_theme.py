from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette, QRawFont
from PySide6.QtWidgets import QApplication

from nnviz.experiment.data_spec import MOST_CLUSTERS
from nnviz.resources import resource_folder
from nnviz.ui.class_marks import class_mark
from nnviz.ui.theme import FONT_FAMILY, Theme, dark, light, luminance, readable_on

THEMES = [light(), dark()]
each_theme = pytest.mark.parametrize("theme", THEMES, ids=["light", "dark"])


def contrast(one: QColor | str, other: QColor | str) -> float:
    """Of WCAG 2, from its own formula: 1 for the same colour, 21 for black on white."""

    def shine(color: QColor) -> float:
        parts = np.array([color.red(), color.green(), color.blue()]) / 255
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    darker, lighter = sorted((shine(QColor(one)), shine(QColor(other))))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_is_right_where_it_is_known() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#123456", "#123456") == 1.0


@pytest.mark.parametrize(
    ("color", "expected"), [("#000000", 0.0), ("#ffffff", 1.0), ("#ff0000", 0.2126), ("#00ff00", 0.7152)]
)
def test_luminance_is_that_of_the_standard(color: str, expected: float) -> None:
    assert luminance(QColor(color)) == pytest.approx(expected)


@each_theme
@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        ("text", "card"),
        ("muted", "card"),
        ("accent", "card"),
        ("good", "card"),
        ("bad", "card"),
        ("text", "window"),
        ("muted", "window"),
        ("text", "field"),
        ("muted", "field"),
        ("bad", "field"),
        ("text", "hover"),
        ("text", "accent_soft"),
        ("accent", "accent_soft"),
        ("warning", "warning_soft"),
        ("on_accent", "accent"),
        ("card", "text"),
    ],
)
def test_everything_that_is_written_can_be_read(theme: Theme, ink: str, paper: str) -> None:
    assert contrast(getattr(theme, ink), getattr(theme, paper)) >= 4.5


@each_theme
def test_every_class_stands_out_from_the_card(theme: Theme) -> None:
    for color in theme.class_colors:
        assert contrast(color, theme.card) >= 1.9, color


@each_theme
def test_every_class_has_a_colour_and_a_shape_of_its_own(theme: Theme) -> None:
    assert len(set(theme.class_colors)) == len(theme.class_colors) >= MOST_CLUSTERS
    shapes = [class_mark(label) for label in range(MOST_CLUSTERS)]
    assert all(one != other for place, one in enumerate(shapes) for other in shapes[:place])
    assert theme.class_color(len(theme.class_colors)) == theme.class_color(0)


def test_shapes_are_about_one_unit_wide_around_the_origin() -> None:
    for label in range(MOST_CLUSTERS):
        box = class_mark(label).boundingRect()
        assert 0.7 < max(box.width(), box.height()) < 1.4
        assert abs(box.center().x()) < 0.2
        assert abs(box.center().y()) < 0.2


def test_what_is_written_can_be_read_on_any_colour_at_all() -> None:
    parts = range(0, 256, 15)
    for paper in (QColor(red, green, blue) for red in parts for green in parts for blue in parts):
        assert contrast(readable_on(paper), paper) >= 4.5, paper.name()


@each_theme
def test_the_ends_of_the_weights_are_told_apart_from_one_another_and_the_middle(theme: Theme) -> None:
    below, zero, above = theme.diverging
    assert contrast(below, zero) >= 1.9
    assert contrast(above, zero) >= 1.9
    assert QColor(below).blue() > QColor(below).red()
    assert QColor(above).red() > QColor(above).blue()


@pytest.mark.parametrize("make", [light, dark])
def test_a_theme_scales(make: Callable[[float], Theme]) -> None:
    theme = make(1.5)
    assert theme.px(10) == 15
    assert theme.font().pixelSize() == theme.px(13)
    assert theme.font(2).pixelSize() == 8  # smaller than that nobody reads
    assert theme.font(13, QFont.Weight.DemiBold).weight() == QFont.Weight.DemiBold


def test_light_is_light_and_dark_is_dark() -> None:
    assert not light().is_dark
    assert dark().is_dark
    assert luminance(QColor(light().card)) > 0.8
    assert luminance(QColor(dark().card)) < 0.05


@each_theme
def test_the_palette_has_the_themes_colours(theme: Theme) -> None:
    palette = theme.palette()
    assert palette.color(QPalette.ColorRole.Window) == QColor(theme.window)
    assert palette.color(QPalette.ColorRole.Text) == QColor(theme.text)
    assert palette.color(QPalette.ColorRole.Highlight) == QColor(theme.accent)
    assert palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text) == QColor(theme.muted)


@pytest.mark.parametrize("weight", [QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold])
def test_the_shipped_font_is_really_used(qapp: QApplication, weight: QFont.Weight) -> None:
    del qapp
    assert FONT_FAMILY in QFontDatabase.families()
    info = QFontInfo(light().font(13, weight))
    assert info.family() == FONT_FAMILY
    assert info.weight() == weight


@pytest.mark.parametrize("file", sorted((resource_folder() / "fonts").glob("*.otf")), ids=lambda file: file.stem)
def test_every_shipped_font_can_be_loaded(qapp: QApplication, file: Path) -> None:
    del qapp
    number = QFontDatabase.addApplicationFont(str(file))
    assert number >= 0
    assert FONT_FAMILY in QFontDatabase.applicationFontFamilies(number)


def test_the_shipped_font_has_every_character_the_window_writes(qapp: QApplication) -> None:
    del qapp
    raw = QRawFont.fromFont(light().font())
    for character in "0123456789+−–—…·×½→≥≤λσρΣ“”’₀₁₂₃₄₅₆₇₈₉²●№äß":
        assert raw.supportsCharacter(ord(character)), character


def test_classes_that_chose_their_colours_have_them() -> None:
    theme = light()
    chosen = theme.for_classes((2, 0))
    assert [chosen.class_number(label) for label in range(4)] == [2, 0, 2, 3]
    assert chosen.class_color(0) == theme.class_color(2)
    assert chosen.class_color(3) == theme.class_color(3)
    assert chosen.for_classes([2, 0]) is chosen
    assert chosen.for_classes(()) == theme

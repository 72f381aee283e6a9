import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QSlider,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from nnviz.session.settings import LARGEST_TEXT, SMALLEST_TEXT
from nnviz.ui.fields.form import label
from nnviz.ui.stylesheet import stylesheet
from nnviz.ui.theme import Theme, dark, light

THEMES = [make(scale) for make in (light, dark) for scale in (SMALLEST_TEXT, 1.0, LARGEST_TEXT)]
each_theme = pytest.mark.parametrize(
    "theme", THEMES, ids=[f"{'dark' if theme.is_dark else 'light'} {theme.scale}" for theme in THEMES]
)


@each_theme
def test_qt_understands_every_word_of_it(qtbot: QtBot, theme: Theme) -> None:
    """A mistake would be a warning of Qt's, and those fail tests."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    fields = (QLineEdit(), QComboBox(), QCheckBox("Check"), QSlider(), QTableView())
    for part in (*fields, QPushButton("Push"), QToolButton(), label("Title", "title")):
        column.addWidget(part)
    window.setStyleSheet(stylesheet(theme))
    window.show()
    qtbot.waitExposed(window)
    assert not window.grab().isNull()


@each_theme
def test_every_bracket_is_closed_and_nothing_is_left_to_fill_in(theme: Theme) -> None:
    sheet = stylesheet(theme)
    assert sheet.count("{") == sheet.count("}") > 20
    assert "theme." not in sheet
    assert "None" not in sheet
    for rule in re.findall(r"\{([^{}]*)\}", sheet):
        for declaration in filter(None, (part.strip() for part in rule.split(";"))):
            assert re.fullmatch(r"[A-Za-z-]+:\s*\S.*", declaration, re.DOTALL), declaration


@each_theme
def test_every_colour_is_one_of_the_themes(theme: Theme) -> None:
    ours = {value for value in vars(theme).values() if isinstance(value, str)}
    assert set(re.findall(r"#[0-9a-f]{6}", stylesheet(theme))) <= ours


@each_theme
def test_every_picture_is_there(theme: Theme) -> None:
    pictures = re.findall(r'url\("?([^")]+)"?\)', stylesheet(theme))
    assert pictures
    for picture in pictures:
        assert Path(picture).is_file(), picture


def test_every_text_size_scales() -> None:
    small, large = (
        [int(size) for size in re.findall(r"font-size: (\d+)px", stylesheet(light(scale)))] for scale in (1.0, 2.0)
    )
    assert large == [2 * size for size in small]
    assert min(small) >= 11


@pytest.mark.parametrize("role", ["title", "muted", "small", "figure", "warning"])
def test_every_role_of_a_label_has_a_look(role: str) -> None:
    assert f'QLabel[role="{role}"]' in stylesheet(light())
    assert label("text", role).property("role") == role

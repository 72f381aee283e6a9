import numpy as np
import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from nnviz.ui.plots.color_key import ColorKey, KeyContent
from nnviz.ui.plots.region_colors import region_colors
from nnviz.ui.theme import dark, light
from tests.ui.fields.hands import put_on_screen

ALL = KeyContent(("A", "B", "C"), (0, 1, 2), has_rings=True, has_boundary=True, has_best=True)


@pytest.fixture
def key(qtbot: QtBot) -> ColorKey:
    key = ColorKey()
    key.set_theme(light())
    key.resize(700, 20)
    put_on_screen(qtbot, key)
    key.show_content(ALL)
    return key


def colors(key: ColorKey) -> set[str]:
    """Every colour in its picture."""
    image = key.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def name_of(color: object) -> str:
    return QColor(int(color)).name()  # type: ignore[call-overload]


def test_it_says_what_there_is_and_no_more(key: ColorKey) -> None:
    assert key.words == ["A", "B", "C", "unsure … sure", "mistake", "boundary", "best possible"]
    assert key.accessibleDescription() == ", ".join(key.words)
    key.show_content(ALL._replace(by_confidence=False, has_rings=False, has_best=False))
    assert key.words == ["A", "B", "C", "boundary"]
    key.show_content(ALL._replace(has_regions=False, has_boundary=False))
    assert key.words == ["A", "B", "C", "mistake", "best possible"]
    key.show_content(ALL._replace(has_regions=False, has_marks=False, has_rings=False))
    assert key.words == ["boundary", "best possible"]
    key.show_content(KeyContent())
    assert key.words == ["unsure … sure"]
    assert not key.grab().isNull()


@pytest.mark.parametrize("by_confidence", [True, False])
@pytest.mark.parametrize("theme", [light(), dark()], ids=["light", "dark"])
def test_its_colours_are_the_canvass(key: ColorKey, theme: object, by_confidence: bool) -> None:
    key.set_theme(theme)  # type: ignore[arg-type]
    order = (4, 2, 7)
    key.show_content(ALL._replace(class_colors=order, by_confidence=by_confidence))
    drawn, dressed = colors(key), theme.for_classes(order)  # type: ignore[attr-defined]
    for label, region in enumerate(region_colors(np.eye(3)[np.newaxis], dressed, by_confidence=by_confidence)[0]):
        assert name_of(region) in drawn
        assert dressed.class_color(label).name() in drawn
    assert (dressed.region_neutral in drawn) == by_confidence  # the ramp begins with it


def test_where_there_is_not_room_beside_it_goes_on_below(key: ColorKey) -> None:
    line = key.heightForWidth(700)
    assert key.heightForWidth(250) >= 2 * line
    many = ALL._replace(
        classes=tuple(f"a class with a long name {k}" for k in range(10)), class_colors=tuple(range(10))
    )
    key.show_content(many)
    assert key.heightForWidth(700) >= 2 * line
    key.set_theme(light(2.0))
    assert key.heightForWidth(5_000) == 2 * line
    assert key.minimumSizeHint().width() == 0


def test_before_it_has_a_theme_it_takes_no_room(qtbot: QtBot) -> None:
    key = ColorKey()
    qtbot.addWidget(key)
    key.resize(100, 20)
    assert key.heightForWidth(100) == 0
    assert not key.grab().isNull()


def test_a_narrow_key_does_without_words_and_at_last_without_classes(qtbot: QtBot) -> None:
    key = ColorKey()
    key.set_theme(light())
    put_on_screen(qtbot, key)
    key.show_content(KeyContent(classes=tuple("ABCDEFGH"), class_colors=tuple(range(8)), has_rings=True))
    two_lines = 2 * light().px(16)

    def shown(width: int) -> list[str]:
        key.resize(width, 40)
        entries, _, height = key._lay_out(width)
        assert height <= two_lines
        assert (key.toolTip() == "") == (entries == key._entries)
        return [entry.after for entry in entries]

    assert shown(500)[-2:] == ["sure", "mistake"]
    without_words = shown(250)
    assert without_words[:8] == list("ABCDEFGH")
    assert "sure" not in without_words
    few = shown(170)
    assert few[few.index("C") + 1 :][0] in {"D", "+5 more"}
    assert any(word.endswith(" more") for word in few)
    assert "H" in key.toolTip()

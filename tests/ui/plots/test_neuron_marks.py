import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from nnviz.ui.plots.neuron_marks import paint_name
from nnviz.ui.theme import Theme, dark, light

HEIGHT = 15


def painted(qapp: object, width: float, *, is_marked: bool, theme: Theme, name: str = "h₃") -> np.ndarray:
    """The pixels of a cell with a name in it, (rows, columns, 3), on the card's colour."""
    del qapp
    image = QImage(200, theme.px(HEIGHT), QImage.Format.Format_RGB32)
    image.fill(QColor(theme.card))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    paint_name(painter, theme, QRectF(60, 0, width, theme.px(HEIGHT)), name, is_marked=is_marked)
    painter.end()
    pixels = np.array(image.constBits()).reshape(image.height(), image.bytesPerLine() // 4, 4)
    return pixels[:, :200, 2::-1].astype(int)


def places_of(pixels: np.ndarray, color: str) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of the pixels in this very colour."""
    wanted = QColor(color)
    return np.nonzero((pixels == [wanted.red(), wanted.green(), wanted.blue()]).all(axis=2))


themes = pytest.mark.parametrize("theme", [light(), dark(), light(1.5)], ids=["light", "dark", "150 %"])


@themes
@pytest.mark.parametrize("width", [60.0, 24.0, 4.0])
def test_only_what_is_marked_has_a_mark(qapp: object, theme: Theme, width: float) -> None:
    width *= theme.scale
    assert len(places_of(painted(qapp, width, is_marked=False, theme=theme), theme.warning)[0]) == 0
    assert len(places_of(painted(qapp, width, is_marked=True, theme=theme), theme.warning)[0]) > 4


@themes
def test_with_room_for_both_the_mark_stands_beside_the_name(qapp: object, theme: Theme) -> None:
    width = 60.0 * theme.scale
    plain, marked = (painted(qapp, width, is_marked=is_marked, theme=theme) for is_marked in (False, True))
    _, columns = places_of(marked, theme.warning)
    assert columns.min() > 60 + width / 2
    assert columns.max() < 60 + width
    np.testing.assert_array_equal(plain[:, : columns.min() - 2], marked[:, : columns.min() - 2])
    assert (plain[:, : columns.min() - 2] != plain[0, 0]).any()  # and the name is there
    inside = marked[:, columns.min() : columns.max()]
    assert len(places_of(inside, theme.card)[0]) > 4  # the exclamation mark, and the corners


@themes
def test_with_less_room_the_name_makes_some(qapp: object, theme: Theme) -> None:
    width = 34.0 * theme.scale
    marked = painted(qapp, width, is_marked=True, theme=theme)
    _, columns = places_of(marked, theme.warning)
    assert columns.max() <= 60 + width
    assert columns.min() > 60 + width / 2
    name = (marked[:, : columns.min() - 2] != marked[0, 0]).any(axis=(0, 2))
    assert name.any()
    assert np.flatnonzero(name).min() >= 60


@themes
def test_without_that_room_it_takes_the_place_of_the_name(qapp: object, theme: Theme) -> None:
    marked = painted(qapp, 21.0 * theme.scale, is_marked=True, theme=theme)
    _, columns = places_of(marked, theme.warning)
    assert (columns.min() + columns.max()) / 2 == pytest.approx(60 + 10.5 * theme.scale, abs=1.5)


@themes
def test_above_columns_too_narrow_for_names_it_is_a_wedge(qapp: object, theme: Theme) -> None:
    rows, columns = places_of(painted(qapp, 4.0, is_marked=True, theme=theme), theme.warning)
    assert (columns.min() + columns.max()) / 2 == pytest.approx(62, abs=1)
    width_of = {row: np.count_nonzero(rows == row) for row in set(rows.tolist())}
    assert width_of[int(rows.min())] > width_of[int(rows.max())]  # it points down
    assert rows.max() >= theme.px(HEIGHT) - 3


def test_a_long_name_is_cut_short_where_it_does_not_fit(qapp: object) -> None:
    theme = light()
    _, columns = np.nonzero((painted(qapp, 40.0, is_marked=False, theme=theme, name="Tulipomania") != 255).any(axis=2))
    assert columns.min() >= 60
    assert columns.max() <= 100

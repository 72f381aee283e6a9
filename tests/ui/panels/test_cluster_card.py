"""Whether a card finds room in its column, in every size of text, however its covariance is written."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnviz.experiment.coordinates import COORDINATES, MATRIX
from nnviz.experiment.presets import preset
from nnviz.ui.panels.data_panel import DataPanel
from nnviz.ui.stylesheet import stylesheet
from nnviz.ui.theme import light

COLUMN = 242  # as the main window has it


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.5, 2.0])
def test_an_open_card_is_no_wider_than_its_column(qtbot: QtBot, scale: float) -> None:
    theme = light(scale)
    panel = DataPanel()
    panel.setStyleSheet(stylesheet(theme))
    qtbot.addWidget(panel)
    panel.set_theme(theme)
    panel.show_data(preset("three-clusters").data, "Three clusters")
    panel.show()
    card = panel._cards[2]  # the one with the warning
    card._open.setChecked(True)
    for key in (MATRIX, *COORDINATES):
        panel.show_coordinates(key)
        QApplication.processEvents()
        assert panel.minimumSizeHint().width() <= theme.px(COLUMN)
        panel.setFixedWidth(theme.px(COLUMN))
        QApplication.processEvents()
        shown = [card._warning, card._repair, card._covariance.choice]
        shown += card._covariance.triple(key).fields if key != MATRIX else []
        for part in shown:
            right = part.mapTo(card, part.rect().topRight()).x()
            assert 0 < part.width() <= right < card.width()


def test_spreads_are_read_whole_in_a_field_that_has_half_the_width(qtbot: QtBot) -> None:
    theme = light()
    panel = DataPanel()
    panel.setStyleSheet(stylesheet(theme))
    qtbot.addWidget(panel)
    panel.set_theme(theme)
    panel.show_data(preset("three-clusters").data, "Three clusters")
    panel.show_coordinates("axes")
    panel._cards[2]._open.setChecked(True)
    panel.setFixedWidth(COLUMN + 54 - 16)  # without the bar to scroll by, and the gap beside it
    panel.show()
    QApplication.processEvents()
    field = panel._cards[2]._covariance.triple("axes").fields[0]
    assert field.text() == "0.866025"
    assert field.fontMetrics().horizontalAdvance(field.text()) <= field.width() - 2 * 7

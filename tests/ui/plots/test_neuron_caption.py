import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnviz.ui.plots.network_places import NeuronPlace, ShownNeuron
from nnviz.ui.plots.neuron_caption import NeuronCaption
from nnviz.ui.plots.neuron_colors import output_colors, probability_colors
from nnviz.ui.plots.region_layer import STRENGTH
from nnviz.ui.theme import light
from tests.ui.fields.hands import put_on_screen


@pytest.fixture
def caption(qtbot: QtBot) -> NeuronCaption:
    window = QWidget()
    window.resize(500, 300)
    caption = NeuronCaption(window)
    put_on_screen(qtbot, window)
    caption.window_ = window  # type: ignore[attr-defined]  # or it would go
    return caption


def shown(label: int | None = None, *, is_pinned: bool = False) -> ShownNeuron:
    return ShownNeuron(NeuronPlace(1, 1), "Output of h₂", label, is_pinned)


def test_it_stands_in_the_corner_and_says_what_and_in_which_colours(caption: NeuronCaption) -> None:
    assert not caption.isVisible()
    caption.set_theme(light())
    caption.show_neuron(shown(), 8.1, QPointF(40, 20))
    assert caption.isVisible()
    assert caption.pos().toTuple() == (48, 28)
    assert caption.title.text() == "Output of h₂"
    assert caption.scale_bar.ends == ("−8.1", "+8.1")
    assert caption.scale_bar.accessibleName() == "−8.1 to +8.1"
    image = caption.scale_bar.grab().toImage()
    low, high = (QColor(int(color)) for color in output_colors(np.array([-1.0, 1.0]), 1.0, light(), STRENGTH))
    row = [image.pixelColor(x, image.height() // 2).name() for x in range(image.width())]
    assert low.name() in row
    assert high.name() in row
    assert row.index(low.name()) < row.index(high.name())


def test_a_probability_goes_from_nothing_to_certainty(caption: NeuronCaption) -> None:
    caption.set_theme(light())
    caption.show_neuron(shown(2), 1.0, QPointF(0, 0))
    assert caption.scale_bar.ends == ("0 %", "100 %")
    image = caption.scale_bar.grab().toImage()
    row = [image.pixelColor(x, image.height() // 2).name() for x in range(image.width())]
    assert QColor(int(probability_colors(np.ones(1), light(), 2, STRENGTH)[0])).name() in row


def test_hundreds_of_digits_are_a_power_of_ten(caption: NeuronCaption) -> None:
    caption.show_neuron(shown(), 3e200, QPointF(0, 0))
    assert caption.scale_bar.ends == ("−3e200", "3e200")


def test_only_what_stays_can_be_dismissed(caption: NeuronCaption, qtbot: QtBot) -> None:
    caption.set_theme(light())
    caption.show_neuron(shown(), 1.0, QPointF(0, 0))
    assert not caption.close_button.isVisible()
    caption.show_neuron(shown(is_pinned=True), 1.0, QPointF(0, 0))
    assert caption.close_button.isVisible()
    with qtbot.waitSignal(caption.dismissed):
        qtbot.mouseClick(caption.close_button, Qt.MouseButton.LeftButton)

"""Whether the panels find room in their column, in every size of text: nothing is wider, nothing is cut off."""

from collections.abc import Callable, Iterator

import msgspec
import pytest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyle,
    QStyleOptionComboBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import (
    GivenStart,
    LayerSpec,
    NormalStart,
    TruncatedNormalStart,
    UniformStart,
    ZerosStart,
)
from nnviz.experiment.optimizer_spec import AdaGradSpec, AdamSpec, GradientDescentSpec, MomentumSpec, RMSPropSpec
from nnviz.experiment.schedule_spec import CosineSpec, ExponentialDecaySpec, InverseTimeSpec, StepDecaySpec
from nnviz.experiment.training_spec import AllPointsBatch, DrawnBatch, InOrderBatch, ShuffledBatch
from nnviz.ui.fields.fold import Fold
from nnviz.ui.panels.network_panel import NetworkPanel
from nnviz.ui.panels.training_panel import TrainingPanel
from nnviz.ui.stylesheet import stylesheet
from nnviz.ui.theme import Theme, light

COLUMN, MARGINS, SCROLL_BAR, GAP = 242, 54, 10, 6  # as the main window has them
SCALES = (0.8, 1.0, 1.5, 2.0)
LARGEST_LAYERS = (
    LayerSpec(n_neurons=256, activation="leaky-relu", dropout=0.25),
    *[LayerSpec(n_neurons=100, activation="softplus")] * 7,
)
GIVEN = GivenStart(weights=(((0.5,) * 3,) * 2,), biases=((0.0,) * 3,))

each_scale = pytest.mark.parametrize("scale", SCALES)


@pytest.fixture
def in_theme(qapp: QApplication) -> Iterator[Callable[[float], Theme]]:
    """Gives the application a size of text, and back the usual one."""

    def dress(scale: float) -> Theme:
        theme = light(scale)
        qapp.setFont(theme.font())
        return theme

    yield dress
    qapp.setFont(light().font())


def put_into_column(qtbot: QtBot, panel: NetworkPanel | TrainingPanel, theme: Theme) -> None:
    panel.setStyleSheet(stylesheet(theme))
    panel.set_theme(theme)
    qtbot.addWidget(panel)
    panel.setFixedWidth(theme.px(COLUMN) + MARGINS - theme.px(SCROLL_BAR) - GAP)
    panel.show()
    qtbot.waitExposed(panel)


def cut_off(panel: QWidget) -> list[str]:
    """The texts that do not find room where they stand."""
    QApplication.processEvents()
    shown = [part for part in panel.findChildren(QWidget) if part.isVisible()]
    return [text for part in shown if (text := _text_of(part)) and _room_of(part) < _needs(part, text)]


def _text_of(part: QWidget) -> str:
    if isinstance(part, QComboBox):
        return part.currentText()
    if isinstance(part, (QLineEdit, QPushButton)) or (isinstance(part, QLabel) and not part.wordWrap()):
        return part.text()
    return ""


def _room_of(part: QWidget) -> int:
    if isinstance(part, QComboBox):
        option = QStyleOptionComboBox()
        part.initStyleOption(option)
        control, edit = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        return part.style().subControlRect(control, option, edit, part).width()
    if isinstance(part, QLineEdit):
        return part.width() - 2 * 6 - 2
    return part.width()


def _needs(part: QWidget, text: str) -> int:
    if isinstance(part, (QLabel, QPushButton)):
        return part.minimumSizeHint().width()
    return part.fontMetrics().horizontalAdvance(text)


@each_scale
def test_the_network_panel_finds_room(
    qtbot: QtBot, in_theme: Callable[[float], Theme], small_experiment: Experiment, scale: float
) -> None:
    panel = NetworkPanel()
    panel.show_network(small_experiment)
    put_into_column(qtbot, panel, in_theme(scale))
    starts = (TruncatedNormalStart(standard_deviation=0.125), UniformStart(), ZerosStart(), NormalStart())
    for start in starts:
        for layers in ((), LARGEST_LAYERS):
            network = msgspec.structs.replace(
                small_experiment.network, initial_weights=start, hidden_layers=layers, seed=2**32 - 1
            )
            panel.show_network(msgspec.structs.replace(small_experiment, network=network))
            assert cut_off(panel) == []
            assert panel.minimumSizeHint().width() <= panel.width()
    panel.inputs.fold._button.setChecked(True)
    long = ("x1", "sin(3*x1 + 2*x2)*exp(-(x1^2 + x2^2)/20)*sqrt(abs(x1*x2))", "x2")
    data = msgspec.structs.replace(small_experiment.data, inputs=long, standardized=True)
    panel.show_network(msgspec.structs.replace(small_experiment, data=data))
    assert cut_off(panel) == []
    assert panel.minimumSizeHint().width() <= panel.width()
    panel.inputs.fold._button.setChecked(False)
    assert cut_off(panel) == []
    network = msgspec.structs.replace(small_experiment.network, initial_weights=GIVEN, hidden_layers=())
    panel.show_network(msgspec.structs.replace(small_experiment, network=network))
    assert cut_off(panel) == []
    assert panel.minimumSizeHint().width() <= panel.width()


@each_scale
def test_the_training_panel_finds_room(
    qtbot: QtBot, in_theme: Callable[[float], Theme], small_experiment: Experiment, scale: float
) -> None:
    panel = TrainingPanel()
    panel.show_training(small_experiment.training, 900_000, has_dropout=True)
    put_into_column(qtbot, panel, in_theme(scale))
    for opened in (False, True):
        fold = panel.findChild(Fold)
        assert fold is not None
        fold._button.setChecked(opened)
        for optimizer, schedule, batch in (
            (GradientDescentSpec(), InverseTimeSpec(halved_after=100_000), AllPointsBatch()),
            (MomentumSpec(momentum=0.999), StepDecaySpec(every=100_000, factor=0.125), InOrderBatch(size=100_000)),
            (AdaGradSpec(epsilon=1e-12), ExponentialDecaySpec(), ShuffledBatch(size=1)),
            (RMSPropSpec(), CosineSpec(over=10_000_000, floor=0.01), DrawnBatch(size=9)),
            (AdamSpec(beta2=0.99999), CosineSpec(), AllPointsBatch()),
        ):
            training = msgspec.structs.replace(
                small_experiment.training,
                optimizer=optimizer,
                schedule=schedule,
                batch=batch,
                warm_up=1_000_000,
                l1_penalty=0.00015,
                l2_penalty=0.00025,
                learning_rate=0.00012,
                n_steps=10_000_000,
                batch_seed=2**32 - 1,
                stop_at_loss=0.0125,
                stop_at_accuracy=0.9975,
                patience=1_000_000,
                precision="float32",
            )
            panel.show_training(training, 900_000, has_dropout=True)
            assert cut_off(panel) == []
            assert panel.minimumSizeHint().width() <= panel.width()

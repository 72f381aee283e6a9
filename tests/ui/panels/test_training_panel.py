import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnviz.experiment.experiment import Experiment
from nnviz.experiment.training_spec import AllPointsBatch, InOrderBatch, TrainingSpec
from nnviz.ui.panels.training_panel import TrainingPanel
from tests.ui.fields.hands import Heard, enter, focus, nothing_said, put_on_screen

N_TRAINING = 13_500


@pytest.fixture
def training(small_experiment: Experiment) -> TrainingSpec:
    return small_experiment.training


@pytest.fixture
def panel(qtbot: QtBot, training: TrainingSpec) -> TrainingPanel:
    """The panel as the window has it: an edit comes back as what is to be shown."""
    panel = TrainingPanel()
    panel.show_training(training, N_TRAINING)
    panel.training_edited.connect(lambda edited, _what: panel.show_training(edited, N_TRAINING))
    put_on_screen(qtbot, panel)
    return panel


@pytest.fixture
def edits(panel: TrainingPanel) -> Heard:
    return Heard(panel.training_edited)


@pytest.fixture
def refusals(panel: TrainingPanel) -> Heard:
    return Heard(panel.refused)


def changed(training: TrainingSpec, **changes: object) -> TrainingSpec:
    return msgspec.structs.replace(training, **changes)


@pytest.mark.parametrize(("text", "rate"), [("0,02", 0.02), ("1e-3", 0.001), ("10", 10.0), ("0.00001", 1e-5)])
def test_the_learning_rate_can_be_typed(
    qtbot: QtBot, panel: TrainingPanel, *, training: TrainingSpec, edits: Heard, text: str, rate: float
) -> None:
    enter(qtbot, panel._rate._field, text)
    assert edits.take() == [(changed(training, learning_rate=rate), "the learning rate")]


@pytest.mark.parametrize(
    ("key", "rate"),
    [(Qt.Key.Key_Right, 0.11), (Qt.Key.Key_Left, 0.089), (Qt.Key.Key_Home, 1e-5), (Qt.Key.Key_End, 10.0)],
)
def test_the_learning_rate_is_moved_on_its_slider(
    qtbot: QtBot, panel: TrainingPanel, *, training: TrainingSpec, edits: Heard, key: Qt.Key, rate: float
) -> None:
    focus(qtbot, panel._rate._slider)
    qtbot.keyClick(panel._rate._slider, key)
    assert edits.take() == [(changed(training, learning_rate=rate), "the learning rate")]


def test_a_learning_rate_is_never_zero(qtbot: QtBot, panel: TrainingPanel, edits: Heard, refusals: Heard) -> None:
    enter(qtbot, panel._rate._field, "0")
    assert edits.take() == []
    assert refusals.take() == ["Learning rate must be between 1e-05 and 10, not 0"]
    assert panel._rate._field.text() == "0.1"


@pytest.mark.parametrize(("text", "penalty"), [("0", 0.0), ("0.05", 0.05), ("1e-7", 1e-7)])
def test_the_penalty_can_be_typed_and_may_be_zero(
    qtbot: QtBot, panel: TrainingPanel, *, training: TrainingSpec, edits: Heard, text: str, penalty: float
) -> None:
    enter(qtbot, panel._penalty._field, text)
    assert edits.take() == [(changed(training, l2_penalty=penalty), "the L2 penalty")]


def test_the_left_end_of_the_penaltys_slider_is_zero(
    qtbot: QtBot, panel: TrainingPanel, training: TrainingSpec, edits: Heard
) -> None:
    focus(qtbot, panel._penalty._slider)
    qtbot.keyClick(panel._penalty._slider, Qt.Key.Key_Home)
    assert edits.take() == [(changed(training, l2_penalty=0.0), "the L2 penalty")]
    qtbot.keyClick(panel._penalty._slider, Qt.Key.Key_Right)
    assert edits.take() == [(changed(training, l2_penalty=1e-5), "the L2 penalty")]


def test_a_penalty_that_cannot_be_is_refused(qtbot: QtBot, panel: TrainingPanel, edits: Heard, refusals: Heard) -> None:
    enter(qtbot, panel._penalty._field, "-0.1")
    assert edits.take() == []
    assert refusals.take() == ["L2 penalty λ must be between 0 and 10, not -0.1"]


def test_the_kind_of_batch_is_chosen_and_has_a_size_where_it_needs_one(
    qtbot: QtBot, panel: TrainingPanel, training: TrainingSpec, edits: Heard
) -> None:
    assert not panel._size.isVisible()
    focus(qtbot, panel._batch)
    qtbot.keyClick(panel._batch, Qt.Key.Key_Down)
    assert edits.take() == [(changed(training, batch=InOrderBatch(size=100)), "the batch")]
    assert panel._size.isVisible()
    assert panel._size.text() == "100"
    qtbot.keyClick(panel._batch, Qt.Key.Key_Up)
    assert edits.take() == [(changed(training, batch=AllPointsBatch()), "the batch")]
    assert not panel._size.isVisible()


def test_the_batch_size_can_be_typed(qtbot: QtBot, panel: TrainingPanel, training: TrainingSpec, edits: Heard) -> None:
    batches = changed(training, batch=InOrderBatch(size=100))
    panel.show_training(batches, N_TRAINING)
    enter(qtbot, panel._size, "32")
    assert edits.take() == [(changed(training, batch=InOrderBatch(size=32)), "the batch size")]
    qtbot.keyClick(panel._size, Qt.Key.Key_Up)
    assert edits.take() == [(changed(training, batch=InOrderBatch(size=42)), "the batch size")]


@pytest.mark.parametrize("text", ["0", "100001", "12.5", "1,000"])
def test_a_batch_size_that_cannot_be_is_refused(
    qtbot: QtBot, panel: TrainingPanel, *, training: TrainingSpec, edits: Heard, refusals: Heard, text: str
) -> None:
    panel.show_training(changed(training, batch=InOrderBatch(size=100)), N_TRAINING)
    enter(qtbot, panel._size, text)
    assert edits.take() == []
    (sentence,) = refusals.take()
    assert str(sentence).startswith("Batch size must be ")
    assert panel._size.text() == "100"


def test_the_label_of_a_full_batch_says_how_many_points_it_has(panel: TrainingPanel, training: TrainingSpec) -> None:
    assert panel._batch.currentText() == "All 13,500 points"
    heard = Heard(panel.training_edited)
    assert nothing_said(heard, lambda: panel.show_training(training, 90))
    assert panel._batch.currentText() == "All 90 points"


@pytest.mark.parametrize(("text", "n_steps"), [("0", 0), ("5000", 5000), ("10 000 000", 10_000_000)])
def test_the_end_can_be_typed(
    qtbot: QtBot, panel: TrainingPanel, *, training: TrainingSpec, edits: Heard, text: str, n_steps: int
) -> None:
    enter(qtbot, panel._end, text)
    assert edits.take() == [(changed(training, n_steps=n_steps), "the number of steps")]


@pytest.mark.parametrize("text", ["-1", "10000001", "1e3", "5,000"])
def test_an_end_that_cannot_be_is_refused(
    qtbot: QtBot, panel: TrainingPanel, edits: Heard, refusals: Heard, text: str
) -> None:
    enter(qtbot, panel._end, text)
    assert edits.take() == []
    (sentence,) = refusals.take()
    assert str(sentence).startswith("Stop after must be ")
    assert panel._end.text() == "60"


def test_to_show_a_training_says_nothing(panel: TrainingPanel, training: TrainingSpec) -> None:
    heard = Heard(panel.training_edited, panel.refused)
    others = (
        changed(training, learning_rate=1e-5, l2_penalty=0.0, n_steps=0),
        changed(training, learning_rate=10.0, l2_penalty=10.0, n_steps=10_000_000),
        changed(training, batch=InOrderBatch(size=1)),
        changed(training, batch=AllPointsBatch()),
    )
    for other in others:
        assert nothing_said(heard, lambda other=other: panel.show_training(other, N_TRAINING))
        assert panel._rate.number == other.learning_rate
        assert panel._penalty.number == other.l2_penalty
        assert panel._end.number == other.n_steps
        assert panel._size.isVisible() == isinstance(other.batch, InOrderBatch)
    assert panel.accessibleName() == "Training"


def test_nothing_is_edited_before_a_training_is_shown(qtbot: QtBot) -> None:
    panel = TrainingPanel()
    put_on_screen(qtbot, panel)
    edits = Heard(panel.training_edited)
    enter(qtbot, panel._end, "5")
    assert edits.take() == []

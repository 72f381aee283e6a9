import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnviz.experiment.experiment import Experiment
from nnviz.experiment.optimizer_spec import (
    AdaGradSpec,
    AdamSpec,
    GradientDescentSpec,
    MomentumSpec,
    NesterovSpec,
    Optimizer,
    RMSPropSpec,
)
from nnviz.experiment.schedule_spec import CosineSpec
from nnviz.experiment.training_spec import (
    AllPointsBatch,
    Batch,
    DrawnBatch,
    InOrderBatch,
    ShuffledBatch,
    TrainingSpec,
)
from nnviz.ui.panels.training_panel import TrainingPanel
from nnviz.ui.theme import dark, light
from tests.ui.fields.hands import Heard, choose, click, enter, focus, nothing_said, number_of, put_on_screen

N_TRAINING = 13_500


@pytest.fixture
def training(small_experiment: Experiment) -> TrainingSpec:
    return small_experiment.training


@pytest.fixture
def panel(qtbot: QtBot, training: TrainingSpec) -> TrainingPanel:
    """The panel as the window has it: an edit comes back as what is to be shown."""
    panel = TrainingPanel()
    panel.set_theme(light())
    show(panel, training)
    panel.training_edited.connect(lambda edited, _what: show(panel, edited))
    put_on_screen(qtbot, panel)
    return panel


def show(panel: TrainingPanel, training: TrainingSpec, n_points: int = N_TRAINING) -> None:
    panel.show_training(training, n_points, has_dropout=False)


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
    assert refusals.take() == ["Learning rate must be between 1e−5 and 10, not 0"]
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
    assert refusals.take() == ["L2 penalty λ must be between 0 and 10, not −0.1"]


@pytest.mark.parametrize(
    "optimizer",
    [MomentumSpec(), NesterovSpec(), AdaGradSpec(), RMSPropSpec(), AdamSpec()],
)
def test_each_optimizer_can_be_chosen_and_plain_descent_again(
    qtbot: QtBot, panel: TrainingPanel, *, training: TrainingSpec, edits: Heard, optimizer: Optimizer
) -> None:
    assert not panel._optimizer.numbers.isVisible()
    choose(qtbot, panel._optimizer, str(optimizer.__struct_config__.tag))
    assert edits.take()[-1] == (changed(training, optimizer=optimizer), "the optimizer")
    assert panel._optimizer.numbers.isVisible()
    choose(qtbot, panel._optimizer, "gradient-descent")
    assert edits.take()[-1] == (changed(training, optimizer=GradientDescentSpec()), "the optimizer")


@pytest.mark.parametrize(
    ("optimizer", "name", "text", "expected", "what"),
    [
        (MomentumSpec(), "momentum", "0,5", MomentumSpec(momentum=0.5), "the momentum"),
        (NesterovSpec(), "momentum", "0", NesterovSpec(momentum=0.0), "the momentum"),
        (AdaGradSpec(), "epsilon", "1e-6", AdaGradSpec(epsilon=1e-6), "the epsilon ε"),
        (RMSPropSpec(), "decay", ".99", RMSPropSpec(decay=0.99), "the decay ρ"),
        (RMSPropSpec(), "epsilon", "1e-3", RMSPropSpec(epsilon=1e-3), "the epsilon ε"),
        (AdamSpec(), "beta1", "0.8", AdamSpec(beta1=0.8), "the beta β₁"),
        (AdamSpec(), "beta2", "0.99", AdamSpec(beta2=0.99), "the beta β₂"),
        (AdamSpec(), "epsilon", "1", AdamSpec(epsilon=1.0), "the epsilon ε"),
    ],
)
def test_each_number_of_an_optimizer_can_be_typed(
    qtbot: QtBot,
    panel: TrainingPanel,
    *,
    training: TrainingSpec,
    edits: Heard,
    optimizer: Optimizer,
    name: str,
    text: str,
    expected: Optimizer,
    what: str,
) -> None:
    show(panel, changed(training, optimizer=optimizer))
    enter(qtbot, number_of(panel._optimizer, name), text)
    assert edits.take() == [(changed(training, optimizer=expected), what)]


def test_a_momentum_of_one_is_refused(
    qtbot: QtBot, panel: TrainingPanel, training: TrainingSpec, edits: Heard, refusals: Heard
) -> None:
    show(panel, changed(training, optimizer=MomentumSpec()))
    enter(qtbot, number_of(panel._optimizer, "momentum"), "1")
    assert edits.take() == []
    assert refusals.take() == ["Momentum must be between 0 and 0.999, not 1"]


def test_the_next_optimizer_keeps_the_momentum(
    qtbot: QtBot, panel: TrainingPanel, training: TrainingSpec, edits: Heard
) -> None:
    show(panel, changed(training, optimizer=MomentumSpec(momentum=0.5)))
    choose(qtbot, panel._optimizer, "nesterov")
    assert edits.take() == [(changed(training, optimizer=NesterovSpec(momentum=0.5)), "the optimizer")]


@pytest.mark.parametrize("batch", [InOrderBatch(size=100), ShuffledBatch(size=100), DrawnBatch(size=100)])
def test_the_kind_of_batch_is_chosen_and_has_a_size_where_it_needs_one(
    qtbot: QtBot, panel: TrainingPanel, *, training: TrainingSpec, edits: Heard, batch: Batch
) -> None:
    assert not panel._batch.numbers.isVisible()
    choose(qtbot, panel._batch, str(batch.__struct_config__.tag))
    assert edits.take()[-1] == (changed(training, batch=batch), "the batch")
    assert number_of(panel._batch, "size").isVisible()
    assert number_of(panel._batch, "size").text() == "100"
    choose(qtbot, panel._batch, "all")
    assert edits.take()[-1] == (changed(training, batch=AllPointsBatch()), "the batch")
    assert not panel._batch.numbers.isVisible()


def test_the_batch_size_is_kept_from_kind_to_kind(
    qtbot: QtBot, panel: TrainingPanel, training: TrainingSpec, edits: Heard
) -> None:
    show(panel, changed(training, batch=InOrderBatch(size=7)))
    choose(qtbot, panel._batch, "drawn")
    choose(qtbot, panel._batch, "all")
    choose(qtbot, panel._batch, "shuffled")
    assert edits.take()[-1] == (changed(training, batch=ShuffledBatch(size=7)), "the batch")


def test_the_batch_size_can_be_typed(qtbot: QtBot, panel: TrainingPanel, training: TrainingSpec, edits: Heard) -> None:
    show(panel, changed(training, batch=InOrderBatch(size=100)))
    size = number_of(panel._batch, "size")
    enter(qtbot, size, "32")
    assert edits.take() == [(changed(training, batch=InOrderBatch(size=32)), "the batch size")]
    focus(qtbot, size)
    qtbot.keyClick(size, Qt.Key.Key_Up)
    assert edits.take() == [(changed(training, batch=InOrderBatch(size=132)), "the batch size")]


@pytest.mark.parametrize("text", ["0", "100001", "12.5", "1,000"])
def test_a_batch_size_that_cannot_be_is_refused(
    qtbot: QtBot, panel: TrainingPanel, *, training: TrainingSpec, edits: Heard, refusals: Heard, text: str
) -> None:
    show(panel, changed(training, batch=InOrderBatch(size=100)))
    enter(qtbot, number_of(panel._batch, "size"), text)
    assert edits.take() == []
    (sentence,) = refusals.take()
    assert str(sentence).startswith("Batch size must be ")
    assert number_of(panel._batch, "size").text() == "100"


def test_the_label_of_a_full_batch_says_how_many_points_it_has(panel: TrainingPanel, training: TrainingSpec) -> None:
    assert panel._batch.currentText() == "All 13,500 points"
    heard = Heard(panel.training_edited)
    assert nothing_said(heard, lambda: show(panel, training, 90))
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


def test_the_rest_is_under_a_fold_that_says_what_is_set_there(
    qtbot: QtBot, panel: TrainingPanel, training: TrainingSpec, edits: Heard
) -> None:
    assert panel._more is None
    assert panel._fold._summary.text() == ""
    show(panel, changed(training, schedule=CosineSpec(), warm_up=5))
    assert panel._fold._summary.text() == "cosine schedule, warm-up 5"
    click(qtbot, panel._fold._button)
    assert panel._more is not None
    assert panel._more.isVisible()
    enter(qtbot, panel._more._warm_up, "7")
    assert edits.take() == [(changed(training, schedule=CosineSpec(), warm_up=7), "the warm-up")]
    click(qtbot, panel._fold._button)
    assert not panel._more.isVisible()
    assert panel._fold._summary.text() == "cosine schedule, warm-up 7"


def test_what_is_under_the_fold_stands_in_the_same_columns(qtbot: QtBot, panel: TrainingPanel) -> None:
    click(qtbot, panel._fold._button)
    assert panel._more is not None
    qtbot.waitUntil(panel._more._precision.isVisible)
    columns = {part.mapTo(panel, part.rect().topLeft()).x() for part in (panel._end, panel._more._precision)}
    assert len(columns) == 1


def test_refusals_under_the_fold_are_said(qtbot: QtBot, panel: TrainingPanel, refusals: Heard) -> None:
    click(qtbot, panel._fold._button)
    assert panel._more is not None
    enter(qtbot, panel._more._warm_up, "-1")
    assert refusals.take() == ["Warm-up must be between 0 and 1,000,000, not −1"]


def test_to_show_a_training_says_nothing(panel: TrainingPanel, training: TrainingSpec) -> None:
    heard = Heard(panel.training_edited, panel.refused)
    others = (
        changed(training, learning_rate=1e-5, l2_penalty=0.0, n_steps=0),
        changed(training, learning_rate=10.0, l2_penalty=10.0, n_steps=10_000_000, optimizer=AdamSpec()),
        changed(training, batch=InOrderBatch(size=1)),
        changed(training, batch=AllPointsBatch()),
    )
    for opened in (False, True):
        panel._fold._button.setChecked(opened)
        for other in others:
            assert nothing_said(heard, lambda other=other: show(panel, other))
            assert panel._rate.number == other.learning_rate
            assert panel._penalty.number == other.l2_penalty
            assert panel._end.number == other.n_steps
            assert panel._batch.numbers.isVisible() == isinstance(other.batch, InOrderBatch)
    assert nothing_said(heard, lambda: panel.set_theme(dark()))
    assert panel.accessibleName() == "Training"


def test_nothing_is_edited_before_a_training_is_shown(qtbot: QtBot) -> None:
    panel = TrainingPanel()
    put_on_screen(qtbot, panel)
    edits = Heard(panel.training_edited)
    enter(qtbot, panel._end, "5")
    click(qtbot, panel._fold._button)
    assert panel._more is not None
    enter(qtbot, panel._more._warm_up, "5")
    assert edits.take() == []

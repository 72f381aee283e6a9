"""Every setting of network and training, used in the real window: set, trained with, taken back."""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import (
    ArticleStart,
    GivenStart,
    GlorotNormalStart,
    GlorotUniformStart,
    HeNormalStart,
    HeUniformStart,
    LayerSpec,
    NetworkSpec,
    TruncatedNormalStart,
    UniformStart,
    ZerosStart,
)
from nnviz.experiment.optimizer_spec import AdaGradSpec, AdamSpec, MomentumSpec, NesterovSpec, RMSPropSpec
from nnviz.experiment.schedule_spec import CosineSpec, ExponentialDecaySpec, InverseTimeSpec, StepDecaySpec
from nnviz.experiment.training_spec import DrawnBatch, InOrderBatch, ShuffledBatch, TrainingSpec
from nnviz.session.update import RunState
from nnviz.ui.fields.kind_field import KindField
from nnviz.ui.fields.number_field import NumberField
from nnviz.ui.main_window import MainWindow
from nnviz.ui.panels.given_dialog import GivenDialog
from nnviz.ui.panels.layer_row import LayerRow
from nnviz.ui.panels.more_training import MoreTraining
from tests.conftest import run_deferred_deletes
from tests.ui.fields.hands import choose, click, enter, focus, number_of

N_STEPS = 4


@dataclass(frozen=True)
class Hand:
    """A person at the panels of a window."""

    qtbot: QtBot
    window: MainWindow

    @property
    def row(self) -> LayerRow:
        """The first hidden layer."""
        return self.window.network_panel._layers.rows[0]

    @property
    def more(self) -> MoreTraining:
        """What is under the fold, opened where it is closed."""
        panel = self.window.training_panel
        if not panel._fold.is_open:
            click(self.qtbot, panel._fold._button)
        assert panel._more is not None
        return panel._more

    def choose(self, field: KindField, key: str) -> None:
        """In one stride, as from the list: the arrow keys would choose all between."""
        field.setCurrentIndex(field.findData(key))
        field.activated.emit(field.currentIndex())

    def type(self, field: NumberField, text: str) -> None:
        enter(self.qtbot, field, text)

    def tick(self, field: object) -> None:
        click(self.qtbot, field.box)  # type: ignore[attr-defined]

    def ask_row(self, text: str) -> None:
        """An entry of the first hidden layer's menu."""
        menu = self.row._more.menu()
        next(action for action in menu.actions() if action.text().startswith(text)).trigger()

    @property
    def start(self) -> KindField:
        return self.window.network_panel._start.start

    @property
    def optimizer(self) -> KindField:
        return self.window.training_panel._optimizer

    @property
    def batch(self) -> KindField:
        return self.window.training_panel._batch


@dataclass(frozen=True)
class Setting:
    """Something to set: what a hand does, and what it makes of network and training."""

    act: Callable[[Hand], None]
    network: dict
    training: dict


def set_kind(field: str, key: str, **numbers: str) -> Callable[[Hand], None]:
    """Choose a kind, then type its numbers."""

    def act(hand: Hand) -> None:
        kind = hand.more._schedule if field == "schedule" else getattr(hand, field)
        hand.choose(kind, key)
        for name, text in numbers.items():
            hand.type(number_of(kind, name), text)

    return act


def layers(*specs: LayerSpec) -> dict:
    return {"hidden_layers": specs}


def _activation(name: str) -> Setting:
    return Setting(
        lambda hand: choose(hand.qtbot, hand.row._activation, name), layers(LayerSpec(n_neurons=4, activation=name)), {}
    )


def _drop_out(hand: Hand) -> None:
    hand.ask_row("Dropout…")
    hand.type(hand.row._dropout, "25")


def _add_and_move(hand: Hand) -> None:
    hand.ask_row("Duplicate")
    hand.type(hand.row._field, "6")
    hand.ask_row("Move down")


def _stop(part: str, text: str) -> Callable[[Hand], None]:
    def act(hand: Hand) -> None:
        field = getattr(hand.more, part)
        hand.tick(field)
        hand.type(field, text)

    return act


FOUR = LayerSpec(n_neurons=4)

SETTINGS = {
    **{name: _activation(name) for name in ("leaky-relu", "elu", "tanh", "sigmoid", "softplus", "identity")},
    "dropout": Setting(_drop_out, layers(LayerSpec(n_neurons=4, dropout=0.25)), {}),
    "order": Setting(_add_and_move, layers(FOUR, LayerSpec(n_neurons=6)), {}),
    "truncated normal": Setting(
        set_kind("start", "truncated-normal", standard_deviation="0.5"),
        {"initial_weights": TruncatedNormalStart(standard_deviation=0.5)},
        {},
    ),
    "uniform": Setting(set_kind("start", "uniform", limit="0.3"), {"initial_weights": UniformStart(limit=0.3)}, {}),
    "glorot uniform": Setting(set_kind("start", "glorot-uniform"), {"initial_weights": GlorotUniformStart()}, {}),
    "glorot normal": Setting(set_kind("start", "glorot-normal"), {"initial_weights": GlorotNormalStart()}, {}),
    "he uniform": Setting(set_kind("start", "he-uniform"), {"initial_weights": HeUniformStart()}, {}),
    "he normal": Setting(set_kind("start", "he-normal"), {"initial_weights": HeNormalStart()}, {}),
    "zeros": Setting(set_kind("start", "zeros"), {"initial_weights": ZerosStart()}, {}),
    "article": Setting(set_kind("start", "article"), {"initial_weights": ArticleStart()}, {}),
    "bias": Setting(lambda hand: hand.type(hand.window.network_panel._start._bias, "0.1"), {"initial_bias": 0.1}, {}),
    "momentum": Setting(
        set_kind("optimizer", "momentum", momentum="0.5"), {}, {"optimizer": MomentumSpec(momentum=0.5)}
    ),
    "nesterov": Setting(
        set_kind("optimizer", "nesterov", momentum="0.5"), {}, {"optimizer": NesterovSpec(momentum=0.5)}
    ),
    "adagrad": Setting(set_kind("optimizer", "adagrad", epsilon="1e-6"), {}, {"optimizer": AdaGradSpec(epsilon=1e-6)}),
    "rmsprop": Setting(
        set_kind("optimizer", "rmsprop", decay="0.8", epsilon="1e-6"),
        {},
        {"optimizer": RMSPropSpec(decay=0.8, epsilon=1e-6)},
    ),
    "adam": Setting(
        set_kind("optimizer", "adam", beta1="0.8", beta2="0.99", epsilon="1e-6"),
        {},
        {"optimizer": AdamSpec(beta1=0.8, beta2=0.99, epsilon=1e-6)},
    ),
    "step": Setting(
        set_kind("schedule", "step", factor="0.1", every="2"), {}, {"schedule": StepDecaySpec(factor=0.1, every=2)}
    ),
    "exponential": Setting(
        set_kind("schedule", "exponential", factor="0.1", every="2"),
        {},
        {"schedule": ExponentialDecaySpec(factor=0.1, every=2)},
    ),
    "1/t": Setting(
        set_kind("schedule", "inverse-time", halved_after="3"), {}, {"schedule": InverseTimeSpec(halved_after=3)}
    ),
    "cosine": Setting(
        set_kind("schedule", "cosine", over="3", floor="0.2"), {}, {"schedule": CosineSpec(over=3, floor=0.2)}
    ),
    "warm-up": Setting(lambda hand: hand.type(hand.more._warm_up, "3"), {}, {"warm_up": 3}),
    "l1": Setting(lambda hand: hand.type(hand.more._l1._field, "0.02"), {}, {"l1_penalty": 0.02}),
    "in order": Setting(set_kind("batch", "in-order", size="30"), {}, {"batch": InOrderBatch(size=30)}),
    "shuffled": Setting(set_kind("batch", "shuffled", size="30"), {}, {"batch": ShuffledBatch(size=30)}),
    "drawn": Setting(set_kind("batch", "drawn", size="30"), {}, {"batch": DrawnBatch(size=30)}),
    "stop at loss": Setting(_stop("_stop_loss", "0.001"), {}, {"stop_at_loss": 0.001}),
    "stop at accuracy": Setting(_stop("_stop_accuracy", "100"), {}, {"stop_at_accuracy": 1.0}),
    "patience": Setting(_stop("_patience", "900"), {}, {"patience": 900}),
    "precision": Setting(
        lambda hand: choose(hand.qtbot, hand.more._precision, "float32"), {}, {"precision": "float32"}
    ),
}


@pytest.fixture
def hand(qtbot: QtBot, window: MainWindow) -> Hand:
    return Hand(qtbot, window)


def step_of(window: MainWindow) -> int:
    snapshot = window.session.latest.snapshot
    return snapshot.step if snapshot else -1


def undo_all(window: MainWindow) -> int:
    """Take everything back; how many edits that were."""
    n_undone = 0
    while window.actions_["undo"].isEnabled():
        window.actions_["undo"].trigger()
        n_undone += 1
    return n_undone


def train(hand: Hand) -> None:
    """A few steps, none of which fails."""
    window = hand.window
    end = step_of(window) + N_STEPS
    for _ in range(N_STEPS):
        window.actions_["step"].trigger()
    hand.qtbot.waitUntil(lambda: step_of(window) == end)
    assert window.session.latest.state is RunState.WAITING
    assert window.session.latest.message == ""


def fresh(hand: Hand) -> None:
    """Back to step 0, whatever run that is of."""
    hand.window.actions_["reset"].trigger()
    hand.qtbot.waitUntil(lambda: step_of(hand.window) == 0)


def test_every_setting_can_be_set_trained_with_and_taken_back(hand: Hand) -> None:
    window = hand.window
    before = window.session.experiment
    for name, setting in SETTINGS.items():
        setting.act(hand)
        expected = msgspec.structs.replace(
            before,
            network=msgspec.structs.replace(before.network, **setting.network),
            training=msgspec.structs.replace(before.training, **setting.training),
        )
        assert window.session.experiment == expected, name
        fresh(hand)
        train(hand)
        assert undo_all(window) > 0, name
        assert window.session.experiment == before, name
    assert window.training_panel._fold._summary.text() == ""


def test_the_batch_seed_counts_where_something_is_drawn(hand: Hand) -> None:
    seed = hand.more._seed
    assert not seed.isEnabled()
    hand.choose(hand.batch, "drawn")
    assert seed.isEnabled()
    hand.type(seed._field, "9")
    assert hand.window.session.experiment.training.batch_seed == 9
    fresh(hand)
    train(hand)
    hand.choose(hand.batch, "all")
    assert not seed.isEnabled()
    hand.ask_row("Dropout…")
    hand.type(hand.row._dropout, "10")
    assert seed.isEnabled()


def test_every_field_of_network_and_training_is_set_here() -> None:
    """A new field of the recipe needs a control, and a line above; the first four are in `test_window_recipe`."""
    set_here = {name for setting in SETTINGS.values() for name in (*setting.network, *setting.training)}
    elsewhere = {"learning_rate", "l2_penalty", "n_steps", "seed", "batch_seed"}
    assert set_here | elsewhere == {*NetworkSpec.__struct_fields__, *TrainingSpec.__struct_fields__}


def test_a_run_stops_early_and_goes_on_when_that_is_switched_off(hand: Hand) -> None:
    window = hand.window
    _stop("_stop_accuracy", "0")(hand)
    window.actions_["play"].trigger()
    hand.qtbot.waitUntil(lambda: window.session.latest.state is RunState.FINISHED)
    assert step_of(window) < window.session.experiment.training.n_steps
    assert "points are right" in window.session.latest.message
    hand.tick(hand.more._stop_accuracy)
    window.actions_["play"].trigger()
    hand.qtbot.waitUntil(lambda: step_of(window) == window.session.experiment.training.n_steps)


def test_given_numbers_are_those_the_network_stands_at(hand: Hand) -> None:
    window = hand.window
    train(hand)
    snapshot = window.session.latest.snapshot
    assert snapshot is not None
    hand.choose(hand.start, "given")
    start = window.session.experiment.network.initial_weights
    assert isinstance(start, GivenStart)
    assert [list(map(list, matrix)) for matrix in start.weights] == [matrix.tolist() for matrix in snapshot.weights]
    assert [list(vector) for vector in start.biases] == [vector.tolist() for vector in snapshot.biases]
    assert window.toast.text() == "New run from step 0: the initial weights changed"
    hand.qtbot.waitUntil(lambda: step_of(window) == 0)
    train(hand)
    click(hand.qtbot, window.network_panel._start._take_over)
    assert window.session.experiment.network.initial_weights != start
    undo_all(window)
    assert hand.start.currentData() == "normal"


def test_given_numbers_are_edited_in_the_dialog(hand: Hand) -> None:
    window = hand.window
    hand.choose(hand.start, "given")
    for button, number in ((QDialogButtonBox.StandardButton.Cancel, None), (QDialogButtonBox.StandardButton.Ok, 7.5)):
        before = window.session.experiment
        click(hand.qtbot, window.network_panel._start._edit_numbers)
        dialog = window.findChild(GivenDialog)
        hand.qtbot.waitExposed(dialog)
        dialog.tables[0].setData(dialog.tables[0].index(0, 0), "7,5")
        click(hand.qtbot, dialog.buttons.button(button))
        run_deferred_deletes()
        if number is None:
            assert window.session.experiment == before
    start = window.session.experiment.network.initial_weights
    assert isinstance(start, GivenStart)
    assert start.weights[0][0][0] == 7.5
    hand.qtbot.waitUntil(lambda: step_of(window) == 0)
    train(hand)
    window.actions_["undo"].trigger()
    assert window.session.experiment == before


def test_what_does_not_go_with_given_numbers_is_refused_and_shown_as_it_was(hand: Hand) -> None:
    window = hand.window
    hand.choose(hand.start, "given")
    before = window.session.experiment
    sentence = "The given weights fit a 2-4-3 network, not {}: choose another start for the weights first"
    hand.type(hand.row._field, "6")
    assert window.toast.text() == sentence.format("2-6-3")
    assert hand.row._field.text() == "4"
    click(hand.qtbot, window.network_panel._add)
    assert window.toast.text() == sentence.format("2-4-4-3")
    assert len(window.network_panel._layers.rows) == 1
    click(hand.qtbot, window.data_panel._add)
    assert window.toast.text() == sentence.format("2-4-4")
    assert len(window.data_panel._cards) == 3
    menu = window.data_panel._cards[0]._menu_button.menu()
    next(action for action in menu.actions() if action.text() == "Remove").trigger()
    assert window.toast.text() == sentence.format("2-4-2")
    assert [card._name.text() for card in window.data_panel._cards] == ["A", "B", "C"]
    assert window.session.experiment == before
    hand.choose(hand.start, "he-normal")
    hand.type(hand.row._field, "6")
    assert window.session.experiment.network.hidden_layers == (LayerSpec(n_neurons=6),)


def test_without_weights_none_are_taken_over(hand: Hand) -> None:
    window = hand.window
    before = window.session.experiment
    window.session.reset()  # the new run has not said anything yet
    hand.choose(hand.start, "given")
    assert window.toast.text() == "There are no weights to take over yet"
    assert window.session.experiment == before
    assert hand.start.currentData() == "normal"


def test_the_fold_stays_as_it_was_left(hand: Hand, small_experiment: Experiment) -> None:
    window = hand.window
    assert not window.training_panel._fold.is_open
    assert hand.more.isVisible()
    hand.type(hand.more._warm_up, "5")
    window.session.open_preset(small_experiment)
    assert hand.more.isVisible()
    window.actions_["theme-dark"].trigger()
    assert hand.more.isVisible()


def test_space_ticks_a_box_and_does_not_play(hand: Hand) -> None:
    box = hand.more._patience.box
    focus(hand.qtbot, box)
    hand.qtbot.keyClick(box, Qt.Key.Key_Space)
    assert hand.window.session.experiment.training.patience == 500
    assert not hand.window.session.plays


def test_play_after_an_early_stop_begins_a_new_run(hand: Hand) -> None:
    window = hand.window
    _stop("_stop_accuracy", "0")(hand)
    window.actions_["play"].trigger()
    hand.qtbot.waitUntil(lambda: window.session.latest.stopped_early)
    hand.qtbot.waitUntil(lambda: "points are right" in window.status_line.state.text())
    run = window.session.latest.run
    window.actions_["play"].trigger()
    assert window.toast.text() == "New run from step 0, with the same start"
    hand.qtbot.waitUntil(lambda: window.session.latest.run > run and window.session.latest.stopped_early)

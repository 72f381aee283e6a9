import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from nnviz.experiment.experiment import Experiment
from nnviz.experiment.schedule_spec import (
    ConstantSpec,
    CosineSpec,
    ExponentialDecaySpec,
    InverseTimeSpec,
    Schedule,
    StepDecaySpec,
)
from nnviz.experiment.training_spec import AllPointsBatch, Batch, DrawnBatch, InOrderBatch, ShuffledBatch, TrainingSpec
from nnviz.ui.panels.more_training import MoreTraining
from nnviz.ui.theme import light
from tests.ui.fields.hands import Heard, choose, click, enter, focus, nothing_said, number_of, put_on_screen


@pytest.fixture
def training(small_experiment: Experiment) -> TrainingSpec:
    return small_experiment.training


@pytest.fixture
def more(qtbot: QtBot, training: TrainingSpec) -> MoreTraining:
    """As the panel has it: an edit comes back as what is to be shown."""
    more = MoreTraining()
    more.set_theme(light())
    more.show_training(training, has_dropout=False)
    more.training_edited.connect(lambda edited, _what: more.show_training(edited, has_dropout=False))
    put_on_screen(qtbot, more)
    return more


@pytest.fixture
def edits(more: MoreTraining) -> Heard:
    return Heard(more.training_edited)


def changed(training: TrainingSpec, **changes: object) -> TrainingSpec:
    return msgspec.structs.replace(training, **changes)


@pytest.mark.parametrize("schedule", [StepDecaySpec(), ExponentialDecaySpec(), InverseTimeSpec(), CosineSpec()])
def test_each_schedule_can_be_chosen_and_none_again(
    qtbot: QtBot, more: MoreTraining, *, training: TrainingSpec, edits: Heard, schedule: Schedule
) -> None:
    choose(qtbot, more._schedule, str(schedule.__struct_config__.tag))
    assert edits.take()[-1] == (changed(training, schedule=schedule), "the schedule")
    assert more._curve.isVisible()
    choose(qtbot, more._schedule, "constant")
    assert edits.take()[-1] == (changed(training, schedule=ConstantSpec()), "the schedule")
    assert not more._curve.isVisible()


@pytest.mark.parametrize(
    ("schedule", "name", "text", "expected"),
    [
        (StepDecaySpec(), "factor", "0,1", StepDecaySpec(factor=0.1)),
        (StepDecaySpec(), "every", "20", StepDecaySpec(every=20)),
        (ExponentialDecaySpec(), "factor", "0.9", ExponentialDecaySpec(factor=0.9)),
        (ExponentialDecaySpec(), "every", "1", ExponentialDecaySpec(every=1)),
        (InverseTimeSpec(), "halved_after", "10", InverseTimeSpec(halved_after=10)),
        (CosineSpec(), "over", "60", CosineSpec(over=60)),
        (CosineSpec(), "floor", "0.1", CosineSpec(floor=0.1)),
    ],
)
def test_each_number_of_a_schedule_can_be_typed(
    qtbot: QtBot,
    more: MoreTraining,
    *,
    training: TrainingSpec,
    edits: Heard,
    schedule: Schedule,
    name: str,
    text: str,
    expected: Schedule,
) -> None:
    more.show_training(changed(training, schedule=schedule), has_dropout=False)
    enter(qtbot, number_of(more._schedule, name), text)
    assert edits.take() == [(changed(training, schedule=expected), "the schedule")]


def test_stairs_and_slope_share_their_numbers(
    qtbot: QtBot, more: MoreTraining, training: TrainingSpec, edits: Heard
) -> None:
    more.show_training(changed(training, schedule=StepDecaySpec(factor=0.2, every=9)), has_dropout=False)
    choose(qtbot, more._schedule, "exponential")
    assert edits.take() == [(changed(training, schedule=ExponentialDecaySpec(factor=0.2, every=9)), "the schedule")]


def test_the_warm_up_can_be_typed(qtbot: QtBot, more: MoreTraining, training: TrainingSpec, edits: Heard) -> None:
    enter(qtbot, more._warm_up, "30")
    assert edits.take() == [(changed(training, warm_up=30), "the warm-up")]
    assert more._curve.isVisible()


@pytest.mark.parametrize(("text", "penalty"), [("0.05", 0.05), ("1e-7", 1e-7), ("10", 10.0)])
def test_the_l1_penalty_can_be_typed(
    qtbot: QtBot, more: MoreTraining, *, training: TrainingSpec, edits: Heard, text: str, penalty: float
) -> None:
    enter(qtbot, more._l1._field, text)
    assert edits.take() == [(changed(training, l1_penalty=penalty), "the L1 penalty")]


def test_the_l1_penalty_is_moved_on_its_slider_from_none_at_all(
    qtbot: QtBot, more: MoreTraining, training: TrainingSpec, edits: Heard
) -> None:
    focus(qtbot, more._l1._slider)
    qtbot.keyClick(more._l1._slider, Qt.Key.Key_Right)
    assert edits.take() == [(changed(training, l1_penalty=1e-5), "the L1 penalty")]
    qtbot.keyClick(more._l1._slider, Qt.Key.Key_Home)
    assert edits.take() == [(training, "the L1 penalty")]


@pytest.mark.parametrize(
    ("batch", "has_dropout", "plays_a_part"),
    [
        (AllPointsBatch(), False, False),
        (InOrderBatch(size=9), False, False),
        (AllPointsBatch(), True, True),
        (ShuffledBatch(size=9), False, True),
        (DrawnBatch(size=9), False, True),
    ],
)
def test_the_batch_seed_says_where_it_plays_no_part(
    more: MoreTraining, *, training: TrainingSpec, batch: Batch, has_dropout: bool, plays_a_part: bool
) -> None:
    more.show_training(changed(training, batch=batch), has_dropout=has_dropout)
    assert more._seed.isEnabled() is plays_a_part
    begin = "Decides the random order" if plays_a_part else "Nothing is drawn by lot"
    assert more._seed._field.toolTip().startswith(begin)


def test_the_batch_seed_is_typed_and_rolled(
    qtbot: QtBot, more: MoreTraining, training: TrainingSpec, edits: Heard
) -> None:
    drawn = changed(training, batch=DrawnBatch(size=9))
    more.show_training(drawn, has_dropout=False)
    enter(qtbot, more._seed._field, "4294967295")
    assert edits.take() == [(changed(drawn, batch_seed=2**32 - 1), "the batch seed")]
    click(qtbot, more._seed._roll)
    ((rolled, what),) = edits.take()  # type: ignore[misc]
    assert what == "the batch seed"
    assert rolled.batch_seed != 2**32 - 1


@pytest.mark.parametrize(
    ("part", "name", "first", "text", "typed", "what"),
    [
        ("_stop_loss", "stop_at_loss", 0.1, "0,25", 0.25, "the loss to stop at"),
        ("_stop_accuracy", "stop_at_accuracy", 0.95, "99.5", 0.995, "the accuracy to stop at"),
        ("_patience", "patience", 500, "20", 20, "the patience"),
    ],
)
def test_each_way_to_stop_early_is_switched_on_set_and_switched_off(
    qtbot: QtBot,
    more: MoreTraining,
    *,
    training: TrainingSpec,
    edits: Heard,
    part: str,
    name: str,
    first: float,
    text: str,
    typed: float,
    what: str,
) -> None:
    field = getattr(more, part)
    focus(qtbot, field.box)
    qtbot.keyClick(field.box, Qt.Key.Key_Space)
    assert edits.take() == [(changed(training, **{name: first}), what)]
    enter(qtbot, field, text)
    assert edits.take() == [(changed(training, **{name: typed}), what)]
    focus(qtbot, field.box)
    qtbot.keyClick(field.box, Qt.Key.Key_Space)
    assert edits.take() == [(training, what)]


def test_an_accuracy_is_refused_in_percent(
    qtbot: QtBot, more: MoreTraining, training: TrainingSpec, edits: Heard
) -> None:
    refusals = Heard(more.refused)
    more.show_training(changed(training, stop_at_accuracy=0.5), has_dropout=False)
    assert more._stop_accuracy.text() == "50"
    enter(qtbot, more._stop_accuracy, "101")
    assert edits.take() == []
    assert refusals.take() == ["Stop at accuracy must be between 0 and 100, not 101"]


def test_the_precision_can_be_chosen(qtbot: QtBot, more: MoreTraining, training: TrainingSpec, edits: Heard) -> None:
    assert more._precision.currentText() == "Double (64 bit)"
    choose(qtbot, more._precision, "float32")
    assert edits.take() == [(changed(training, precision="float32"), "the precision")]
    assert more._precision.currentText() == "Single (32 bit)"


def test_to_show_settings_says_nothing(more: MoreTraining, training: TrainingSpec) -> None:
    heard = Heard(more.training_edited, more.refused)
    others = (
        changed(training, schedule=CosineSpec(), warm_up=3, l1_penalty=0.5, batch_seed=9),
        changed(training, stop_at_loss=0.2, stop_at_accuracy=0.9, patience=8, precision="float32"),
        training,
    )
    for other in others:
        assert nothing_said(heard, lambda other=other: more.show_training(other, has_dropout=True))
    assert nothing_said(heard, lambda: more.set_theme(light(2.0)))


def test_every_control_has_a_name_and_help(more: MoreTraining, training: TrainingSpec) -> None:
    more.show_training(changed(training, schedule=CosineSpec()), has_dropout=True)
    controls = (
        more._schedule,
        number_of(more._schedule, "over"),
        number_of(more._schedule, "floor"),
        more._warm_up,
        more._l1._slider,
        more._l1._field,
        more._seed._field,
        more._seed._roll,
        more._precision,
        more._stop_loss.box,
        more._stop_accuracy.box,
        more._patience.box,
    )
    for control in controls:
        assert control.accessibleName()
        assert control.toolTip()

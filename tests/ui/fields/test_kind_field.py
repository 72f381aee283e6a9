import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnviz.experiment.network_spec import GivenStart, NormalStart, ZerosStart
from nnviz.experiment.training_spec import AllPointsBatch, InOrderBatch, ShuffledBatch
from nnviz.ui.fields.kind_field import KindField
from tests.ui.fields.hands import Heard, choose, enter, focus, nothing_said, number_of

BATCHES = {AllPointsBatch: "All points", InOrderBatch: "In order", ShuffledBatch: "Shuffled"}
STARTS = {NormalStart: "Normal", ZerosStart: "Zeros", GivenStart: "Given"}
GIVEN = GivenStart(weights=(((1.0,), (2.0,)),), biases=((0.0,),))


def placed(frame: QWidget, field: KindField) -> KindField:
    """In the frame, its numbers below it."""
    for part in (field, field.numbers):
        frame.layout().addWidget(part)
    return field


@pytest.fixture
def batch(frame: QWidget) -> KindField:
    batches = KindField("Batch", BATCHES, what="the batch", what_number="the {}", spare={"size": 100})
    field = placed(frame, batches)
    field.show_spec(AllPointsBatch())
    return field


@pytest.fixture
def start(frame: QWidget) -> KindField:
    field = placed(frame, KindField("Start", STARTS, what="the start", what_number="the {} of the start"))
    field.show_spec(NormalStart())
    return field


def test_another_kind_is_chosen_with_the_numbers_it_needs(qtbot: QtBot, batch: KindField) -> None:
    edits = Heard(batch.spec_edited)
    choose(qtbot, batch, "in-order")
    assert edits.take() == [(InOrderBatch(size=100), "the batch")]


def test_a_size_that_was_seen_is_kept_for_the_next_kind_that_needs_one(qtbot: QtBot, batch: KindField) -> None:
    edits = Heard(batch.spec_edited)
    batch.show_spec(ShuffledBatch(size=17))
    batch.show_spec(AllPointsBatch())
    choose(qtbot, batch, "in-order")
    assert edits.take() == [(InOrderBatch(size=17), "the batch")]


def test_its_numbers_can_be_typed(qtbot: QtBot, batch: KindField, start: KindField) -> None:
    edits = Heard(batch.spec_edited, start.spec_edited)
    batch.show_spec(InOrderBatch(size=10))
    enter(qtbot, number_of(batch, "size"), "20")
    enter(qtbot, number_of(start, "standard_deviation"), "0.5")
    assert edits.take() == [
        (InOrderBatch(size=20), "the batch size"),
        (NormalStart(standard_deviation=0.5), "the standard deviation of the start"),
    ]


def test_a_number_that_cannot_be_is_refused(qtbot: QtBot, batch: KindField) -> None:
    edits, refusals = Heard(batch.spec_edited), Heard(batch.refused)
    batch.show_spec(InOrderBatch(size=10))
    enter(qtbot, number_of(batch, "size"), "0")
    assert edits.take() == []
    assert refusals.take() == ["Batch size must be between 1 and 100,000, not 0"]


def test_a_kind_that_needs_what_nobody_here_knows_is_asked_for(qtbot: QtBot, start: KindField) -> None:
    edits, wanted = Heard(start.spec_edited), Heard(start.kind_wanted)
    start.show_spec(ZerosStart())
    focus(qtbot, start)
    qtbot.keyClick(start, Qt.Key.Key_Down)
    assert wanted.take() == ["given"]
    assert edits.take() == []
    assert start.currentData() == "zeros"  # until somebody answers
    start.show_spec(GIVEN)
    assert start.currentData() == "given"
    start.choice_edited.emit("given")
    assert wanted.take() == edits.take() == []


def test_a_kind_says_what_it_is(batch: KindField) -> None:
    assert batch.toolTip() == "Every step uses all training points."
    batch.show_spec(InOrderBatch(size=1))
    assert batch.toolTip().startswith("Every step uses the next few training points")
    tips = [batch.itemData(index, Qt.ItemDataRole.ToolTipRole) for index in range(batch.count())]
    assert all(tips)
    assert len(set(tips)) == 3


def test_to_show_a_kind_says_nothing(batch: KindField) -> None:
    heard = Heard(batch.spec_edited, batch.kind_wanted, batch.refused)
    for spec in (InOrderBatch(size=3), ShuffledBatch(size=4), AllPointsBatch()):
        assert nothing_said(heard, lambda spec=spec: batch.show_spec(spec))


def test_nothing_is_edited_before_something_is_shown(qtbot: QtBot, frame: QWidget) -> None:
    field = placed(frame, KindField("Start", STARTS, what="the start", what_number="the {}"))
    edits = Heard(field.spec_edited)
    focus(qtbot, field)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert edits.take() == []

"""The answers a frame has time for, and the rest while a run stands still."""

from dataclasses import replace

import numpy as np
import pytest

from nnviz.core.network import Network
from nnviz.core.snapshot import Snapshot
from nnviz.data.dataset import Dataset
from nnviz.experiment.experiment import Experiment
from nnviz.ui.plots.answer_sheet import MOST_AT_ONCE, AnswerSheet, affordable
from nnviz.ui.plots.answer_words import sample_words
from tests.ui.plots.moments import crowd, moment, points_of, with_hidden


@pytest.fixture
def snapshot(small_experiment: Experiment) -> Snapshot:
    return moment(small_experiment, 3)


@pytest.fixture
def many(small_experiment: Experiment) -> Dataset:
    return crowd(small_experiment, 100_000, 0.5)


def test_all_points_are_asked_where_there_is_time(small_experiment: Experiment, snapshot: Snapshot) -> None:
    sheet, dataset = AnswerSheet(), points_of(small_experiment)
    assert sheet.answers is None
    assert not sheet.go_on()
    for is_test, inputs in ((True, dataset.test_inputs), (False, dataset.training_inputs)):
        sheet.show_moment(snapshot, dataset, is_test=is_test)
        assert sheet.answers is not None
        assert (sheet.answers.predicted == snapshot.predict(inputs)).all()
        assert not sheet.is_sample
        assert sample_words(sheet) == ("", "")
        assert not sheet.go_on()


def test_of_very_many_a_sample_is_asked_the_same_one_every_time(many: Dataset, small_experiment: Experiment) -> None:
    sheet = AnswerSheet()
    sheet.show_moment(moment(small_experiment, 1), many, is_test=True)
    assert sheet.answers is not None
    first = sheet.answers
    assert sheet.is_sample
    assert len(first) == pytest.approx(MOST_AT_ONCE, abs=3)
    assert (first.labels == many.test_labels[first.rows]).all()
    sheet.show_moment(moment(small_experiment, 2), many, is_test=True)
    assert sheet.answers is not first
    assert (sheet.answers.rows == first.rows).all()
    assert sample_words(sheet)[0] == " · sample of 50,000"


def test_a_run_that_stands_still_is_asked_about_all_slice_by_slice(many: Dataset, snapshot: Snapshot) -> None:
    sheet = AnswerSheet()
    sheet.show_moment(snapshot, many, is_test=True)
    assert [sheet.go_on() for _ in range(4)] == [False, False, False, True]
    assert sheet.answers is not None
    assert (sheet.answers.rows == np.arange(50_000)).all()
    assert (sheet.answers.predicted == snapshot.predict(many.test_inputs)).all()
    assert not sheet.is_sample
    whole = sheet.answers
    sheet.show_moment(snapshot, many, is_test=True)  # the same moment again
    assert sheet.answers is whole


def test_what_was_asked_of_one_moment_is_not_counted_for_the_next(many: Dataset, small_experiment: Experiment) -> None:
    sheet = AnswerSheet()
    sheet.show_moment(moment(small_experiment, 1), many, is_test=True)
    sheet.go_on()
    later = moment(small_experiment, 2)
    sheet.show_moment(later, many, is_test=True)
    while not sheet.go_on():
        pass
    assert sheet.answers is not None
    assert (sheet.answers.predicted == later.predict(many.test_inputs)).all()


def test_large_networks_are_asked_about_fewer_points(small_experiment: Experiment) -> None:
    def network(*hidden: int) -> Network:
        return moment(with_hidden(small_experiment, *hidden)).network

    assert affordable(network(5)) == MOST_AT_ONCE
    assert 100 < affordable(network(64, 64)) < MOST_AT_ONCE
    assert affordable(network(*[256] * 8)) == 100


def test_numbers_that_are_not_finite_are_no_answers(small_experiment: Experiment, snapshot: Snapshot) -> None:
    sheet = AnswerSheet()
    blown_up = replace(snapshot, biases=(snapshot.biases[0] * np.nan, *snapshot.biases[1:]))
    sheet.show_moment(blown_up, points_of(small_experiment), is_test=True)
    assert sheet.answers is None
    assert not sheet.is_sample

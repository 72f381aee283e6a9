import json
import math

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.core.losses import NO_PENALTY
from nnviz.core.schedules import Schedule
from nnviz.core.stopping import NEVER
from nnviz.core.trainer import DivergedError
from nnviz.experiment.build import build_dataset, build_trainer
from nnviz.experiment.documents import VERSION, decode
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.presets import PRESETS
from nnviz.experiment.report import build_report, encode_report, reported_steps, run_and_report
from tests.experiment.conftest import FinishedRun, run


def without_test_points(experiment: Experiment) -> Experiment:
    return msgspec.structs.replace(experiment, data=msgspec.structs.replace(experiment.data, test_share=0.0))


def with_steps(experiment: Experiment, n_steps: int) -> Experiment:
    return msgspec.structs.replace(experiment, training=msgspec.structs.replace(experiment.training, n_steps=n_steps))


@pytest.fixture(scope="module")
def short_run() -> FinishedRun:
    """The beginning of the article's run."""
    return run(with_steps(PRESETS["three-clusters"], 500), 250)


@given(st.integers(0, 5000), st.integers(1, 6000))
def test_rows_are_for_every_nth_step_and_the_last(n_steps: int, every: int):
    steps = list(reported_steps(n_steps, every))
    assert steps == sorted({*range(0, n_steps + 1, every), n_steps})


def test_a_report_has_the_form_that_scripts_rely_on(short_run: FinishedRun):
    report = json.loads(encode_report(short_run.report))
    assert (report["format"], report["version"], report["engine"]) == ("nnviz-report", 1, "numpy")
    assert report["n_parameters"] == 33
    assert report["seconds"] == 1.5
    assert set(report) == {
        "format", "version", "experiment", "engine", "n_parameters", "steps", "final", "seconds"
    }  # fmt: skip
    assert set(report["steps"][0]) == {
        "step", "loss", "data_loss", "penalty", "test_loss", "train_accuracy", "test_accuracy"
    }  # fmt: skip
    assert set(report["final"]) == {"weights", "biases", "test_accuracy", "test_confusion"}
    assert [row["step"] for row in report["steps"]] == [0, 250, 500]


def test_a_reports_numbers_are_kept_in_full(short_run: FinishedRun):
    report = json.loads(encode_report(short_run.report))
    assert report["steps"][0]["loss"] == short_run.rows[0].loss
    assert report["final"]["weights"] == short_run.report.final.weights
    assert [len(report["final"]["weights"][0]), len(report["final"]["weights"][0][0])] == [2, 5]
    assert report["final"]["test_confusion"] == short_run.report.final.test_confusion
    assert all(0.0 <= row["test_accuracy"] <= 1.0 and 0.0 <= row["train_accuracy"] <= 1.0 for row in report["steps"])


def test_a_reports_experiment_can_be_read_as_a_recipe_again(short_run: FinishedRun):
    report = json.loads(encode_report(short_run.report))
    document = {"format": "nnviz-experiment", "version": VERSION, "experiment": report["experiment"]}
    assert decode(json.dumps(document).encode()) == with_steps(PRESETS["three-clusters"], 500)


def test_progress_is_told_now_and_then_up_to_the_last_step(short_run: FinishedRun):
    assert short_run.progress == [100, 200, 250, 350, 450, 500]


def test_the_last_snapshot_is_before_the_last_update_and_the_final_weights_after_it(short_run: FinishedRun):
    last, final = short_run.last, short_run.report.final
    assert last.step == 500
    np.testing.assert_allclose(final.weights[0], last.weights[0] - 0.01 * last.weight_gradients[0], rtol=1e-14)


def test_a_run_of_no_steps_has_one_row():
    experiment = PRESETS["two-gaussians"]
    trainer = build_trainer(experiment, build_dataset(experiment.data))
    rows, last = run_and_report(trainer, 0, 100, lambda _step: None)
    assert [row.step for row in rows] == [0]
    assert last.step == 0
    assert trainer.step == 1


@pytest.mark.parametrize("every", [1, 4, 7, 1000])
def test_a_run_that_a_rule_stops_is_reported_up_to_there(every: int):
    experiment = PRESETS["two-gaussians"]
    dataset = build_dataset(experiment.data)
    losses = build_trainer(experiment, dataset)
    losses.advance(30)
    rule = losses.history.curves().loss[20]
    stopping = msgspec.structs.replace(
        experiment, training=msgspec.structs.replace(experiment.training, stop_at_loss=rule)
    )
    trainer, progress = build_trainer(stopping, dataset), []
    rows, last = run_and_report(trainer, 2000, every, progress.append)
    assert [row.step for row in rows] == sorted({*range(0, 20, every), 20})
    assert rows[-1].loss == last.loss == rule
    assert last.step == trainer.step == 20
    assert trainer.stopped is not None
    assert progress == sorted(progress)
    report = build_report(stopping, dataset, trainer, rows, 0.0)
    assert report.final.weights == [weights.tolist() for weights in last.weights]


def test_without_test_points_a_report_says_null():
    experiment = without_test_points(PRESETS["two-gaussians"])
    dataset = build_dataset(experiment.data)
    trainer = build_trainer(experiment, dataset)
    rows, _ = run_and_report(trainer, 2, 1, lambda _step: None)
    report = json.loads(encode_report(build_report(experiment, dataset, trainer, rows, 0.0)))
    assert report["final"]["test_accuracy"] is None
    assert report["steps"][0]["test_loss"] is None
    assert report["steps"][0]["test_accuracy"] is None
    assert report["final"]["test_confusion"] == [[0, 0], [0, 0]]
    assert math.isfinite(report["steps"][-1]["loss"])


def test_a_run_that_diverges_at_its_last_update_says_so_in_building_its_report():
    experiment = PRESETS["two-gaussians"]
    dataset = build_dataset(experiment.data)
    trainer = build_trainer(experiment, dataset)
    rows, _ = run_and_report(trainer, 1, 1, lambda _step: None)
    trainer.change(schedule=Schedule(1e250), penalty=NO_PENALTY, stop=NEVER)
    trainer.advance(1)
    with pytest.raises(DivergedError):
        build_report(experiment, dataset, trainer, rows, 0.0)

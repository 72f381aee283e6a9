import csv
import errno
import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

import nnviz
from nnviz import app, system
from nnviz.cli import main
from nnviz.experiment import report as report_module
from nnviz.experiment.build import build_dataset
from nnviz.experiment.documents import encode, read_document, write_document
from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import LayerSpec, NormalStart
from nnviz.experiment.presets import LESSONS, PRESETS

ROOT = Path(__file__).parent.parent
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux's devices")


@pytest.fixture
def document(tmp_path: Path, small_experiment: Experiment) -> Path:
    """A small sound document."""
    path = tmp_path / "small.nnviz"
    write_document(small_experiment, path)
    return path


@pytest.fixture
def diverging(tmp_path: Path, small_experiment: Experiment) -> Path:
    """A recipe whose strides are far too long."""
    clusters = tuple(
        msgspec.structs.replace(cluster, mean=(100.0 * cluster.mean[0], 50.0 * cluster.mean[1]))
        for cluster in small_experiment.data.clusters
    )
    data = msgspec.structs.replace(small_experiment.data, clusters=clusters)
    training = msgspec.structs.replace(small_experiment.training, learning_rate=10.0, l2_penalty=10.0, n_steps=1000)
    path = tmp_path / "diverging.nnviz"
    write_document(msgspec.structs.replace(small_experiment, data=data, training=training), path)
    return path


@pytest.fixture(autouse=True)
def own_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a word means depends on the folder one stands in."""
    monkeypatch.chdir(tmp_path_factory.mktemp("here"))


def complaint(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line on stderr; nothing else may have been written."""
    written = capsys.readouterr()
    assert written.out == ""
    assert len(written.err.splitlines()) == 1, written.err
    assert written.err.endswith("\n")
    return written.err.rstrip("\n")


# --- wrong input: status 1 and one line


@pytest.mark.parametrize(
    ("recipe", "sentence"),
    [
        ("missing.nnviz", "nnviz: missing.nnviz: cannot be read: "),
        ("nowhere/missing.nnviz", "nnviz: nowhere/missing.nnviz: cannot be read: "),
        ("nonsense", "nnviz: there is no file and no preset named 'nonsense'; the presets are three-clusters, "),
        ("", "nnviz: : cannot be read: "),
        (".", "nnviz: .: cannot be read: "),
        ("a" * 5000, "nnviz: there is no file and no preset named 'aaa"),
        ("two\nlines.nnviz", "nnviz: two lines.nnviz: cannot be read: "),
    ],
)
def test_a_recipe_that_is_not_there_is_said_in_one_line(recipe: str, sentence: str, capsys: pytest.CaptureFixture[str]):
    assert main(["train", recipe]) == 1
    assert complaint(capsys).startswith(sentence)


@pytest.mark.parametrize("command", ["train", "check"])
def test_a_broken_document_is_said_in_one_line(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "broken.nnviz"
    path.write_bytes(encode(PRESETS["two-gaussians"]).replace(b'"n_steps": 2000', b'"n_steps": "many"'))
    assert main([command, str(path)]) == 1
    written = capsys.readouterr()
    lines = (written.out + written.err).splitlines()
    assert len(lines) == 1
    assert f"{path}: training.n_steps: " in lines[0]


def test_a_test_share_that_leaves_nothing_to_learn_from_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    document = json.loads(encode(PRESETS["two-gaussians"]))
    document["experiment"]["data"]["test_share"] = 0.9
    for cluster in document["experiment"]["data"]["clusters"]:
        cluster["n_points"] = 2
    path = tmp_path / "greedy.nnviz"
    path.write_text(json.dumps(document), "utf-8")
    assert main(["train", str(path)]) == 1
    assert complaint(capsys).endswith("a test share of 90% leaves none of 4 points to learn from")


def test_divergence_is_said_in_one_line_with_what_to_do(diverging: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["train", str(diverging)]) == 1
    said = complaint(capsys)
    assert "the loss is no longer a finite number after step" in said
    assert said.endswith("train with a smaller learning rate")


def test_divergence_in_the_very_last_update_is_said_in_one_line_too(
    diverging: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    main(["train", str(diverging)])
    fatal = re.search(r"after step (\d+)", complaint(capsys))
    assert fatal is not None
    assert main(["train", str(diverging), "--steps", fatal[1], "--report", str(tmp_path / "out.json")]) == 1
    assert f"after step {fatal[1]}: learning rate 10" in complaint(capsys)
    assert not (tmp_path / "out.json").exists()


# --- wrong usage: status 2 and one line


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["train"], "nnviz train: the following arguments are required: RECIPE"),
        (["train", "xor", "--steps", "-1"], "nnviz train: argument --steps: "),
        (["train", "xor", "--steps=-1"], "'-1' is not a whole number from 0 to 10,000,000"),
        (["train", "xor", "--steps", "1.5"], "'1.5' is not a whole number from 0 to 10,000,000"),
        (["train", "xor", "--steps", ""], "'' is not a whole number"),
        (["train", "xor", "--steps", "²"], "'²' is not a whole number"),
        (["train", "xor", "--steps", "٣"], "'٣' is not a whole number"),
        (["train", "xor", "--steps", "10000001"], "'10000001' is not a whole number"),
        (["train", "xor", "--steps", "9" * 100_000], "…' is not a whole number"),
        (["train", "xor", "--steps", "0" * 30 + "99999999"], "is not a whole number"),
        (["train", "xor", "--every", "0"], "'0' is not a whole number from 1 to 10,000,000"),
        (["train", "xor", "--every", "0" * 5000], "is not a whole number from 1 to 10,000,000"),
        (["train", "xor", "--every", "many"], "'many' is not a whole number"),
        (["train", "xor", "--engine", "abacus"], "nnviz train: argument --engine: invalid choice: 'abacus'"),
        (["train", "xor", "--sneaky"], "nnviz train: unrecognized arguments: --sneaky"),
        (["train", "xor", "--report"], "nnviz train: argument --report: expected one argument"),
        (["check"], "nnviz check: the following arguments are required: FILE"),
        (["presets", "all"], "nnviz presets: unrecognized arguments: all"),
        (["export", "xor", "-o", "out"], "nnviz export: the following arguments are required: --to"),
        (["export", "xor", "--to", "table"], "nnviz export: the following arguments are required: -o"),
        (["export", "xor", "--to", "code", "-o", "out"], "argument --to: invalid choice: 'code' (choose from "),
        (["--sneaky"], "nnviz: unrecognized arguments: --sneaky"),
    ],
    ids=range(22),
)
def test_wrong_usage_is_said_in_one_line(words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]):
    assert main(words) == 2
    said = complaint(capsys)
    assert sentence in said
    assert said.endswith("--help)")
    assert len(said) < 300


@pytest.mark.parametrize("steps", ["0", "000", "0" * 5000 + "3"])
def test_a_number_may_have_leading_zeros(steps: str, document: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["train", str(document), "--steps", steps]) == 0
    assert f"step {int(steps[-1])}, " in capsys.readouterr().out


# --- where the results go


@pytest.mark.parametrize("option", ["--report", "--save"])
def test_a_folder_that_is_not_there_is_noticed_before_the_training(
    option: str, endless_experiment: Experiment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    write_document(endless_experiment, tmp_path / "endless.nnviz")
    out = tmp_path / "nowhere" / "out"
    assert main(["train", str(tmp_path / "endless.nnviz"), option, str(out)]) == 1
    assert complaint(capsys) == f"nnviz: {out}: cannot be written: there is no such folder"


def test_a_folder_is_no_report(document: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["train", str(document), "--report", str(tmp_path)]) == 1
    assert complaint(capsys) == f"nnviz: {tmp_path}: cannot be written: this is a folder"


def test_a_report_that_may_not_be_written_is_noticed_before_the_training(
    document: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    assert main(["train", str(document), "--report", "out.json"]) == 1
    assert complaint(capsys) == "nnviz: out.json: cannot be written: Permission denied"


def test_a_disk_that_is_full_at_the_end_is_said_in_one_line(
    document: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def fail(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    assert main(["train", str(document), "--steps", "2", "--report", "out.json"]) == 1
    assert capsys.readouterr().err == "nnviz: out.json: cannot be written: No space left on device\n"
    assert list(Path().iterdir()) == []


def test_report_and_document_cannot_be_the_same_file(document: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["train", str(document), "--report", "out", "--save", "out"]) == 1
    assert complaint(capsys) == "nnviz: out: cannot be both the report and the document"


@on_linux
def test_a_report_can_be_thrown_away(document: Path):
    assert main(["train", str(document), "--steps", "1", "--report", "/dev/null"]) == 0
    assert Path("/dev/null").is_char_device()


# --- what goes well


def test_training_says_in_one_line_how_it_ended(document: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["train", str(document)]) == 0
    written = capsys.readouterr()
    assert written.err == ""
    assert re.fullmatch(r"Small: step 60, loss 0\.\d{6}, test accuracy \d+\.\d\d %, \d+\.\d s\n", written.out)


def test_without_test_points_no_test_accuracy_is_said(small_experiment: Experiment, capsys: pytest.CaptureFixture[str]):
    data = msgspec.structs.replace(small_experiment.data, test_share=0.0)
    write_document(msgspec.structs.replace(small_experiment, data=data), Path("all.nnviz"))
    assert main(["train", "all.nnviz", "--steps", "1", "--report", "out.json"]) == 0
    assert "accuracy" not in capsys.readouterr().out
    assert json.loads(Path("out.json").read_bytes())["final"]["test_accuracy"] is None


def test_an_impossible_covariance_is_told_and_does_not_stop_the_training(capsys: pytest.CaptureFixture[str]):
    assert main(["train", "three-clusters", "--steps", "0"]) == 0
    written = capsys.readouterr()
    assert written.out.startswith("Three clusters: step 0, loss 2.970316, test accuracy ")
    assert written.err.startswith("nnviz: cluster C: Not a covariance matrix: its eigenvalues are +0.75 and −0.75")
    assert len(written.err.splitlines()) == 1


def test_a_report_has_the_form_that_scripts_rely_on(document: Path):
    assert main(["train", str(document), "--steps", "25", "--every", "10", "--report", "out.json"]) == 0
    report = json.loads(Path("out.json").read_bytes())
    assert set(report) == {
        "format", "version", "experiment", "engine", "n_parameters", "steps", "final", "seconds"
    }  # fmt: skip
    assert (report["format"], report["version"], report["engine"]) == ("nnviz-report", 1, "numpy")
    assert report["experiment"] == json.loads(document.read_bytes())["experiment"] | {
        "training": report["experiment"]["training"]
    }
    assert report["experiment"]["training"]["n_steps"] == 25
    assert report["n_parameters"] == 2 * 4 + 4 + 4 * 3 + 3
    assert [row["step"] for row in report["steps"]] == [0, 10, 20, 25]
    for row in report["steps"]:
        assert set(row) == {
            "step", "loss", "data_loss", "penalty", "test_loss", "train_accuracy", "test_accuracy"
        }  # fmt: skip
        assert row["loss"] == row["data_loss"] + row["penalty"]
        assert 0.0 <= row["train_accuracy"] <= 1.0
        assert 0.0 <= row["test_accuracy"] <= 1.0
    final = report["final"]
    assert set(final) == {"weights", "biases", "test_accuracy", "test_confusion"}
    assert [(len(matrix), len(matrix[0])) for matrix in final["weights"]] == [(2, 4), (4, 3)]
    assert [len(vector) for vector in final["biases"]] == [4, 3]
    assert sum(map(sum, final["test_confusion"])) == 45
    assert sum(final["test_confusion"][k][k] for k in range(3)) / 45 == pytest.approx(final["test_accuracy"])
    assert report["seconds"] > 0.0


def test_a_saved_recipe_is_sound_and_gives_the_same_numbers(document: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["train", str(document), "--steps", "7", "--save", "saved.nnviz", "--report", "one.json"]) == 0
    assert read_document(Path("saved.nnviz")).training.n_steps == 7
    assert main(["train", "saved.nnviz", "--report", "other.json"]) == 0
    one, other = (json.loads(Path(name).read_bytes()) for name in ("one.json", "other.json"))
    assert {**one, "seconds": 0} == {**other, "seconds": 0}
    capsys.readouterr()
    assert main(["check", "saved.nnviz"]) == 0
    assert capsys.readouterr().out == "saved.nnviz: ok\n"


def test_check_prints_one_line_for_each_document(document: Path, capsys: pytest.CaptureFixture[str]):
    Path("broken.nnviz").write_bytes(b"{}")
    Path("two\nlines.nnviz").write_bytes(document.read_bytes())
    assert main(["check", str(document), "broken.nnviz", "missing.nnviz", "two\nlines.nnviz"]) == 1
    written = capsys.readouterr()
    assert written.err == ""
    lines = written.out.splitlines()
    assert lines[0] == f"{document}: ok"
    assert lines[1] == "broken.nnviz: this is not an nnviz document"
    assert lines[2].startswith("missing.nnviz: cannot be read: ")
    assert lines[3:] == ["two lines.nnviz: ok"]


LAYER = ("network", "hidden_layers", 0)


@pytest.mark.parametrize(
    ("place", "value", "sentence"),
    [
        ((*LAYER, "dropout"), 0.95, "network.hidden_layers[0]: Dropout must be between 0 and 0.9, not 0.95"),
        (
            (*LAYER, "activation"),
            "swish",
            "network.hidden_layers[0].activation: 'swish' is none of the choices there are",
        ),
        (("network", "initial_bias"), -11, "network: Bias start must be between −10 and 10, not −11"),
        (
            ("network", "initial_weights"),
            {"type": "uniform", "limit": 0},
            "network.initial_weights: Limit must be between 0.001 and 10, not 0",
        ),
        (
            ("network", "initial_weights"),
            {"type": "given", "weights": [[[1, 2e6], [3, 4]]], "biases": [[5, 6]]},
            "network.initial_weights: Given weights must be between −1,000,000 and 1,000,000, not 2,000,000",
        ),
        (
            ("network", "initial_weights"),
            {"type": "given", "weights": [[[1, 2], [3]]], "biases": [[5, 6]]},
            "network.initial_weights: given weights: matrix 1 must have 2 rows of 2 numbers",
        ),
        (
            ("network", "initial_weights"),
            {"type": "given", "weights": [[[1, 2], [3, 4]]], "biases": [[5, 6]]},
            "the given weights fit a 2-2 network, not 2-4-3: choose another start for the weights first",
        ),
        (
            ("training", "optimizer"),
            {"type": "momentum", "momentum": 1},
            "training.optimizer: Momentum must be between 0 and 0.999, not 1",
        ),
        (
            ("training", "optimizer"),
            {"type": "nesterov", "momentum": -0.1},
            "training.optimizer: Momentum must be between 0 and 0.999, not −0.1",
        ),
        (
            ("training", "optimizer"),
            {"type": "adagrad", "epsilon": 0},
            "training.optimizer: Epsilon ε must be between 1e−12 and 1, not 0",
        ),
        (
            ("training", "optimizer"),
            {"type": "rmsprop", "decay": 1},
            "training.optimizer: Decay ρ must be between 0 and 0.9999, not 1",
        ),
        (
            ("training", "optimizer"),
            {"type": "adam", "beta1": 1},
            "training.optimizer: Beta β₁ must be between 0 and 0.9999, not 1",
        ),
        (
            ("training", "optimizer"),
            {"type": "adam", "beta2": 2},
            "training.optimizer: Beta β₂ must be between 0 and 0.99999, not 2",
        ),
        (
            ("training", "schedule"),
            {"type": "step", "factor": 0},
            "training.schedule: Factor must be between 0.001 and 1, not 0",
        ),
        (
            ("training", "schedule"),
            {"type": "exponential", "every": 0},
            "training.schedule: Every must be between 1 and 10,000,000, not 0",
        ),
        (
            ("training", "schedule"),
            {"type": "inverse-time", "halved_after": 0},
            "training.schedule: Halved after must be between 1 and 10,000,000, not 0",
        ),
        (
            ("training", "schedule"),
            {"type": "cosine", "over": 0},
            "training.schedule: Over must be between 1 and 10,000,000, not 0",
        ),
        (
            ("training", "schedule"),
            {"type": "cosine", "floor": 2},
            "training.schedule: Floor must be between 0 and 1, not 2",
        ),
        (("training", "warm_up"), 1_000_001, "training: Warm-up must be between 0 and 1,000,000, not 1,000,001"),
        (("training", "l1_penalty"), -1, "training: L1 penalty λ₁ must be between 0 and 10, not −1"),
        (
            ("training", "batch"),
            {"type": "shuffled", "size": 0},
            "training.batch: Batch size must be between 1 and 100,000, not 0",
        ),
        (
            ("training", "batch"),
            {"type": "drawn", "size": 100_001},
            "training.batch: Batch size must be between 1 and 100,000, not 100,001",
        ),
        (("training", "batch_seed"), -1, "training: Batch seed must be between 0 and 4,294,967,295, not −1"),
        (("training", "stop_at_loss"), 101, "training: Stop at loss must be between 0 and 100, not 101"),
        (("training", "stop_at_accuracy"), 1.5, "training: Stop at accuracy must be between 0 and 1, not 1.5"),
        (("training", "patience"), 0, "training: Patience must be between 1 and 1,000,000, not 0"),
        (("training", "precision"), "float16", "training.precision: 'float16' is none of the choices there are"),
    ],
    ids=range(27),
)
def test_check_names_every_setting_that_is_out_of_range_in_one_sentence(
    place: tuple[str | int, ...], value: object, sentence: str, document: Path, capsys: pytest.CaptureFixture[str]
):
    content = json.loads(document.read_bytes())
    part = content["experiment"]
    for name in place[:-1]:
        part = part[name]
    part[place[-1]] = value
    document.write_text(json.dumps(content), "utf-8")
    assert main(["check", str(document)]) == 1
    written = capsys.readouterr()
    assert (written.out, written.err) == (f"{document}: {sentence}\n", "")


def test_a_run_that_a_rule_stops_ends_well_and_says_how_far_it_came(document: Path, capsys: pytest.CaptureFixture[str]):
    experiment = read_document(document)
    training = msgspec.structs.replace(experiment.training, stop_at_loss=100.0, n_steps=10_000_000)
    write_document(msgspec.structs.replace(experiment, training=training), document)
    assert main(["train", str(document), "--report", "out.json"]) == 0
    assert capsys.readouterr().out.startswith("Small: step 0, loss ")
    assert [row["step"] for row in json.loads(Path("out.json").read_bytes())["steps"]] == [0]


def with_inputs(experiment: Experiment, *inputs: str, standardized: bool = False) -> Experiment:
    data = msgspec.structs.replace(experiment.data, inputs=inputs, standardized=standardized)
    return msgspec.structs.replace(experiment, data=data)


def test_a_recipe_with_inputs_of_its_own_is_sound_and_trained(
    tmp_path: Path, small_experiment: Experiment, capsys: pytest.CaptureFixture[str]
):
    path, report = tmp_path / "inputs.nnviz", tmp_path / "report.json"
    write_document(with_inputs(small_experiment, "x1", "x1*x₂", "sin(x2)", standardized=True), path)
    assert main(["check", str(path)]) == 0
    assert capsys.readouterr().out == f"{path}: ok\n"
    assert main(["train", str(path), "--report", str(report)]) == 0
    written = json.loads(report.read_text("utf-8"))
    assert written["n_parameters"] == (3 + 1) * 4 + (4 + 1) * 3
    assert [len(matrix) for matrix in written["final"]["weights"]] == [3, 4]
    assert written["experiment"]["data"]["inputs"] == ["x1", "x1*x₂", "sin(x2)"]


@pytest.mark.parametrize("command", ["train", "check"])
def test_a_formula_without_a_number_is_said_in_one_line(
    command: str, tmp_path: Path, small_experiment: Experiment, capsys: pytest.CaptureFixture[str]
):
    path = tmp_path / "logarithm.nnviz"
    write_document(with_inputs(small_experiment, "log(x1)"), path)
    assert main([command, str(path)]) == 1
    written = capsys.readouterr()
    (line,) = (written.out + written.err).splitlines()
    assert "the input log(x1) has no number at " in line
    assert line.endswith(": change the formula")


def test_presets_are_listed_one_a_line(capsys: pytest.CaptureFixture[str]):
    assert main(["presets"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(PRESETS)
    assert re.search(r"three-clusters +Three clusters: 15,000 points, 2-5-3, 5,000 steps\. The published run", lines[0])
    assert all(line.endswith(lesson) for line, lesson in zip(lines, LESSONS.values(), strict=True))


@pytest.mark.parametrize(
    "words", [["--help"], ["train", "--help"], ["presets", "-h"], ["check", "--help"], ["export", "-h"]]
)
def test_help_goes_to_stdout(words: list[str], capsys: pytest.CaptureFixture[str]):
    assert main(words) == 0
    written = capsys.readouterr()
    assert written.out.startswith("usage: nnviz")
    assert written.err == ""


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"nnviz {nnviz.__version__}\n"


# --- export


def test_the_points_of_a_recipe_become_a_table(
    document: Path, small_experiment: Experiment, capsys: pytest.CaptureFixture[str]
):
    assert main(["export", str(document), "--to", "table", "-o", "points.csv"]) == 0
    assert capsys.readouterr() == ("", "")
    with Path("points.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["x₁", "x₂", "label", "set"]
    dataset = build_dataset(small_experiment.data)
    points = np.array([[float(cell) for cell in row[:2]] for row in rows])
    np.testing.assert_array_equal(points, np.concatenate([dataset.training_points, dataset.test_points]))


def test_an_export_never_takes_the_place_of_its_recipe(document: Path, capsys: pytest.CaptureFixture[str]):
    before = document.read_bytes()
    assert main(["export", str(document), "--to", "table", "-o", str(document)]) == 1
    assert complaint(capsys).endswith("small.nnviz: the points would take the place of the recipe they come from")
    assert document.read_bytes() == before


@pytest.mark.parametrize(
    ("recipe", "out", "sentence"),
    [
        ("nonsense", "out.csv", "nnviz: there is no file and no preset named 'nonsense'"),
        ("xor", "nowhere/out.csv", "out.csv: cannot be written: there is no such folder"),
        ("xor", ".", "cannot be written: this is a folder"),
    ],
)
def test_an_export_that_cannot_be_is_said_in_one_line(
    recipe: str, out: str, sentence: str, capsys: pytest.CaptureFixture[str]
):
    assert main(["export", recipe, "--to", "table", "-o", out]) == 1
    assert sentence in complaint(capsys)


def test_a_full_disk_leaves_the_old_table(
    document: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def fail(path: Path, _: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr("nnviz.export.points_table.write_atomically", fail)
    assert main(["export", str(document), "--to", "table", "-o", "points.csv"]) == 1
    assert complaint(capsys) == "nnviz: points.csv: cannot be written: No space left on device"


def test_a_terminal_shows_how_many_points_are_written(document: Path, monkeypatch: pytest.MonkeyPatch):
    terminal = terminal_for_stderr(monkeypatch)
    assert main(["export", str(document), "--to", "table", "-o", "points.csv"]) == 0
    assert " 100 %  point 180 of 180" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")


# --- progress and interruption


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def terminal_for_stderr(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Not a fixture: pytest's own capture would take its place again before the test begins."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    return stream


def test_a_terminal_shows_progress_and_is_left_clean(document: Path, monkeypatch: pytest.MonkeyPatch):
    terminal = terminal_for_stderr(monkeypatch)
    assert main(["train", str(document), "--steps", "1000"]) == 0
    shown = terminal.getvalue().split("\r")
    assert shown[1] == "███" + "░" * 29 + "  10 %  step 100 of 1,000"
    assert shown[10] == "█" * 32 + " 100 %  step 1,000 of 1,000"
    assert shown[11:] == ["\x1b[K"]


def test_progress_is_shown_once_a_percent(document: Path, monkeypatch: pytest.MonkeyPatch):
    terminal = terminal_for_stderr(monkeypatch)
    assert main(["train", str(document), "--steps", "30", "--every", "1"]) == 0
    bars = terminal.getvalue().count("%")
    assert bars == 30
    assert main(["train", str(document), "--steps", "1000", "--every", "2"]) == 0
    assert terminal.getvalue().count("%") == bars + 101  # from 0 to 100 %


def test_an_interrupted_training_clears_its_bar_and_ends_with_130(document: Path, monkeypatch: pytest.MonkeyPatch):
    terminal = terminal_for_stderr(monkeypatch)

    def interrupt(_trainer: object, _n_steps: int, _every: int, on_progress) -> None:
        on_progress(30)
        raise KeyboardInterrupt

    monkeypatch.setattr(report_module, "run_and_report", interrupt)
    assert main(["train", str(document)]) == 130
    assert terminal.getvalue().endswith("step 30 of 60\r\x1b[Knnviz: interrupted\n")


def test_a_diverging_training_clears_its_bar_before_it_complains(diverging: Path, monkeypatch: pytest.MonkeyPatch):
    terminal = terminal_for_stderr(monkeypatch)
    assert main(["train", str(diverging), "--every", "1"]) == 1
    *bars, last = terminal.getvalue().split("\r")
    assert len(bars) > 1
    assert re.fullmatch(r"\x1b\[Knnviz: .*: the loss is no longer a finite number .*\n", last)


# --- what a window needs


@pytest.fixture
def on_a_screenless_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("on_a_screenless_linux")
@pytest.mark.parametrize("words", [[], ["--smoke"], ["three-clusters"]])
def test_without_a_display_the_window_says_so(words: list[str], capsys: pytest.CaptureFixture[str]):
    assert main(words) == 1
    assert complaint(capsys).startswith("nnviz: there is no display to open a window on; `nnviz train")


@pytest.mark.usefixtures("on_a_screenless_linux")
@pytest.mark.parametrize(
    ("platform", "packages"),
    [("offscreen", "libegl1"), ("", "libegl1 libxcb-cursor0"), ("xcb", "libegl1 libxcb-cursor0")],
)
def test_missing_libraries_are_named_by_their_packages(
    platform: str, packages: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(system, "_loads", lambda library: library not in {"libEGL.so.1", "libxcb-cursor.so.0"})
    assert main([]) == 1
    assert complaint(capsys).endswith(f"sudo apt-get install {packages}")


def test_a_library_that_is_nowhere_does_not_load():
    assert not system._loads("libnnviz-has-no-such.so.77")


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_bring_their_libraries(platform: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "platform", platform)
    assert system.missing_libraries() is None


def test_a_window_is_not_opened_on_a_broken_document(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(system, "missing_libraries", lambda: None)
    assert main(["missing.nnviz"]) == 1
    assert complaint(capsys).startswith("nnviz: missing.nnviz: cannot be read: ")


# --- as a process of its own


def run(*words: str | bytes, **settings) -> subprocess.CompletedProcess[str]:
    """`nnviz` with these words, as a person starts it."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "PYTHONIOENCODING": "utf-8"}
    environment |= settings.pop("environment", {})
    settings = {"stdout": subprocess.PIPE, "encoding": "utf-8", **settings}
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "nnviz", *words],
        check=False, stderr=subprocess.PIPE, env=environment, timeout=600, **settings,
    )  # fmt: skip


def run_program(program: str) -> None:
    """Run Python text in a fresh interpreter; it must end well."""
    ended = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program], check=False, cwd=ROOT, capture_output=True, text=True, timeout=600
    )
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("word", ["--version", "--help"])
def test_version_and_help_load_neither_qt_nor_numpy(word: str):
    program = (
        "import sys\n"
        "from nnviz.cli import main\n"
        f"assert main([{word!r}]) == 0\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "assert not loaded & {'PySide6', 'shiboken6', 'numpy', 'sklearn', 'scipy', 'pyqtgraph', 'msgspec'}, loaded\n"
    )
    run_program(program)


def test_training_loads_no_qt_and_no_scikit_learn():
    program = (
        "import sys\n"
        "from nnviz.cli import main\n"
        "assert main(['train', 'two-gaussians', '--steps', '2']) == 0\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "assert not loaded & {'PySide6', 'shiboken6', 'sklearn', 'scipy', 'pyqtgraph'}, loaded\n"
    )
    run_program(program)


def test_nonsense_gives_exactly_one_line():
    ended = run("train", "nonsense")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("nnviz: there is no file and no preset named 'nonsense'; ")
    assert len(ended.stderr.splitlines()) == 1


def test_a_console_that_knows_only_ascii_is_served_too():
    ended = run("--help", environment={"PYTHONIOENCODING": "ascii"})
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "nnviz check FILE\\u2026" in ended.stdout


@on_linux
def test_a_file_name_that_is_no_text_is_served_too(tmp_path: Path):
    name = os.fsencode(tmp_path) + b"/\xff.nnviz"
    Path(os.fsdecode(name)).write_bytes(b"{}")
    ended = run("check", name, environment={"PYTHONIOENCODING": "utf-8"})
    assert (ended.returncode, ended.stderr) == (1, "")
    assert ended.stdout.endswith("\\udcff.nnviz: this is not an nnviz document\n")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end differently there")
def test_a_reader_that_has_gone_is_no_error():
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ended = run("presets", stdout=writing)
    finally:
        os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, "")


@on_linux
@pytest.mark.parametrize("words", [["presets"], ["--help"], ["check", "missing.nnviz"]])
def test_a_full_disk_behind_stdout_is_said_in_one_line(words: list[str]):
    with Path("/dev/full").open("wb") as full:
        ended = run(*words, stdout=full)
    assert (ended.returncode, ended.stderr) == (1, "nnviz: the output: No space left on device\n")


@on_linux
def test_a_report_can_be_piped(document: Path):
    ended = run("train", str(document), "--steps", "2", "--report", "/dev/stdout")
    said, _, report = ended.stdout.partition("\n")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert said.startswith("Small: step 2, ")
    assert json.loads(report)["format"] == "nnviz-report"


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_control_c_ends_a_training_with_130_and_one_line():
    with subprocess.Popen(
        [sys.executable, "-m", "nnviz", "train", "three-clusters", "--steps", "10000000"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    ) as process:  # fmt: skip
        assert process.stderr is not None
        assert "Not a covariance matrix" in process.stderr.readline()  # the training begins
        process.send_signal(signal.SIGINT)
        _, rest = process.communicate(timeout=600)
    assert (process.returncode, rest) == (130, "nnviz: interrupted\n")


def test_a_start_that_is_too_large_is_not_blamed_on_the_rate(
    tmp_path: Path, small_experiment: Experiment, capsys: pytest.CaptureFixture[str]
):
    start = NormalStart(standard_deviation=10.0)
    network = msgspec.structs.replace(
        small_experiment.network, hidden_layers=(LayerSpec(n_neurons=64),) * 8, initial_weights=start
    )
    training = msgspec.structs.replace(small_experiment.training, learning_rate=0.01)
    path = tmp_path / "large.nnviz"
    write_document(msgspec.structs.replace(small_experiment, network=network, training=training), path)
    assert main(["train", str(path)]) == 1
    said = complaint(capsys)
    assert "weights or points are too large" in said
    assert said.endswith("begin with smaller weights")


def test_a_broken_document_that_was_double_clicked_is_complained_of_in_a_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], qapp: QApplication
) -> None:
    del qapp
    path = tmp_path / "broken.nnviz"
    path.write_text("{")
    said: list[str] = []
    monkeypatch.setattr(app, "show_problem", lambda _parent, _title, sentence: said.append(sentence))
    monkeypatch.setattr(system, "missing_libraries", lambda: None)
    assert main([str(path)]) == 1
    assert said == []
    complaint(capsys)
    monkeypatch.setattr(system, "is_seen_by_nobody", lambda: True)
    assert main([str(path)]) == 1
    assert f"nnviz: {said[0]}" in complaint(capsys)


def test_a_program_without_a_console_trains_in_silence(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    assert main(["train", str(document), "--steps", "2"]) == 0
    assert main(["train", str(document.with_name("nowhere.nnviz"))]) == 1
    assert main(["train"]) == 2

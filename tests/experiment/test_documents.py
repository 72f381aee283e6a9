import errno
import json
import os
import re
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from nnviz.data.packing import pack
from nnviz.experiment import documents
from nnviz.experiment.data_spec import ClusterSpec, DataSpec
from nnviz.experiment.documents import decode, encode, read_document, resolve_recipe, write_document
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
    NormalStart,
    TruncatedNormalStart,
    UniformStart,
    ZerosStart,
)
from nnviz.experiment.optimizer_spec import (
    AdaGradSpec,
    AdamSpec,
    GradientDescentSpec,
    MomentumSpec,
    NesterovSpec,
    RMSPropSpec,
)
from nnviz.experiment.own_source import OwnSource
from nnviz.experiment.presets import PRESETS
from nnviz.experiment.quantity import RecipeError, Spec
from nnviz.experiment.schedule_spec import (
    ConstantSpec,
    CosineSpec,
    ExponentialDecaySpec,
    InverseTimeSpec,
    StepDecaySpec,
)
from nnviz.experiment.training_spec import AllPointsBatch, DrawnBatch, InOrderBatch, ShuffledBatch, TrainingSpec
from tests.examples import examples
from tests.experiment.recipes import experiments

VALID = encode(PRESETS["two-gaussians"])
OLD_DOCUMENTS = Path(__file__).parent / "documents"


def complaint(content: bytes) -> str:
    """The one line `decode` answers with."""
    with pytest.raises(RecipeError) as caught:
        decode(content)
    answer = str(caught.value)
    assert len(answer.splitlines()) == 1
    assert answer.isprintable()
    assert len(answer) < 400
    return answer


def changed(*path: str | int, to: object) -> bytes:
    """The valid document with one value changed."""
    document = json.loads(VALID)
    part: Any = document
    for name in path[:-1]:
        part = part[name]
    part[path[-1]] = to
    return json.dumps(document).encode()


# --- the way there and back


@settings(max_examples=examples(30))
@given(experiments())
def test_a_recipe_comes_back_from_its_document_as_it_was(experiment: Experiment):
    content = encode(experiment)
    assert content == in_one(experiment)
    assert decode(content) == experiment
    assert encode(decode(content)) == content


def test_a_document_says_what_it_is_and_reads_well():
    lines = VALID.decode().splitlines()
    assert lines[:3] == ["{", '  "format": "nnviz-experiment",', '  "version": 2,']
    assert VALID.endswith(b"}\n")


def in_one(experiment: Experiment) -> bytes:
    """The document of a recipe, as it would be without pieces."""
    whole = {"format": "nnviz-experiment", "version": 2, "experiment": experiment}
    return msgspec.json.format(msgspec.json.encode(whole), indent=2) + b"\n"


@pytest.mark.parametrize("n_points", [2, 3, 8, 9])
def test_many_points_are_written_in_pieces_with_pauses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, n_points: int):
    monkeypatch.setattr(documents, "_BYTES_AT_ONCE", 48)
    features, labels = pack(np.arange(2.0 * n_points).reshape(-1, 2), np.arange(n_points) % 2)
    title = '"features": "", "labels": ""'
    source = OwnSource(title=title, columns=("a", "b"), classes=("0", "1"), features=features, labels=labels)
    experiment = replace(PRESETS["xor"], data=DataSpec(source=source, seed=1, test_share=0.2))
    paused: list[None] = []
    write_document(experiment, tmp_path / "a.nnviz", lambda: paused.append(None))
    assert len(paused) == -(-n_points // 3) + 1  # sixteen bytes a point, and all labels at once
    assert (tmp_path / "a.nnviz").read_bytes() == in_one(experiment) == encode(experiment)
    assert read_document(tmp_path / "a.nnviz") == experiment


def test_a_document_is_written_and_read(tmp_path: Path):
    write_document(PRESETS["three-clusters"], tmp_path / "a.nnviz")
    assert read_document(tmp_path / "a.nnviz") == PRESETS["three-clusters"]


def test_a_byte_order_mark_is_accepted():
    assert decode(b"\xef\xbb\xbf" + VALID) == PRESETS["two-gaussians"]


def test_whole_numbers_may_stand_where_any_number_may():
    assert decode(changed("experiment", "training", "learning_rate", to=1)).training.learning_rate == 1.0


# --- old documents


def test_the_document_of_version_1_can_always_be_read():
    assert read_document(OLD_DOCUMENTS / "version-1.nnviz") == Experiment(
        name="Frühe Aufnahme · 早い",
        data=DataSpec(
            clusters=(
                ClusterSpec(name="Links", n_points=120, mean=(-1.5, 0.0), covariance=((1.0, 0.25), (0.25, 0.5))),
                ClusterSpec(name="右", n_points=80, mean=(1.5, 1.0), covariance=((0.0, 0.75), (0.75, 0.0))),
                ClusterSpec(name="C", n_points=2, mean=(0.1, -1000.0), covariance=((0.0, 0.0), (0.0, 0.0))),
            ),
            seed=4294967295,
            test_share=0.25,
        ),
        network=NetworkSpec(
            hidden_layers=(LayerSpec(n_neurons=5), LayerSpec(n_neurons=256)),
            initial_weights=TruncatedNormalStart(standard_deviation=0.5),
            seed=0,
        ),
        training=TrainingSpec(learning_rate=0.05, l2_penalty=0.001, batch=InOrderBatch(size=32), n_steps=1234567),
    )


def test_the_documents_of_version_2_can_always_be_read():
    assert read_document(OLD_DOCUMENTS / "version-2.nnviz") == Experiment(
        name="Alles auf einmal · все сразу",
        data=DataSpec(
            clusters=(
                ClusterSpec(
                    name="A", n_points=100_000, mean=(-1000.0, 1000.0), covariance=((1e4, -9999.5), (-9999.5, 1e4))
                ),
                ClusterSpec(name="B", n_points=2, mean=(0.1, 0.2), covariance=((0.0, 0.0), (0.0, 0.0))),
            ),
            seed=7,
            test_share=0.9,
        ),
        network=NetworkSpec(
            hidden_layers=(
                LayerSpec(n_neurons=256, activation="relu", dropout=0.9),
                LayerSpec(n_neurons=7, activation="leaky-relu", dropout=0.25),
                LayerSpec(n_neurons=6, activation="elu", dropout=0.0),
                LayerSpec(n_neurons=5, activation="tanh", dropout=0.0),
                LayerSpec(n_neurons=4, activation="sigmoid", dropout=0.0),
                LayerSpec(n_neurons=3, activation="softplus", dropout=0.0),
                LayerSpec(n_neurons=2, activation="identity", dropout=0.0),
                LayerSpec(n_neurons=1, activation="relu", dropout=0.0),
            ),
            initial_weights=UniformStart(limit=0.001),
            seed=4294967295,
            initial_bias=-10.0,
        ),
        training=TrainingSpec(
            learning_rate=1e-5,
            optimizer=AdamSpec(beta1=0.8, beta2=0.99, epsilon=1e-12),
            schedule=CosineSpec(over=2000, floor=0.05),
            warm_up=100,
            l2_penalty=0.001,
            l1_penalty=0.0001,
            batch=ShuffledBatch(size=64),
            batch_seed=11,
            n_steps=10_000_000,
            stop_at_loss=0.01,
            stop_at_accuracy=0.99,
            patience=500,
            precision="float32",
        ),
    )
    given_start = read_document(OLD_DOCUMENTS / "version-2-given-start.nnviz")
    assert given_start.network == NetworkSpec(
        hidden_layers=(LayerSpec(n_neurons=1, activation="tanh", dropout=0.0),),
        initial_weights=GivenStart(weights=(((0.1,), (-1e6,)), ((1e-300, 3.0),)), biases=((0.0,), (0.5, -0.5))),
        seed=0,
        initial_bias=0.0,
    )
    assert given_start.training == TrainingSpec(
        learning_rate=10.0,
        optimizer=RMSPropSpec(decay=0.9, epsilon=1e-8),
        schedule=StepDecaySpec(factor=0.5, every=1000),
        warm_up=0,
        l2_penalty=0.0,
        l1_penalty=0.0,
        batch=DrawnBatch(size=100_000),
        batch_seed=0,
        n_steps=0,
        stop_at_loss=None,
        stop_at_accuracy=None,
        patience=None,
        precision="float64",
    )


@pytest.mark.parametrize(
    ("part", "written"),
    [
        (NormalStart(standard_deviation=2.0), {"type": "normal", "standard_deviation": 2.0}),
        (TruncatedNormalStart(standard_deviation=2.0), {"type": "truncated-normal", "standard_deviation": 2.0}),
        (UniformStart(limit=2.0), {"type": "uniform", "limit": 2.0}),
        (GlorotUniformStart(), {"type": "glorot-uniform"}),
        (GlorotNormalStart(), {"type": "glorot-normal"}),
        (HeUniformStart(), {"type": "he-uniform"}),
        (HeNormalStart(), {"type": "he-normal"}),
        (ZerosStart(), {"type": "zeros"}),
        (ArticleStart(), {"type": "article"}),
        (
            GivenStart(weights=(((1.0,), (2.0,)),), biases=((3.0,),)),
            {"type": "given", "weights": [[[1.0], [2.0]]], "biases": [[3.0]]},
        ),
        (GradientDescentSpec(), {"type": "gradient-descent"}),
        (MomentumSpec(momentum=0.5), {"type": "momentum", "momentum": 0.5}),
        (NesterovSpec(momentum=0.5), {"type": "nesterov", "momentum": 0.5}),
        (AdaGradSpec(epsilon=0.5), {"type": "adagrad", "epsilon": 0.5}),
        (RMSPropSpec(decay=0.5, epsilon=0.25), {"type": "rmsprop", "decay": 0.5, "epsilon": 0.25}),
        (AdamSpec(beta1=0.1, beta2=0.2, epsilon=0.3), {"type": "adam", "beta1": 0.1, "beta2": 0.2, "epsilon": 0.3}),
        (ConstantSpec(), {"type": "constant"}),
        (StepDecaySpec(factor=0.5, every=9), {"type": "step", "factor": 0.5, "every": 9}),
        (ExponentialDecaySpec(factor=0.5, every=9), {"type": "exponential", "factor": 0.5, "every": 9}),
        (InverseTimeSpec(halved_after=9), {"type": "inverse-time", "halved_after": 9}),
        (CosineSpec(over=9, floor=0.5), {"type": "cosine", "over": 9, "floor": 0.5}),
        (AllPointsBatch(), {"type": "all"}),
        (InOrderBatch(size=9), {"type": "in-order", "size": 9}),
        (ShuffledBatch(size=9), {"type": "shuffled", "size": 9}),
        (DrawnBatch(size=9), {"type": "drawn", "size": 9}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_words_of_a_document_stay_as_they_are(part: Spec, written: dict[str, object]):
    assert json.loads(msgspec.json.encode(part)) == written


def test_there_is_an_old_document_of_every_version():
    found = {int(path.stem.split("-")[1]) for path in OLD_DOCUMENTS.glob("version-*.nnviz")}
    assert found == set(range(1, documents.VERSION + 1))


@pytest.mark.parametrize("path", sorted(OLD_DOCUMENTS.glob("*.nnviz")), ids=lambda path: path.stem)
def test_an_old_document_can_be_saved_as_a_new_one(path: Path):
    experiment = read_document(path)
    assert decode(encode(experiment)) == experiment


def test_every_old_version_has_its_migration():
    assert set(documents.MIGRATIONS) == set(range(1, documents.VERSION))


def test_a_document_two_versions_old_goes_through_both_migrations(monkeypatch: pytest.MonkeyPatch):
    def rename(experiment: dict[str, Any]) -> dict[str, Any]:
        return {**experiment, "title": experiment["name"] + " once"}

    def take_title(experiment: dict[str, Any]) -> dict[str, Any]:
        kept = {name: value for name, value in experiment.items() if name != "title"}
        return {**kept, "name": experiment["title"] + " twice"}

    now = documents.VERSION
    monkeypatch.setattr(documents, "VERSION", now + 2)
    monkeypatch.setattr(documents, "MIGRATIONS", {now: rename, now + 1: take_title})
    assert decode(VALID).name == "Two Gaussians once twice"
    assert decode(changed("version", to=now + 2)).name == "Two Gaussians"


@pytest.mark.no_cover
def test_the_largest_network_that_can_be_given_in_numbers_can_be_saved_and_read():
    """The longest number has 24 characters; a document that can be written must be one that can be read."""
    experiment = PRESETS["three-clusters"]
    sizes = (2, *[256] * 8, 10)
    number = -1.2345678901234567e-300
    start = GivenStart(
        weights=tuple(((number,) * after,) * before for before, after in pairwise(sizes)),
        biases=tuple((number,) * after for after in sizes[1:]),
    )
    clusters = (experiment.data.clusters * 4)[:10]
    network = NetworkSpec(hidden_layers=(LayerSpec(n_neurons=256),) * 8, initial_weights=start, seed=0)
    largest = replace(experiment, data=replace(experiment.data, clusters=clusters), network=network)
    content = encode(largest)
    assert len(content) < documents._LARGEST * 0.9
    assert decode(content) == largest


# --- broken documents


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "line 1, column 1: this is not JSON"),
        (b"null", "this is not an nnviz document"),
        (b"[]", "this is not an nnviz document"),
        (b'"text"', "this is not an nnviz document"),
        (b"12", "this is not an nnviz document"),
        (b"{}", "this is not an nnviz document"),
        (b'{"format": "nnviz-report", "version": 1}', "this is not an nnviz document"),
        (b'{"format": ["nnviz-experiment"]}', "this is not an nnviz document"),
        (VALID[: len(VALID) // 2], "this is not JSON"),
        (VALID + b"x", "this is not JSON (Extra data)"),
        (VALID.decode().encode("utf-16"), "it is not text"),
        (b"\x89PNG\r\n\x1a\n", "it is not text"),
        (VALID.replace(b"Two", b"\xff"), "it is not text"),
        (b"\x00" * 100, "this is not JSON"),
        (b"[" * 300_000, "nested too deeply"),
        (b'{"a":' * 300_000, "nested too deeply"),
        (VALID.replace(b'"version": 2', b'"version": 2, "version": 2'), "'version' is given twice"),
        (VALID.replace(b' "seed": 1', b' "seed": 1, "seed": 2'), "'seed' is given twice"),
        (VALID.replace(b"0.1", b"NaN"), "NaN is not a number"),
        (VALID.replace(b"0.1", b"-Infinity"), "-Infinity is not a number"),
        (VALID.replace(b"0.1", b"1e999"), "training: Learning rate must be between 1e−5 and 10, not inf"),
        (VALID.replace(b"0.1", b"-1e999"), "training: Learning rate must be between 1e−5 and 10, not −inf"),
        (VALID.replace(b"500", b"5" * 400), "a number of 400 digits is too long"),
        (VALID.replace(b"500", b"5" * 100_000), "a number of 100,000 digits is too long"),
    ],
    ids=range(24),
)
def test_what_is_no_document_is_refused_in_one_line(content: bytes, sentence: str):
    assert sentence in complaint(content)


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        (3, "version: 3 was written by a newer nnviz; this one reads up to version 2"),
        (10**39, "was written by a newer nnviz"),
        (10**400, "a number of 401 digits is too long"),
        (0, "version: must be a whole number from 1"),
        (-1, "version: must be a whole number from 1"),
        (1.0, "version: must be a whole number from 1"),
        ("1", "version: must be a whole number from 1"),
        (True, "version: must be a whole number from 1"),
        (None, "version: must be a whole number from 1"),
    ],
)
def test_another_version_is_refused(version: object, sentence: str):
    assert sentence in complaint(changed("version", to=version))


CLUSTER = ("experiment", "data", "clusters", 0)
GIVEN = {"type": "given", "weights": [[[1, 2], [3, 4]]], "biases": [[5, 6]]}


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("experiment", "sneaky"), 1, "sneaky"),
        (("experiment", "a\nb"), 1, r"a\nb"),
        (("experiment", "x" * 5000), 1, "xxx"),
        (("experiment", "data", "sneaky"), 1, "data: "),
        ((*CLUSTER, "n_points"), 1, "data.clusters[0]: Points must be between 2 and 100,000, not 1"),
        ((*CLUSTER, "n_points"), 10**39, "data.clusters[0]: Points must be between"),
        ((*CLUSTER, "n_points"), 5.0, "data.clusters[0].n_points"),
        ((*CLUSTER, "n_points"), True, "data.clusters[0].n_points"),
        ((*CLUSTER, "n_points"), "5", "data.clusters[0].n_points"),
        ((*CLUSTER, "mean"), [1.0], "data.clusters[0].mean"),
        ((*CLUSTER, "mean"), [1.0, 2.0, 3.0], "data.clusters[0].mean"),
        ((*CLUSTER, "mean"), [1.0, None], "data.clusters[0].mean[1]"),
        ((*CLUSTER, "name"), "", "Cluster name must be"),
        ((*CLUSTER, "name"), "\ud800", "Cluster name must be"),
        ((*CLUSTER, "name"), json.loads("[" * 900 + "]" * 900), "data.clusters[0].name"),
        ((*CLUSTER, "covariance"), [[1.0, 0.5], [0.25, 1.0]], "cluster A: a covariance matrix is symmetric"),
        ((*CLUSTER, "covariance"), [[1.0, 0.5]], "data.clusters[0].covariance"),
        (("experiment", "data", "clusters"), [], "data: there must be 2 to 10 clusters, not 0"),
        (("experiment", "data", "seed"), -1, "data: Data seed must be between 0 and 4,294,967,295, not −1"),
        (("experiment", "data", "seed"), 2**32, "data: Data seed must be between"),
        (("experiment", "data", "test_share"), 0.95, "data: Test share must be between 0 and 0.9, not 0.95"),
        (("experiment", "network", "initial_weights"), {"type": "sneaky\n"}, "network.initial_weights.type"),
        (("experiment", "network", "initial_weights"), {}, "network.initial_weights"),
        (("experiment", "network", "hidden_layers"), [{"n_neurons": 1}] * 9, "network: there must be at most 8"),
        (
            ("experiment", "network", "hidden_layers", 0, "activation"),
            "swish",
            "network.hidden_layers[0].activation",
        ),
        (("experiment", "training", "batch"), "all", "training.batch"),
        (("experiment", "training", "n_steps"), -1, "training: Stop after must be between 0 and 10,000,000, not −1"),
        (("experiment", "network", "hidden_layers", 0, "dropout"), 0.95, "network.hidden_layers[0]: Dropout must be"),
        (("experiment", "network", "initial_bias"), 11, "network: Bias start must be between −10 and 10, not 11"),
        (("experiment", "network", "initial_weights"), {"type": "uniform", "limit": 0}, "initial_weights: Limit must"),
        (("experiment", "network", "initial_weights"), {"type": "given"}, "network.initial_weights: "),
        (("experiment", "network", "initial_weights"), GIVEN | {"biases": []}, "initial_weights: given weights: there"),
        (("experiment", "network", "initial_weights"), GIVEN, "the given weights fit a 2-2 network, not 2-3-2: choose"),
        (("experiment", "training", "optimizer"), {"type": "newton"}, "training.optimizer.type"),
        (("experiment", "training", "optimizer"), {"type": "adam", "beta1": 1}, "training.optimizer: Beta β₁ must be"),
        (("experiment", "training", "optimizer"), {"type": "momentum", "beta1": 0.5}, "training.optimizer: "),
        (("experiment", "training", "schedule"), {"type": "step", "every": 1.5}, "training.schedule.every"),
        (("experiment", "training", "warm_up"), -1, "training: Warm-up must be between 0 and 1,000,000, not −1"),
        (("experiment", "training", "l1_penalty"), 11, "training: L1 penalty λ₁ must be between 0 and 10, not 11"),
        (("experiment", "training", "batch"), {"type": "drawn"}, "training.batch: "),
        (("experiment", "training", "stop_at_accuracy"), 96.4, "training: Stop at accuracy must be between 0 and 1, "),
        (("experiment", "training", "patience"), 0, "training: Patience must be between 1 and 1,000,000, not 0"),
        (("experiment", "training", "precision"), "float16", "training.precision"),
        (("experiment", "training"), None, "training"),
        (("experiment",), [], "array"),
        (("experiment",), None, "null"),
    ],
    ids=range(46),
)
def test_a_wrong_value_is_refused_with_its_place(path: tuple[str | int, ...], value: object, place: str):
    assert place in complaint(changed(*path, to=value))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("experiment", "\ud800"), 1),
        (("experiment", "network", "initial_weights", "type"), "\ud800"),
        (("experiment", "network", "hidden_layers", 0, "activation"), "\ud800"),
    ],
    ids=range(3),
)
def test_half_a_character_is_no_text(path: tuple[str | int, ...], value: object):
    assert complaint(changed(*path, to=value)) == "this is not an nnviz document: it is not text"


def test_a_missing_part_is_named():
    document = json.loads(VALID)
    del document["experiment"]["training"]["batch"]
    assert re.match(r"training: .*`batch`", complaint(json.dumps(document).encode()))


def test_a_name_cannot_pretend_to_be_a_place():
    document = json.loads(VALID)
    document["experiment"]["data"]["clusters"][0] |= {"name": "x - at `$y`", "covariance": [[1, 2], [3, 4]]}
    assert complaint(json.dumps(document).encode()).startswith("data.clusters[0]: cluster x - at `$y`: ")


def test_a_test_share_that_leaves_nothing_to_learn_from_is_refused():
    document = json.loads(VALID)
    document["experiment"]["data"]["test_share"] = 0.9
    for cluster in document["experiment"]["data"]["clusters"]:
        cluster["n_points"] = 2
    sentence = "data: a test share of 90% leaves none of 4 points to learn from"
    assert complaint(json.dumps(document).encode()) == sentence


def answer(content: bytes) -> Experiment | None:
    """A recipe, or one line; anything else fails the test."""
    try:
        return decode(content)
    except RecipeError as error:
        assert len(str(error).splitlines()) == 1  # noqa: PT017
        assert str(error).isprintable()  # noqa: PT017
        return None


@settings(max_examples=examples(100))
@given(
    st.lists(
        st.tuples(st.integers(0, len(VALID) - 1), st.integers(0, 3), st.one_of(st.binary(max_size=4), st.sampled_from(
            [b"1e999", b"NaN", b"-", b"null", b"{}", b"[", b'"', b"\\ud800", b"9" * 50, b"\n", b"\\u0000"]
        ))),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_a_document_with_damaged_bytes_is_a_recipe_or_one_line(damages: list[tuple[int, int, bytes]]):
    content = bytearray(VALID)
    for place, n_bytes, instead in damages:
        content[place : place + n_bytes] = instead
    experiment = answer(bytes(content))
    if experiment is not None:
        assert decode(encode(experiment)) == experiment


json_values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.integers(10**38, 10**50), st.floats(), st.text(),
        st.sampled_from(["all", "in-order", "article", "relu", "\ud800", "x - at `$"]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=6,
)  # fmt: skip


def places(part: object, before: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Ways to every value in a document."""
    inside = list(part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ())
    return [before, *(place for name, value in inside for place in places(value, (*before, name)))]


@settings(max_examples=examples(100))
@given(st.sampled_from(places(json.loads(VALID))[1:]), json_values)
def test_a_document_with_any_other_value_is_a_recipe_or_one_line(place: tuple[str | int, ...], value: object):
    answer(changed(*place, to=value))


# --- files


def failing(number: int) -> Callable[..., Any]:
    def fail(*_arguments: object, **_named: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path):
    with pytest.raises(RecipeError, match=r"^cannot be read: \w"):
        read_document(tmp_path / "missing.nnviz")


def test_a_folder_is_no_document(tmp_path: Path):
    with pytest.raises(RecipeError, match=r"^cannot be read: \w"):
        read_document(tmp_path)


def test_a_file_too_large_is_not_parsed(tmp_path: Path):
    path = tmp_path / "large.nnviz"
    with path.open("wb") as file:
        file.truncate(documents._LARGEST + 1)
    with pytest.raises(RecipeError, match=r"^this file is too large to be an nnviz document$"):
        read_document(path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no endless file")
def test_a_file_without_end_is_too_large():
    with pytest.raises(RecipeError, match="too large"):
        read_document(Path("/dev/zero"))


def test_a_write_that_fails_leaves_the_old_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "a.nnviz"
    write_document(PRESETS["two-gaussians"], path)
    monkeypatch.setattr(os, "fsync", failing(errno.ENOSPC))
    with pytest.raises(OSError, match="No space left"):
        write_document(PRESETS["three-clusters"], path)
    assert read_document(path) == PRESETS["two-gaussians"]
    assert list(tmp_path.iterdir()) == [path]


# --- the word on the command line


def test_a_word_is_a_preset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert resolve_recipe("two-gaussians") is PRESETS["two-gaussians"]


def test_a_file_comes_before_a_preset_of_the_same_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    write_document(PRESETS["three-clusters"], Path("two-gaussians"))
    assert resolve_recipe("two-gaussians") == PRESETS["three-clusters"]


def test_a_folder_does_not_hide_a_preset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    Path("two-gaussians").mkdir()
    assert resolve_recipe("two-gaussians") is PRESETS["two-gaussians"]


def test_an_unknown_word_is_answered_with_the_presets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RecipeError, match=r"^there is no file and no preset named 'nonsense'; the presets are "):
        resolve_recipe("nonsense")


@pytest.mark.parametrize("name", ["missing.nnviz", "folder/missing", "./two-gaussians"])
def test_what_looks_like_a_file_is_said_to_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RecipeError, match=f"^{re.escape(name)}: cannot be read: "):
        resolve_recipe(name)


def test_a_broken_document_is_named(tmp_path: Path):
    path = tmp_path / "broken.nnviz"
    path.write_bytes(b"{")
    with pytest.raises(RecipeError, match=f"^{re.escape(str(path))}: line 1, column 2: this is not JSON"):
        resolve_recipe(str(path))


def test_a_word_too_long_for_a_file_name_is_no_preset_either():
    with pytest.raises(RecipeError, match=r"no preset named|cannot be read"):
        resolve_recipe("a" * 5000)


@pytest.mark.skipif(sys.platform == "win32", reason="another question on Windows")
def test_a_file_in_a_closed_folder_cannot_be_read(monkeypatch: pytest.MonkeyPatch):
    for name in ("stat", "open"):
        monkeypatch.setattr(Path, name, failing(errno.EACCES))
    with pytest.raises(RecipeError, match=r"^closed/a\.nnviz: cannot be read: Permission denied$"):
        resolve_recipe("closed/a.nnviz")

import copy
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from nnviz.experiment.experiment import Experiment
from nnviz.experiment.migrations import add_engine_settings
from nnviz.experiment.network_spec import NetworkSpec
from nnviz.experiment.training_spec import TrainingSpec

VERSION_1: dict[str, Any] = json.loads((Path(__file__).parent / "documents" / "version-1.nnviz").read_text("utf-8"))


def test_version_2_says_of_an_old_recipe_what_version_1_left_unsaid():
    migrated = add_engine_settings(VERSION_1["experiment"])
    assert migrated["network"] == VERSION_1["experiment"]["network"] | {"initial_bias": 0.0}
    assert migrated["training"] == VERSION_1["experiment"]["training"] | {
        "optimizer": {"type": "gradient-descent"},
        "schedule": {"type": "constant"},
        "warm_up": 0,
        "l1_penalty": 0.0,
        "batch_seed": 0,
        "stop_at_loss": None,
        "stop_at_accuracy": None,
        "patience": None,
        "precision": "float64",
    }
    assert {name: migrated[name] for name in ("name", "data")} == {
        name: VERSION_1["experiment"][name] for name in ("name", "data")
    }


def test_a_recipe_of_version_1_then_says_all_that_one_of_version_2_does():
    migrated = msgspec.convert(add_engine_settings(VERSION_1["experiment"]), Experiment)
    settings = add_engine_settings(VERSION_1["experiment"])
    assert set(settings["training"]) == set(TrainingSpec.__struct_fields__)
    assert set(settings["network"]) == set(NetworkSpec.__struct_fields__)
    assert migrated.n_parameters > 0


def test_a_migration_leaves_what_it_is_given_as_it_is():
    before = copy.deepcopy(VERSION_1["experiment"])
    add_engine_settings(VERSION_1["experiment"])
    assert VERSION_1["experiment"] == before


def test_what_an_old_document_does_say_is_kept():
    migrated = add_engine_settings({"network": {"initial_bias": 1.0}, "training": {"warm_up": 5}})
    assert migrated["network"] == {"initial_bias": 1.0}
    assert migrated["training"]["warm_up"] == 5


@pytest.mark.parametrize(
    "nonsense",
    [{}, {"network": {}}, {"training": {}}, {"network": [], "training": {}}, {"network": {}, "training": "all"}],
    ids=str,
)
def test_what_a_migration_cannot_make_sense_of_it_gives_back(nonsense: dict[str, Any]):
    assert add_engine_settings(nonsense) == nonsense

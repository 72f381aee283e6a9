"""Migrations: what an older document leaves unsaid, said as it was then.

Each is a pure function of the document's "experiment" part, from one version to the next. It gives back what it cannot
make sense of; reading then says what is wrong with it.
"""

from typing import Any

Json = dict[str, Any]


def add_engine_settings(experiment: Json) -> Json:
    """From version 1 to 2: every recipe was one of plain gradient descent in double precision."""
    network, training = experiment.get("network"), experiment.get("training")
    if not isinstance(network, dict) or not isinstance(training, dict):
        return experiment
    added = {
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
    return experiment | {"network": {"initial_bias": 0.0} | network, "training": added | training}

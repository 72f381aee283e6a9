"""What the trial of the Debian package stands on: comparing file systems, and reading the screen."""

import math
import os
from pathlib import Path

import pytest
from linux import traces
from try_deb import Measures, measures_in


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small system with a home, a log and a link."""
    for name in ("etc/a.conf", "home/learner/lesson.nnviz", "var/log/dpkg.log"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "etc" / "link").symlink_to("a.conf")
    return tmp_path


def test_a_file_system_is_described_whole_but_for_the_users_home(root: Path) -> None:
    described = traces.tree(root)
    assert sorted(described) == ["etc", "etc/a.conf", "etc/link", "var", "var/log", "var/log/dpkg.log"]
    assert described["etc/link"].endswith("to a.conf")
    assert described["etc/a.conf"].split()[2] == "10"


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_every_difference_is_told_but_those_with_a_reason(root: Path) -> None:
    before = traces.tree(root)
    assert traces.differences(before, traces.tree(root)) == []
    (root / "etc" / "a.conf").chmod(0o600)
    (root / "etc" / "link").unlink()
    (root / "etc" / "new").mkdir()
    (root / "home" / "learner" / "another.nnviz").touch()
    (root / "var" / "log" / "dpkg.log").write_text("purged nnviz")
    told = traces.differences(before, traces.tree(root))
    assert [line.split(":")[0] for line in told] == ["etc/a.conf", "etc/link", "etc/new"]
    assert told[1].endswith(" → nothing")
    assert "nothing → drwx" in told[2]


@pytest.mark.parametrize(
    ("text", "step", "loss"),
    [("3,087 0.2785 0.2827 96.0 %", 3087, 0.2785), ("0 2.9703 3.0143 46.3%", 0, 2.9703)],
)
def test_step_and_loss_are_read(text: str, step: int, loss: float) -> None:
    assert measures_in(text) == Measures(step, loss)


@pytest.mark.parametrize("text", ["", "step of 5,000 training loss", "12"])
def test_what_is_no_number_is_not_taken_for_one(text: str) -> None:
    assert measures_in(text).step == -1
    assert math.isnan(measures_in(text).training_loss)

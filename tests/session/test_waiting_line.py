import pytest

from nnviz.experiment.experiment import Experiment
from nnviz.session.commands import Command, GoOnAs, Pause, Play, StartRun, StepOnce
from nnviz.session.waiting_line import WaitingLine


class Post:
    """Obeys what branches nowhere, and what branches at a step that is there."""

    def __init__(self) -> None:
        self.obeyed: list[Command] = []
        self.step: int | None = None

    def can_obey(self, command: Command) -> bool:
        return not isinstance(command, GoOnAs) or command.branch_at in (None, self.step)


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def line(post: Post) -> WaitingLine:
    return WaitingLine(post.can_obey, post.obeyed.append)


def test_what_need_not_wait_is_obeyed_at_once(post: Post, line: WaitingLine) -> None:
    line.receive(Play())
    line.receive(Pause())
    assert (post.obeyed, line.n_obeyed) == ([Play(), Pause()], 2)


def test_all_wait_behind_one_that_waits_and_none_overtakes(
    post: Post, line: WaitingLine, small_experiment: Experiment
) -> None:
    first, second = (GoOnAs(small_experiment, branch_at=step) for step in (7, 9))
    for command in (first, Play(), second, StepOnce()):
        line.receive(command)
    assert (post.obeyed, line.n_obeyed) == ([], 0)
    post.step = 7
    line.receive_held()
    assert (post.obeyed, line.n_obeyed) == ([first, Play()], 2)  # the second branch waits for its own step
    post.step = 9
    line.receive_held()
    assert (post.obeyed, line.n_obeyed) == ([first, Play(), second, StepOnce()], 4)
    line.receive_held()
    assert line.n_obeyed == 4


def test_another_run_waits_for_nothing_and_what_waited_is_done_with(
    post: Post, line: WaitingLine, small_experiment: Experiment
) -> None:
    line.receive(GoOnAs(small_experiment, branch_at=7))
    line.receive(Play())
    start = StartRun(2, small_experiment, play=False)
    line.receive(start)
    assert (post.obeyed, line.n_obeyed) == ([start], 3)
    line.let_go()
    assert line.n_obeyed == 3

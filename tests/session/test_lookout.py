import numpy as np

from nnviz.core.divergence import Reason
from nnviz.core.history import Curves
from nnviz.session.lookout import Lookout


def curves(*losses: float, first_step: int = 0) -> Curves:
    loss, nothing = np.array(losses), np.zeros(0)
    return Curves(first_step, loss, loss, *[nothing] * 7)


def test_a_thousandfold_loss_is_told_once_with_its_step() -> None:
    lookout = Lookout()
    assert lookout.look(curves()) is None
    assert lookout.look(curves(2.0, 1.0, 90.0)) is None
    cause = lookout.look(curves(2.0, 1.0, 90.0, 7e3, 8e5, 4.0))
    assert cause is not None
    assert cause.reason is Reason.STRIDE
    assert "from 2 to 800,000 by step 4:" in cause.sentence
    assert lookout.look(curves(2.0, 1.0, 90.0, 7e3, 8e5, 4.0, 9e9)) is None


def test_nothing_new_is_no_news() -> None:
    lookout = Lookout()
    assert lookout.look(curves(2.0, 1.0)) is None
    assert lookout.look(curves(2.0, 1.0)) is None
    assert lookout.look(curves(2.0)) is None  # a change of the training takes the last step back
    assert lookout.look(curves(2.0, 1.0, 1e6)) is not None


def test_steps_count_from_where_the_run_was_taken_up() -> None:
    cause = Lookout().look(curves(2.0, 1e6, first_step=700))
    assert cause is not None
    assert "by step 701:" in cause.sentence


def test_losses_on_other_points_are_nothing_to_compare_with() -> None:
    lookout = Lookout(first_step=3)
    assert lookout.look(curves(2.0, 1.0, 0.5)) is None  # the step to come is not measured yet
    assert lookout.look(curves(2.0, 1.0, 0.5, 5e4)) is None
    assert lookout.look(curves(2.0, 1.0, 0.5, 5e4, 4e4)) is None
    cause = lookout.look(curves(2.0, 1.0, 0.5, 5e4, 4e4, 9e8))
    assert cause is not None
    assert cause.reason is Reason.START
    assert "from 50,000 to 9e+08 by step 5:" in cause.sentence


def test_where_points_changed_before_the_run_was_taken_up_it_counts_from_there() -> None:
    cause = Lookout(first_step=3).look(curves(2.0, 1e6, first_step=700))
    assert cause is not None
    assert "by step 701:" in cause.sentence

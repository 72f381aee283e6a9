import numpy as np

from nnviz.core.divergence import Reason
from nnviz.core.history import Curves
from nnviz.core.stopping import Best
from nnviz.core.touches import Touch
from nnviz.session.lookout import Lookout


def thinned(steps: list[float], losses: list[float]) -> Curves:
    loss, nothing = np.array(losses), np.zeros(0)
    return Curves(np.array(steps), loss, loss, *[nothing] * 8)


def curves(*losses: float, first_step: int = 0) -> Curves:
    return thinned([first_step + place for place in range(len(losses))], [*losses])


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


def test_a_weight_that_a_hand_set_too_large_is_to_blame() -> None:
    touch = Touch(2, "bias h₁ of layer 1", 1e6, 1.0, 5e4, Best())
    cause = Lookout(first_step=2).look(curves(2.0, 1.0, 5e4, 9e8), [touch])
    assert cause is not None
    assert (cause.reason, cause.what) == (Reason.HAND, "bias h₁ of layer 1")


def test_a_run_whose_old_steps_are_thinned_between_two_looks_is_seen_whole() -> None:
    lookout = Lookout()
    assert lookout.look(curves(2.0, 1.0, 1.5, 1.0, 1.25)) is None
    cause = lookout.look(thinned([0, 2, 3, 6, 9, 10], [2.0, 1.5, 1.0, 9e3, 1.0, 1.0]))
    assert cause is not None
    assert "by step 6:" in cause.sentence

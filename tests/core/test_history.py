import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.core.history import History, Looks, Series, looks_at
from nnviz.core.snapshot import Evaluation
from tests.core.same_numbers import same_numbers

MEASURED = Evaluation(test_loss=0.5, train_accuracy=0.75, test_accuracy=0.25)
STRIDE = {"loss": 3.0, "gradient_norm": 2.0, "learning_rate": 0.125}


def a_history(n_steps: int, first_step: int = 0) -> History:
    history = History(first_step)
    for step in range(first_step, first_step + n_steps):
        history.record_steps(np.array([float(step)]), np.array([0.5]))
        if Looks().are_due(step):
            history.record_evaluation(step, MEASURED, **STRIDE)
    return history


def test_every_step_up_to_128_is_evaluated_then_every_second_then_every_fourth():
    due = [step for step in range(1025) if Looks().are_due(step)]
    assert due == [*range(128), *range(128, 256, 2), *range(256, 512, 4), *range(512, 1024, 8), 1024]


@given(st.integers(7, 40))
def test_each_time_a_run_doubles_64_values_are_added(power: int):
    stride = 2 ** (power - 6)
    start = 2**power
    assert all(Looks().are_due(start + place * stride) for place in range(64))
    assert not any(Looks().are_due(start + place * stride + stride // 2) for place in range(64))


finest_spacings = st.one_of(st.none(), st.integers(1, 10_000))


@settings(max_examples=40)
@given(st.integers(1, 2000), st.integers(0, 10**7))
def test_two_looks_are_never_further_apart_than_asked_for(finest: int, step: int):
    due = [later for later in range(step, step + finest) if Looks(finest=finest).are_due(later)]
    assert due
    # As often as without, too: what is due anyway stays due.
    assert all(Looks(finest=finest).are_due(later) for later in range(step, step + finest) if Looks().are_due(later))


@pytest.mark.parametrize(("finest", "spacing"), [(1, 1), (2, 2), (3, 2), (8, 8), (1000, 512)])
def test_late_in_a_run_looks_are_a_power_of_two_apart(finest: int, spacing: int):
    start = 2**20
    due = [step for step in range(start, start + 2048) if Looks(finest=finest).are_due(step)]
    assert due == list(range(start, start + 2048, spacing))


@pytest.mark.parametrize("step", [0, 5, 127])
def test_early_in_a_run_every_step_is_looked_at_whatever_is_asked_for(step: int):
    assert all(Looks(finest=finest).are_due(step) for finest in (None, 1, 100, 10_000))


@settings(max_examples=40)
@given(st.integers(0, 10**7), st.integers(0, 2000), finest_spacings)
def test_the_steps_to_look_at_are_those_in_which_a_look_is_due(first: int, n_steps: int, finest: int | None):
    expected = [step for step in range(first, first + n_steps) if Looks(finest=finest).are_due(step)]
    assert list(Looks(finest=finest).between(first, first + n_steps)) == expected


def test_a_series_holds_what_was_appended_beyond_its_first_buffer():
    series = Series()
    for number in range(5000):
        series.append(number)
    assert len(series) == 5000
    assert (series.values() == np.arange(5000)).all()


def test_values_cannot_be_written_to():
    series = Series()
    series.append(1.0)
    with pytest.raises(ValueError, match="read-only"):
        series.values()[0] = 2.0


@given(st.lists(st.floats(allow_nan=False)))
def test_values_once_handed_out_never_change(numbers: list[float]):
    series = Series()
    handed_out: list[tuple[np.ndarray, list[float]]] = []
    for place, number in enumerate(numbers):
        series.append(number)
        handed_out.append((series.values(), numbers[: place + 1]))
    for values, then in handed_out:
        assert values.tolist() == then


@settings(max_examples=25)
@given(st.lists(st.integers(0, 2500).map(lambda length: np.arange(float(length)).tolist()), max_size=4))
def test_many_numbers_at_once_are_the_same_as_one_by_one(pieces: list[list[float]]):
    at_once, one_by_one = Series(), Series()
    for piece in pieces:
        at_once.extend(np.array(piece))
        for number in piece:
            one_by_one.append(number)
    assert at_once.values().tolist() == one_by_one.values().tolist() == [number for piece in pieces for number in piece]


def test_more_than_twice_the_room_there_is_can_be_added_at_once():
    series = Series()
    series.append(-1.0)
    series.extend(np.arange(10_000.0))
    assert series.values().tolist() == [-1.0, *range(10_000)]


def test_a_view_stays_as_it_was_when_the_buffer_is_replaced():
    series = Series()
    series.append(1.0)
    view = series.values()
    for number in range(3000):
        series.append(number)
    assert view.tolist() == [1.0]


def test_curves_hold_every_step_and_the_evaluations_that_were_due():
    curves = a_history(300).curves()
    assert curves.steps.tolist() == list(range(300))
    assert (curves.data_loss == np.arange(300)).all()
    assert (curves.penalty == 0.5).all()
    assert (curves.loss == curves.data_loss + curves.penalty).all()
    assert curves.evaluation_steps.tolist() == [step for step in range(300) if Looks().are_due(step)]
    assert set(curves.watched_loss) == set(curves.test_loss) == {0.5}
    assert set(curves.train_accuracy) == {0.75}
    assert set(curves.test_accuracy) == {0.25}
    assert set(curves.gradient_norm) == {2.0}
    assert set(curves.learning_rate) == {0.125}


def test_the_losses_of_many_steps_may_come_together():
    history = History()
    history.record_steps(np.array([1.0, 2.0]), np.array([0.5, 0.25]))
    history.record_steps(np.array([3.0]), np.array([0.0]))
    curves = history.curves()
    assert history.next_step == 3
    assert curves.loss.tolist() == [1.5, 2.25, 3.0]
    assert curves.data_loss.tolist() == [1.0, 2.0, 3.0]
    assert curves.penalty.tolist() == [0.5, 0.25, 0.0]


def test_without_test_points_their_curves_are_nan():
    history = History()
    history.record_evaluation(0, Evaluation(None, 1.0, None), **STRIDE)
    assert history.curves().watched_loss.tolist() == [3.0]
    assert np.isnan(history.curves().test_loss).all()
    assert np.isnan(history.curves().test_accuracy).all()


@pytest.mark.parametrize("first_step", [0, 40])
def test_forgetting_drops_a_step_and_all_later_ones(first_step: int):
    history = a_history(200, first_step)
    history.forget_from(first_step + 150)
    curves = history.curves()
    assert history.next_step == first_step + 150
    assert curves.loss[-1] == first_step + 149.5
    assert curves.evaluation_steps.max() < first_step + 150
    assert len(curves.train_accuracy) == len(curves.evaluation_steps)
    assert len(curves.gradient_norm) == len(curves.learning_rate) == len(curves.evaluation_steps)


def test_forgetting_from_before_the_first_step_empties_a_history():
    history = a_history(10, first_step=100)
    history.forget_from(50)
    assert len(history.curves().loss) == 0
    assert history.first_step == history.next_step == 100


def test_forgetting_what_is_not_there_yet_changes_nothing():
    history = a_history(10)
    history.forget_from(99)
    assert len(history.curves().loss) == 10


@pytest.mark.parametrize(
    ("n_points", "n_batch", "dense"), [(100, 100, 128), (400, 100, 128), (1600, 100, 64), (13_500, 100, 32)]
)
def test_the_more_a_look_costs_the_fewer_there_are(n_points: int, n_batch: int, dense: int):
    looks = looks_at(n_points, n_batch)
    assert looks == Looks(dense)
    assert list(looks.between(0, 2 * dense)) == [*range(dense), *range(dense, 2 * dense, 2)]


def test_curves_from_a_step_on_are_copies_that_begin_with_the_evaluation_before_it():
    history = History(first_step=10)
    history.record_steps(np.arange(20.0), np.zeros(20))
    for step in (10, 14, 18, 22, 26):
        history.record_evaluation(
            step, Evaluation(float(step), 0.5, 0.25), loss=1.0, gradient_norm=step / 2, learning_rate=0.1
        )
    later = history.curves().since(20)
    assert (later.steps.tolist(), later.loss.tolist()) == ([*range(20, 30)], [*range(10, 20)])
    assert later.evaluation_steps.tolist() == later.test_loss.tolist() == [18, 22, 26]
    assert later.gradient_norm.tolist() == [9, 11, 13]
    assert later.loss.base is None
    assert history.curves().since(18).evaluation_steps.tolist() == [18, 22, 26]
    assert history.curves().since(0).loss.tolist() == history.curves().loss.tolist()
    assert History().curves().since(5).evaluation_steps.tolist() == []


def test_curves_tell_what_they_take():
    history = History()
    history.record_steps(np.arange(20.0), np.zeros(20))
    history.record_evaluation(0, Evaluation(None, 0.5, None), **STRIDE)
    assert history.curves().n_bytes == 8 * (4 * 20 + 7)
    assert history.n_bytes > history.curves().n_bytes


def record(history: History, first: int, stop: int, looks: Looks, *, has_test: bool = True) -> None:
    """Steps of a run whose numbers follow from their steps, recorded as a trainer does."""
    steps = np.arange(first, stop)
    history.record_steps(np.sin(0.37 * steps), np.cos(0.01 * steps))
    for step in looks.between(first, stop):
        evaluation = Evaluation(float(np.sin(step)), 0.5, step % 7 / 7) if has_test else Evaluation(None, 0.5, None)
        history.record_evaluation(step, evaluation, loss=step / 3, gradient_norm=step / 5, learning_rate=0.1)


@pytest.mark.parametrize("has_test", [True, False])
@pytest.mark.parametrize("known", [0, 1, 5, 40])
def test_a_history_goes_on_with_what_another_has_and_passes_over_what_it_knows(known: int, *, has_test: bool):
    straight, follower, other = History(), History(), History(first_step=100)
    record(straight, 0, 140, Looks(8), has_test=has_test)
    record(follower, 0, 100 + known, Looks(8), has_test=has_test)
    record(other, 100, 140, Looks(8), has_test=has_test)
    follower.go_on_with(other.curves())
    assert (follower.first_step, follower.next_step) == (0, 140)
    assert same_numbers(follower.curves(), straight.curves())
    assert np.isnan(follower.curves().test_loss).all() == (not has_test)
    follower.go_on_with(other.curves())  # all of it is known now
    follower.go_on_with(History(first_step=140).curves())  # and this has nothing to tell
    assert follower.next_step == 140
    assert same_numbers(follower.curves(), straight.curves())


@pytest.mark.parametrize("n_steps", [1000, 4096])
@pytest.mark.parametrize(("end", "looks"), [(140_000, Looks()), (17_000, Looks(finest=1))])
def test_in_stints_the_same_steps_are_left_out_of_a_long_run(n_steps: int, end: int, looks: Looks):
    """The first steps of a stint may be known already, as where the step to come has been measured."""
    straight, follower, step = History(), History(), 3
    for history, stop in ((straight, end), (follower, step)):
        record(history, 0, stop, looks)
    while step < end:
        stop = min(step + n_steps, end)
        stint = History(first_step=step)
        record(stint, step, stop, looks)
        assert stint.curves().steps.tolist() == list(range(step, stop))
        record(follower, step, step + step % 2, looks)
        follower.go_on_with(stint.curves())
        step = stop
    curves = straight.curves()
    assert len(curves.steps) < end or len(curves.evaluation_steps) < end  # some have been left out, of one or the other
    assert same_numbers(follower.curves(), curves)


def test_every_step_is_there_until_a_run_becomes_long():
    history = History()
    losses = np.random.RandomState(1).random_sample(65_536)
    history.record_steps(losses, np.zeros(65_536))
    assert history.curves().loss.tolist() == losses.tolist()
    history.record_steps(np.ones(1), np.zeros(1))
    assert len(history.curves().steps) < 65_536
    assert history.next_step == 65_537


@pytest.mark.no_cover
@pytest.mark.parametrize("first_step", [0, 3_000_000])
def test_ten_million_steps_take_a_few_megabytes_and_none_of_their_spikes_is_lost(first_step: int):
    generator = np.random.RandomState(first_step)
    losses, penalties = generator.random_sample((2, 2**20))
    places = [generator.randint(2**20) for _ in range(10)]
    history = History(first_step)
    for number, place in enumerate(places):
        of_this_piece = losses.copy()
        of_this_piece[place] = 10.0 + number
        for begin in range(0, 2**20, 2**16):
            piece = slice(begin, begin + 2**16)
            history.record_steps(of_this_piece[piece], penalties[piece])
    curves = history.curves()
    assert curves.n_bytes < history.n_bytes < 6_000_000
    places_kept = (curves.steps.astype(np.intp) - first_step) % 2**20
    is_spike = curves.data_loss >= 10.0
    assert curves.data_loss[is_spike].tolist() == [10.0 + number for number in range(10)]
    assert places_kept[is_spike].tolist() == places
    np.testing.assert_array_equal(curves.data_loss[~is_spike], losses[places_kept[~is_spike]])
    np.testing.assert_array_equal(curves.penalty, penalties[places_kept])
    np.testing.assert_array_equal(curves.loss, curves.data_loss + curves.penalty)
    assert (curves.steps[-16_384:] == np.arange(history.next_step - 16_384, history.next_step)).all()


@pytest.mark.no_cover
def test_where_all_points_are_looked_at_in_every_step_memory_is_bounded_too():
    history, looks = History(), Looks(finest=1)
    for step in range(20_000):
        evaluation = Evaluation(abs(step - 9_002.5), step / 20_000, 0.25)
        history.record_evaluation(step, evaluation, loss=1.0, gradient_norm=2.0, learning_rate=0.1)
    curves = history.curves()
    assert len(curves.evaluation_steps) < 17_000
    assert curves.test_loss.min() == 0.5  # of two, the first
    assert curves.evaluation_steps[curves.test_loss.argmin()] == 9_002
    lacking = [step for step in range(8_150, 20_000) if history.lacks_evaluations_before(step, looks)]
    assert (min(lacking), max(lacking)) == (8_194, 12_287)
    assert not any(step % 16 == 0 for step in lacking)  # where a bucket begins, all before it is known

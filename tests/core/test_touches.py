import pytest

from nnviz.core.divergence import Reason, explain, explain_rise, reconsider
from nnviz.core.stopping import Best
from nnviz.core.touches import Touch, until, written_value


def touch(step: int, value: float = 0.5, before: float = 1.0, after: float = 2.0) -> Touch:
    return Touch(step, f"bias h{step}", value, before, after, Best())


SMALL, LARGE = touch(4), touch(9, 1e6, 2.0, 52_000.0)
STRIDE = explain(12, 10.0, 3.14e150, 1e200)


def test_it_says_what_was_done_and_what_it_did() -> None:
    assert SMALL.sentence == "bias h4 was set to 0.5 at step 4"
    assert LARGE.complaint == "bias h9, set to 1,000,000 at step 9, made a data loss of 52,000 instead of a few nats"
    assert touch(9, after=1.5e9).complaint.endswith("made a data loss of 1.5e+09 instead of a few nats")


@pytest.mark.parametrize(
    ("before", "after", "expected"), [(1.0, 999.0, False), (1.0, 1000.0, True), (1000.0, 1e9, False)]
)
def test_it_is_too_large_where_it_alone_made_a_huge_loss(before: float, after: float, *, expected: bool) -> None:
    assert touch(3, before=before, after=after).is_too_large is expected


def test_of_touches_those_up_to_a_step() -> None:
    assert until((SMALL, LARGE), 4) == (SMALL,)
    assert until((SMALL, LARGE), 3) == ()
    assert until((SMALL, LARGE), 9) == (SMALL, LARGE)


@pytest.mark.parametrize(("value", "text"), [(-0.75, "−0.75"), (1e6, "1,000,000"), (1 / 3, "0.3333333333")])
def test_a_value_is_written_as_people_do(value: float, text: str) -> None:
    assert written_value(value) == text


def test_of_a_divergence_the_touch_that_made_the_loss_huge_is_the_cause() -> None:
    cause = reconsider(STRIDE, 12, 2.9, (LARGE, touch(9)))
    assert (cause.reason, cause.what) == (Reason.HAND, "bias h9")
    assert cause.sentence == f"the loss is no longer a finite number after step 12: {LARGE.complaint}"
    assert reconsider(STRIDE, 12, 1e18, (LARGE,)).reason is Reason.HAND  # it had come down by then


def test_where_none_did_the_last_is_told_and_a_start_too_large_is_to_blame_all_the_same() -> None:
    cause = reconsider(STRIDE, 12, 2.9, (touch(2), SMALL))
    assert (cause.reason, cause.sentence) == (Reason.STRIDE, f"{STRIDE.sentence}, after {SMALL.sentence}")
    assert reconsider(STRIDE, 12, 1e18, (SMALL,)) == reconsider(STRIDE, 12, 1e18)


def test_so_it_is_with_a_rise() -> None:
    blamed, told, of_start = (
        explain_rise(9, 52_003.0, 52_003.0, 52_000.0, (LARGE,)),
        explain_rise(20, 3e19, 3.0, 3.0, (SMALL,)),
        explain_rise(20, 3e19, 1e5, 1e5, (SMALL,)),
    )
    assert blamed is not None
    assert (blamed.reason, blamed.what) == (Reason.HAND, "bias h9")
    assert blamed.sentence == f"the training loss is 52,003 at step 9: {LARGE.complaint}"
    assert explain_rise(30, 1900.0, 52_003.0, 52_000.0, (LARGE,)) is None
    assert told is not None
    assert (told.reason, told.sentence.endswith(f"what was learned is lost, after {SMALL.sentence}")) == (
        Reason.STRIDE, True,
    )  # fmt: skip
    assert of_start is not None
    assert of_start.reason is Reason.START

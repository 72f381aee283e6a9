import pytest

from nnviz.experiment.quantity import RecipeError
from nnviz.session.hand_edits import HandEdit, HandEdits, MadeEdit, check_value


def made(number: int, step: int) -> MadeEdit:
    return MadeEdit(HandEdit(number, 0, 1, 2, -0.5, "weight x₁ → h₂ of layer 1", "x₁ → h₂"), step, 0.25)


@pytest.fixture
def edits() -> HandEdits:
    edits = HandEdits()
    for number, step in enumerate((3, 3, 8), start=1):
        edits.make(made(number, step))
    return edits


def test_edits_are_found_by_their_step_and_their_number(edits: HandEdits) -> None:
    assert [each.edit.number for each in edits.at(3)] == [1, 2]
    assert edits.at(4) == []
    assert [edits.next_after(step) for step in (0, 3, 7, 8)] == [3, 8, 8, None]
    assert (edits.last_step, HandEdits().last_step) == (8, 0)
    assert edits.find_made(2) == made(2, 3)
    assert edits.find_made(9) is None
    assert edits.find_taken_back(2) is None


def test_one_that_is_taken_back_can_be_made_again(edits: HandEdits) -> None:
    last = edits.made[-1]
    edits.take_back(last)
    assert (len(edits.made), edits.find_taken_back(3)) == (2, last)
    edits.make(last)
    assert (len(edits.made), edits.taken_back) == (3, [])


def test_a_run_that_goes_back_forgets_what_came_after_that_step(edits: HandEdits) -> None:
    edits.take_back(edits.made[-1])
    edits.forget_after(3)
    assert (len(edits.made), edits.taken_back) == (2, [])
    edits.forget_after(2)
    assert edits.made == []


def test_it_says_what_was_done() -> None:
    assert made(1, 3).edit.sentence == "weight x₁ → h₂ of layer 1 set to −0.5"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1.1e6])
def test_a_value_that_no_start_can_have_is_refused(value: float) -> None:
    check_value("bias h₁ of layer 1", 1e6)
    with pytest.raises(RecipeError, match="Bias h₁ of layer 1 must be between"):
        check_value("bias h₁ of layer 1", value)

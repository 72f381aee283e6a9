"""Weights and biases that a hand set in the middle of a run: they belong to the run, and to no recipe."""

from dataclasses import dataclass

from nnviz.core.touches import written_value
from nnviz.experiment.network_spec import GivenStart
from nnviz.experiment.quantity import Quantity, quantity


def check_value(what: str, value: float) -> None:
    """Raise RecipeError where `what`, a weight or bias, cannot be `value`: one that no start can be given."""
    given = quantity(GivenStart, "weights")
    Quantity(what[:1].upper() + what[1:], given.low, given.high, given.help).check(value)


@dataclass(frozen=True)
class HandEdit:
    """A weight or bias is to have another value.

    Attributes
    ----------
    number : int
        Of its session: by it the edit is taken back and brought back.
    layer, row, neuron : int
        The weight's place, as `Trainer.set_parameter` takes it.
    value : float
        −1e6 … 1e6.
    what : str
        What is set, as a noun: "weight x₁ → h₂ of layer 1".
    name : str
        The same in a word or two.
    """

    number: int
    layer: int
    row: int
    neuron: int
    value: float
    what: str
    name: str

    @property
    def place(self) -> tuple[int, int, int]:
        """Layer, row and neuron."""
        return self.layer, self.row, self.neuron

    @property
    def sentence(self) -> str:
        """What was done."""
        return f"{self.what} set to {written_value(self.value)}"


@dataclass(frozen=True)
class MadeEdit:
    """An edit as it was made.

    Attributes
    ----------
    edit : HandEdit
    step : int
        The first that was measured with the new value.
    old : float
        The value there was.
    """

    edit: HandEdit
    step: int
    old: float


class HandEdits:
    """The edits of one run, in the order they were made, and those that were taken back.

    To set a value again that is there already changes nothing. So whoever stands at a step, however he came to it, has
    the network of that step when he has made the edits of that step, in their order.

    Attributes
    ----------
    made, taken_back : list[MadeEdit]
    """

    def __init__(self) -> None:
        self.made: list[MadeEdit] = []
        self.taken_back: list[MadeEdit] = []

    @property
    def last_step(self) -> int:
        """Of the latest edit; 0 where there is none."""
        return self.made[-1].step if self.made else 0

    def at(self, step: int) -> list[MadeEdit]:
        """Those made at a step."""
        return [made for made in self.made if made.step == step]

    def next_after(self, step: int) -> int | None:
        """The first step behind `step` that has an edit; None where none has."""
        return next((made.step for made in self.made if made.step > step), None)

    def find_made(self, number: int) -> MadeEdit | None:
        """The edit with a number; None where it is not part of this run."""
        return next((made for made in self.made if made.edit.number == number), None)

    def find_taken_back(self, number: int) -> MadeEdit | None:
        """The edit with a number that was taken back; None where it was not, or cannot be brought back."""
        return next((made for made in self.taken_back if made.edit.number == number), None)

    def make(self, made: MadeEdit) -> None:
        """Take note of an edit, or that one that was taken back is made again."""
        self.taken_back = [other for other in self.taken_back if other.edit is not made.edit]
        self.made.append(made)

    def take_back(self, made: MadeEdit) -> None:
        """Take note that an edit is no longer part of the run."""
        self.made.remove(made)
        self.taken_back.append(made)

    def forget_after(self, step: int) -> None:
        """The run is to make the steps after `step` otherwise, or never made them."""
        self.made = [made for made in self.made if made.step <= step]
        self.taken_back = [made for made in self.taken_back if made.step <= step]

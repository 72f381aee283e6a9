"""How a run stands: whether it trains, waits or has ended, and what there is to say of that."""

import traceback

from nnviz.core.divergence import Cause
from nnviz.core.trainer import DivergedError, Trainer
from nnviz.data.inputs import InputError
from nnviz.session.lookout import Lookout
from nnviz.session.update import RunState


class Standing:
    """The state of a run, and the sentences that go with it.

    Attributes
    ----------
    state : RunState
    message, refusal : str
        As a `RunUpdate` has them.
    """

    def __init__(self) -> None:
        self.refusal = ""
        self.begin()

    def begin(self) -> None:
        """Another run waits for its first step."""
        self.state = RunState.WAITING
        self.message = ""
        self._cause: Cause | None = None
        self._rise: Cause | None = None
        self._lookout = Lookout()

    @property
    def trains(self) -> bool:
        """Whether one step follows another."""
        return self.state is RunState.TRAINING

    @property
    def cause(self) -> Cause | None:
        """Why the run diverged, or why its loss has blown up though it goes on."""
        return self._cause if self.state is RunState.DIVERGED else self._rise

    def step_on(self, state: RunState) -> None:
        """More steps are to be made, training or waiting; whoever makes them is told once more of a loss blown up."""
        self.message = self._rise_message
        self.state = state

    def pause(self) -> None:
        """No more steps are to be made for now."""
        if self.trains:
            self.state = RunState.WAITING

    def change(self) -> None:
        """Something is done about the run: its loss may settle, and where it had ended it waits."""
        self._rise = None
        if not self.trains:
            self.state = RunState.WAITING
            self.message = ""

    def finish(self, trainer: Trainer) -> None:
        """The last step is made."""
        self.state = RunState.FINISHED
        if trainer.stopped is not None:
            self.message = f"Stopped at step {trainer.step:,}: {trainer.stopped}."

    def end(self, error: Exception) -> None:
        """An error ended the run; whatever it is, it becomes a state and a sentence."""
        self.state = RunState.FAILED
        if isinstance(error, DivergedError):
            self.state = RunState.DIVERGED
            self._cause = error.cause
            self.message = _sentence(error.cause.sentence)
        elif isinstance(error, InputError):  # it says where, and what to do
            self.message = _sentence(str(error))
        elif isinstance(error, MemoryError):
            self.message = "This run needs more memory than there is. Use fewer points or neurons."
        else:  # it must reach the person, and the log
            traceback.print_exception(error)
            self.message = f"Something unforeseen went wrong ({type(error).__name__}: {error}). Press Reset."

    def watch_from(self, step: int) -> None:
        """Compare no loss with those before `step`."""
        self._lookout = Lookout(step)

    def look_out(self, trainer: Trainer) -> None:
        """Say it, the first time the loss has blown up; training goes on."""
        rise = self._lookout.look(trainer.history.curves(), trainer.touches)
        if rise is not None:
            self._rise = rise
            self.message = self.message or self._rise_message

    @property
    def _rise_message(self) -> str:
        """That the loss has blown up, until something is done about it: whoever was not told yet is to be."""
        return "" if self._rise is None or self.state is RunState.DIVERGED else _sentence(self._rise.sentence)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."

"""The ceiling: how accurate any classifier could be, found in a thread of its own."""

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QThread

from nnviz.session.frame_gate import FrameGate
from nnviz.session.mailbox import Mailbox
from nnviz.session.worker import ended_in_time

if TYPE_CHECKING:
    from nnviz.data.bayes import BestAccuracy, Mixture

_SEED = 0


class Ceiling:
    """Finds the best accuracy that is possible for clusters, of which those it was asked for last alone count.

    Its thread begins with the first question and waits for the next ones.

    Parameters
    ----------
    gate : FrameGate
        Is waited at every few milliseconds, as the run's thread does.
    """

    def __init__(self, gate: FrameGate) -> None:
        self._search = Search(gate)
        self._thread: _SearchThread | None = None

    def ask(self, mixture: "Mixture") -> None:
        """Ask for the best accuracy for these clusters; returns at once, and what was asked before is forgotten."""
        self._search.ask(mixture)
        if self._thread is None:
            self._thread = _SearchThread(self._search)
            self._thread.start()

    def take(self) -> "BestAccuracy | str | None":
        """The answer to the last question, or a sentence that says why there is none; None where nothing has come."""
        return self._search.take()

    def stop(self) -> bool:
        """End the thread; False where it did not end in time (it is then left to end by itself)."""
        self._search.quit()
        return self._thread is None or ended_in_time(self._thread)


class Search:
    """What the thread does. Any thread may ask and take."""

    def __init__(self, gate: FrameGate) -> None:
        self._gate = gate
        self._changed = threading.Condition()
        self._mixture: Mixture | None = None
        self._number = 0
        self._has_quit = False
        self._mailbox: Mailbox[tuple[int, BestAccuracy | str]] = Mailbox()

    def ask(self, mixture: "Mixture") -> None:
        """Leave a question in place of the one there is."""
        with self._changed:
            self._number += 1
            self._mixture = mixture
            self._changed.notify()

    def take(self) -> "BestAccuracy | str | None":
        """The answer to the last question, if it has come; one to an older question is dropped."""
        letter = self._mailbox.take()
        return letter[1] if letter is not None and letter[0] == self._number else None

    def quit(self) -> None:
        """Let `work` end at its next look."""
        with self._changed:
            self._has_quit = True
            self._changed.notify()

    def work(self) -> None:
        """Answer questions until told to quit."""
        while (question := self._next()) is not None:
            self._answer(*question)

    def _next(self) -> "tuple[int, Mixture] | None":
        """Wait for a question; None where it is time to quit."""
        with self._changed:
            self._changed.wait_for(lambda: self._has_quit or self._mixture is not None)
            mixture, self._mixture = self._mixture, None
            return None if self._has_quit or mixture is None else (self._number, mixture)

    def _answer(self, number: int, mixture: "Mixture") -> None:
        # Here and not above: the session is loaded before NumPy is, and this runs long after.
        import numpy as np  # noqa: PLC0415

        from nnviz.data.bayes import estimate_best_accuracy  # noqa: PLC0415

        answer: BestAccuracy | str = ""
        try:
            for answer in estimate_best_accuracy(mixture, np.random.RandomState(_SEED)):  # noqa: B007 - the last counts
                self._gate.pass_through()
                if self._has_quit or number != self._number:
                    return
        except Exception as error:  # a thread that ends without a word would leave the window waiting
            answer = f"cannot be computed: {error}"
        self._mailbox.put((number, answer))


class _SearchThread(QThread):
    """Thin on purpose, as the run's."""

    def __init__(self, search: Search) -> None:
        super().__init__()
        self.setObjectName("nnviz-ceiling")
        self._search = search

    def run(self) -> None:
        """Work until told to quit."""
        self._search.work()

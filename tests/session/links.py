"""Ways to a helper's process: in a thread, and in a play."""

import multiprocessing
import threading
from collections import deque
from typing import Any

import numpy as np

from nnviz.core.history import History
from nnviz.core.stopping import Best
from nnviz.core.trainer import Trail
from nnviz.session.helper import Link
from nnviz.session.helper_process import Stint, serve
from tests.session.clock import Clock


def in_thread() -> Link:
    """One that serves in a thread of this process, which ends where nobody is there any more."""
    ours, theirs = multiprocessing.Pipe()
    threading.Thread(target=serve, args=(theirs,), name="serves", daemon=True).start()
    return ours, None


def no_links() -> Link:
    """Where another process is forbidden."""
    raise PermissionError("no more processes")


def a_stint(number: int, n_steps: int = 2, step: int = 2) -> Stint:
    """An answer that means nothing."""
    return Stint(number, n_steps, 0.01, Trail(step, np.zeros((1, 1, 3)), Best()), History().curves())


class Play:
    """A connection whose other end says what is in `answers`; exceptions are raised. Who waits for more passes time."""

    def __init__(self, clock: Clock, *answers: object) -> None:
        self._clock = clock
        self.answers = deque(answers)
        self.sent: list[object] = []
        self.refuses: BaseException | None = None
        self.is_closed = False

    def send(self, obj: Any, /) -> None:
        assert not self.is_closed
        if self.refuses is not None:
            raise self.refuses
        self.sent.append(obj)

    def recv(self) -> Any:
        answer = self.answers.popleft()
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def poll(self, timeout: float = 0.0, /) -> bool:
        assert not self.is_closed
        if not self.answers:
            self._clock.now += timeout
        return bool(self.answers)

    def close(self) -> None:
        self.is_closed = True

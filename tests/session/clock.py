"""A clock for tests of what happens in time."""


class Clock:
    """Hands that a test turns."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

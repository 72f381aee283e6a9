"""The processors of this computer that are ours to use."""

import os


def n_processors() -> int:
    """How many there are, 1 or more; a container may have been given fewer than the computer has."""
    if hasattr(os, "sched_getaffinity"):  # not on Windows and macOS
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

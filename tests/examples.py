"""How many examples a property is tried with: in the suite enough to find a slip soon, in a thorough run many.

    pytest --hypothesis-profile=thorough tests/core tests/data tests/experiment tests/session tests/export

tries twenty times as many of each property that does not name a number of its own.
"""

from hypothesis import settings

IN_THE_SUITE = 50


def register_profiles() -> None:
    """Make both known to Hypothesis; the suite's is the one unless the command line names the other."""
    settings.register_profile("nnviz", deadline=None, max_examples=IN_THE_SUITE)  # machines are noisy
    settings.register_profile("thorough", deadline=None, max_examples=20 * IN_THE_SUITE)
    settings.load_profile("nnviz")


def examples(in_the_suite: int) -> int:
    """So many for a property that is dear, and in a thorough run twenty times as many."""
    return in_the_suite * settings.default.max_examples // IN_THE_SUITE

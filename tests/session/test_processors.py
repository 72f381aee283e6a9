import os

import pytest

from nnviz.session.processors import n_processors


def test_a_container_has_those_that_it_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {1}, raising=False)
    assert n_processors() == 1


def test_where_nobody_is_given_any_all_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    for counted, expected in ((8, 8), (None, 1)):
        monkeypatch.setattr(os, "cpu_count", lambda count=counted: count)
        assert n_processors() == expected

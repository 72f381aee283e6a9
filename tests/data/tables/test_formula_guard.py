import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.data.tables.formula_guard import guarded, unguarded


@pytest.mark.parametrize("text", ["=1+1", "+x", "-1", "@a", "'=x", "''-1"])
def test_what_a_spreadsheet_would_compute_is_guarded(text: str):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=b", "'quoted'", "it's", "'", "1"])
def test_other_names_stay_as_they_are(text: str):
    assert guarded(text) == unguarded(text) == text


@given(st.text(alphabet="'=+-@ab1 ", max_size=6))
def test_every_name_comes_back(text: str):
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@"))

import pytest

from nnviz.data.tables.guess import TableGuess, guess_table
from nnviz.data.tables.source import read_head, table_text
from nnviz.ui.tables.roles import roles_in_words, with_role, with_roles_of


def guess_of(text: str) -> TableGuess:
    return guess_table(read_head(table_text(text, "Table")))


@pytest.fixture
def guess() -> TableGuess:
    """Two features, a label of whole numbers, a word."""
    return guess_of("x,y,label,word\n1.5,2.5,0,a\n2.5,3.5,1,b\n")


def wide(n_numbers: int) -> TableGuess:
    cells = [f"{place}.5" for place in range(n_numbers)]
    return guess_of(",".join([*cells, "A"]) + "\n")


@pytest.mark.parametrize(
    ("column", "role", "features", "label"),
    [
        (0, "neither", (1,), 2),
        (2, "feature", (0, 1, 2), None),
        (2, "neither", (0, 1), None),
        (3, "label", (0, 1, 2), 3),
        (0, "label", (1, 2), 0),
        (0, "feature", (0, 1), 2),
    ],
)
def test_a_column_gets_another_part(
    guess: TableGuess, column: int, role: str, features: tuple[int, ...], label: int | None
):
    changed = with_role(guess, column, role)
    assert (changed.features, changed.label) == (features, label)


def test_the_label_there_was_is_put_aside_where_there_is_no_room():
    changed = with_role(wide(9), 8, "label")
    assert (changed.features, changed.label) == (tuple(range(8)), 8)
    assert with_role(changed, 9, "label").features == tuple(range(8))


def test_parts_outlive_a_change_that_leaves_the_columns_alone(guess: TableGuess):
    changed = with_role(guess, 0, "label")
    assert with_roles_of(guess, changed) == changed
    assert with_roles_of(wide(4), changed) == wide(4)


def test_what_is_worth_knowing():
    assert roles_in_words(guess_of("x,y,label,word\n1.5,2.5,0,a\n2.5,3.5,1,b\n")) == "The label is “label”."
    assert roles_in_words(wide(10)) == (
        "The label is “column 11”. Of 10 columns of numbers 8 are features; there can be no more."
    )
    named = guess_of("x,x,z,kind\n1.5,2.5,3,A\n")
    assert roles_in_words(named) == "The label is “kind”. Columns with the same name have got a number behind it."
    assert "”. Numbers that are not used: “x”. Columns" in roles_in_words(with_role(named, 0, "neither"))
    assert roles_in_words(with_role(named, 3, "neither")).startswith("Columns")
    five = wide(7)
    for column in range(5):
        five = with_role(five, column, "neither")
    assert (
        roles_in_words(five)
        == "The label is “column 8”. Numbers that are not used: “column 1”, “column 2”, “column 3” and 2 more."
    )

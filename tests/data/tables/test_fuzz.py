"""Mutated tables: the reader gives points a recipe can hold, or its one kind of error, and nothing else."""

import io
from dataclasses import replace
from functools import partial
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nnviz.data.packing import pack
from nnviz.data.tables.error import TableError
from nnviz.data.tables.guess import Chosen, check_columns
from nnviz.data.tables.source import TableSource
from nnviz.experiment.own_source import OwnSource
from tests.data.tables.read import read_all, understood
from tests.examples import examples

N_TABLES = examples(100)
N_ACCIDENTS = 5
ACCIDENTS = ["insert", "delete", "duplicate", "truncate", "delimiter"]

DELIMITERS = [",", ";", "\t", "|", " ", "  "]
ENCODINGS = ["utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-be", "latin-1", "cp1252"]
CELLS = [
    "",
    "NaN",
    "-inf",
    "1e308",
    "1e400",
    "1_000",
    "١٢",
    "0x1F",
    '"',
    '""',
    "NA",
    "ä",
    "=1+1",
    "a\nb",
    "\x00",
    "x" * 50,
]
BYTES = [
    b"\n",
    b"\r",
    b"\r\n",
    b",",
    b";",
    b"\t",
    b" ",
    b'"',
    b"'",
    b".",
    b"-",
    b"e",
    b"9",
    b"\x00",
    b"\xff",
    b"\xe4",
    b"\xc3",
]


Rows = list[list[str]]


def rows() -> st.SearchStrategy[Rows]:
    """A few rows of numbers and words, one under another as a table has them."""
    number = st.sampled_from(["1", "2.5", "-3e2", "0.001", "7", "12", "1e6", "4.25"])
    word = st.sampled_from(["A", "B", "größte", "class 3"])
    more = st.lists(st.sampled_from([number, word]), max_size=7)
    return more.flatmap(lambda kinds: st.lists(st.tuples(number, word, number, *kinds).map(list), max_size=6))


def written(cells: Rows, style: Random) -> tuple[bytes, str]:
    """The rows as a well-formed table, perhaps with a header and an odd cell, and what lies between its cells."""
    cells = [list(row) for row in cells * style.randint(1, 4)]
    delimiter = style.choice(DELIMITERS)
    if cells and style.random() < 0.3:
        row = style.choice(cells)
        row[style.randrange(len(row))] = style.choice(CELLS)
    if cells and style.random() < 0.5:
        cells.insert(0, [style.choice(["x", "y", "x", "", "1", "label"]) for _ in cells[0]])
    text = style.choice(["\n", "\r\n", "\r"]).join(delimiter.join(row) for row in cells)
    return (text.replace(".", ",") if style.random() < 0.3 else text).encode(
        style.choice(ENCODINGS), "replace"
    ), delimiter


def after_accident(data: bytes, delimiter: str, kind: str, chance: Random) -> bytes:
    """The table after something has happened to its bytes."""
    start = chance.randint(0, len(data))
    some = data[start : start + chance.randint(1, 12)]
    match kind:
        case "insert":
            return data[:start] + chance.choice(BYTES) + data[start:]
        case "delete":
            return data[:start] + data[start + len(some) :]
        case "duplicate":
            return data[:start] + some * chance.randint(1, 3) + data[start:]
        case "truncate":
            return data[: len(data) - len(some)]
        case _:
            return data.replace(delimiter.encode(), chance.choice(DELIMITERS).encode(), chance.randint(1, 20))


def chosen() -> st.SearchStrategy[Chosen]:
    """Nothing mostly, now and then a wrong word from the person."""
    return st.just(Chosen()) | st.builds(
        Chosen,
        encoding=st.sampled_from([None, "utf-8-sig", "utf-16", "cp1252"]),
        delimiter=st.sampled_from([None, ",", ";", "\t", "|", " "]),
        decimal_comma=st.sampled_from([None, True, False]),
        has_header=st.sampled_from([None, True, False]),
    )


def points_of(data: bytes, choice: Chosen) -> OwnSource | str:
    """What a window would make of it, or why it can make nothing of it."""
    source = TableSource("Fuzz", len(data), partial(io.BytesIO, data))
    try:
        guess = understood(source, choice)
        check_columns(guess)
        if guess.label is None:
            guess = replace(guess, label=len(guess.columns) - 1)
        found = read_all(source, guess)
    except TableError as error:
        return str(error)
    assert np.all(np.bincount(found.labels, minlength=len(found.classes)) > 0)
    features, labels = pack(found.points, found.labels)
    return OwnSource(title=found.title, columns=found.columns, classes=found.classes, features=features, labels=labels)


@pytest.fixture(scope="module")
def counts() -> dict[bool, int]:
    """How many tables gave points, and how many did not."""
    return {True: 0, False: 0}


@settings(max_examples=N_TABLES, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
@given(
    cells=rows(),
    chance=st.randoms(use_true_random=True),
    accidents=st.lists(st.sampled_from(ACCIDENTS), min_size=N_ACCIDENTS, max_size=N_ACCIDENTS),
    choice=chosen(),
)
def test_a_mutated_table_gives_points_or_one_sentence(
    counts: dict[bool, int], cells: Rows, chance: Random, accidents: list[str], choice: Chosen
):
    data, delimiter = written(cells, chance)
    for accident in accidents:
        data = after_accident(data, delimiter, accident, chance)
        found = points_of(data, choice)
        if isinstance(found, str):
            assert found.isprintable()
            assert 10 < len(found) < 300
        counts[isinstance(found, OwnSource)] += 1


def test_both_happen(counts: dict[bool, int]):
    assert sum(counts.values()) >= 4 * N_TABLES
    assert min(counts.values()) >= 2 * N_TABLES // 5

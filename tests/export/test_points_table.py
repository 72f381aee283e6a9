import csv
import io
import math
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.data.dataset import Dataset, Split, split_dataset
from nnviz.data.tables.guess import guess_table
from nnviz.data.tables.source import read_head, table_file
from nnviz.experiment.build import build_dataset
from nnviz.experiment.presets import preset
from nnviz.export import points_table as module
from nnviz.export.points_table import guarded, points_table, write_points

FORMULA = ("=", "+", "-", "@", "\t", "\r")

names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
numbers = st.floats(-1e12, 1e12)


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    n_points, n_features = draw(st.integers(2, 30)), draw(st.integers(2, 4))
    values = draw(st.lists(numbers, min_size=n_points * n_features, max_size=n_points * n_features))
    classes = draw(st.lists(names, min_size=2, max_size=4, unique=True))
    labels = draw(st.lists(st.integers(0, len(classes) - 1), min_size=n_points, max_size=n_points))
    return split_dataset(
        np.array(values).reshape(n_points, n_features),
        np.array(labels, dtype=np.intp),
        classes,
        Split(draw(st.sampled_from([0.0, 0.3])), 1),
        feature_names=draw(st.lists(names, min_size=n_features, max_size=n_features, unique=True)),
    )


def small(class_names: tuple[str, ...] = ("A", "B"), features: tuple[str, ...] = ("x₁", "x₂")) -> Dataset:
    points = np.arange(5.0 * len(features)).reshape(5, len(features)) / 3
    labels = np.array([0, 1, 0, 1, 0])
    return split_dataset(points, labels, class_names, Split(0.2, 1), feature_names=features)


def read(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def whole(dataset: Dataset, delimiter: str = ",") -> str:
    return "".join(lines for _, lines in points_table(dataset, delimiter))


@pytest.mark.parametrize("delimiter", [",", "\t"])
@given(dataset=datasets())
def test_what_is_read_back_is_what_was_there(delimiter: str, dataset: Dataset):
    header, *rows = read(whole(dataset, delimiter), delimiter)
    n_features, n_training = dataset.n_features, len(dataset.training_labels)
    assert header == [guarded(name) for name in dataset.feature_names] + header[-2:]
    assert header[-2] != header[-1]
    assert not {*header[-2:]} & {*header[:-2]}
    points = np.array([[float(cell) for cell in row[:n_features]] for row in rows])
    np.testing.assert_array_equal(points, np.concatenate([dataset.training_points, dataset.test_points]))
    labels = np.concatenate([dataset.training_labels, dataset.test_labels])
    assert [row[-2] for row in rows] == [guarded(dataset.class_names[label]) for label in labels]
    assert [row[-1] for row in rows] == ["training"] * n_training + ["test"] * (len(rows) - n_training)


@given(dataset=datasets())
def test_no_cell_is_a_formula(dataset: Dataset):
    for row in read(whole(dataset)):
        for cell in row:
            assert not cell.startswith(FORMULA) or math.isfinite(float(cell))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-A", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_compute_is_marked_as_text(text: str):
    assert guarded(text) == f"'{text}"
    header, first, *_ = read(whole(small(class_names=(text, text + "B"), features=(text, "b"))))
    assert header[0] == f"'{text}"
    assert first[2].startswith(f"'{text}")


def test_other_text_stays_as_it_is():
    assert [guarded(text) for text in ("", "A", "a=b", " -1", "1-2")] == ["", "A", "a=b", " -1", "1-2"]


def test_the_columns_are_named():
    assert read(whole(small()))[0] == ["x₁", "x₂", "label", "set"]
    assert read(whole(small(features=("set", "label", "label_"))))[0] == ["set", "label", "label_", "label__", "set_"]


def test_no_more_than_so_many_points_are_given():
    dataset = small()
    *_, (n_done, lines) = points_table(dataset, most=3)
    assert n_done == 3
    assert lines.count("\r\n") == 4
    assert [row[-1] for row in read(whole(dataset))[1:]] == ["training"] * 4 + ["test"]


def test_it_comes_in_pieces_that_say_how_far_they_go(monkeypatch: pytest.MonkeyPatch):
    dataset = small()
    once = whole(dataset)
    monkeypatch.setattr(module, "_ROWS_A_PIECE", 3)
    pieces = list(points_table(dataset))
    assert [n_done for n_done, _ in pieces] == [3, 4, 5]
    assert "".join(lines for _, lines in pieces) == once


def test_the_published_points_go_to_a_file_and_back(tmp_path: Path):
    dataset = build_dataset(preset("three-clusters").data)
    shares: list[float] = []
    path = tmp_path / "points.csv"
    write_points(dataset, path, shares.append)
    assert path.read_bytes().startswith("\ufeffx₁,x₂,label,set\r\n".encode())
    header, *rows = read(path.read_bytes().decode("utf-8-sig"))
    assert header == ["x₁", "x₂", "label", "set"]
    np.testing.assert_array_equal([[float(x), float(y)] for x, y, *_ in rows[:13_500]], dataset.training_points)
    assert {row[2] for row in rows} == {"A", "B", "C"}
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_our_own_reader_understands_it(tmp_path: Path):
    path = tmp_path / "points.csv"
    write_points(build_dataset(preset("moons").data), path, lambda _: None)
    guess = guess_table(read_head(table_file(path)))
    assert (guess.features, guess.label, guess.dialect.has_header) == ((0, 1), 2, True)
    assert [column.name for column in guess.columns] == ["x₁", "x₂", "label", "set"]


def test_a_writing_that_is_called_off_leaves_the_old_file(tmp_path: Path):
    path = tmp_path / "points.csv"
    path.write_text("old")

    def call_off(share: float) -> None:
        raise InterruptedError(share)

    with pytest.raises(InterruptedError):
        write_points(small(), path, call_off)
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_text() == "old"


def test_points_without_a_test_share_are_all_for_training():
    data = msgspec.structs.replace(preset("xor").data, test_share=0.0)
    rows = read(whole(build_dataset(data)))[1:]
    assert len(rows) == 1000
    assert {row[-1] for row in rows} == {"training"}

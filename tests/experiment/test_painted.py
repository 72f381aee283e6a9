import msgspec
import numpy as np
import pytest

from nnviz.data.lots import NEW
from nnviz.data.packing import pack
from nnviz.experiment.build import build_dataset, draw_points
from nnviz.experiment.data_spec import DataSpec
from nnviz.experiment.own_source import OwnSource
from nnviz.experiment.painted import MOST_PAINTED, Painting, one_class_more, paintable_points, with_painted
from nnviz.experiment.presets import preset
from nnviz.experiment.quantity import RecipeError

DATA = preset("two-gaussians").data


def test_painting_begins_with_the_points_there_are():
    painting = paintable_points(DATA)
    drawn, drawn_labels = draw_points(DATA)
    assert (painting.points == drawn).all()
    assert (painting.labels == drawn_labels).all()
    painted = with_painted(DATA, painting, DATA.class_names)
    assert painted.clusters == ()
    assert isinstance(painted.source, OwnSource)
    assert painted.source.title == "Painted points"
    assert (painted.feature_names, painted.class_names) == (DATA.feature_names, DATA.class_names)
    again = paintable_points(painted)
    for name in ("points", "labels", "numbers"):
        assert (getattr(again, name) == getattr(painting, name)).all()
    assert (painted.seed, painted.test_share) == (DATA.seed, DATA.test_share)


@pytest.mark.parametrize("by_class", [False, True])
def test_who_begins_to_paint_changes_no_points_role_and_no_order(by_class: bool):
    data = msgspec.structs.replace(DATA, split_by_class=by_class)
    before, after = build_dataset(data), build_dataset(with_painted(data, paintable_points(data), data.class_names))
    assert (after.training_points == before.training_points).all()
    assert (after.test_points == before.test_points).all()
    other = msgspec.structs.replace(data, seed=data.seed + 1, source=before_source(data), clusters=())
    assert not np.array_equal(build_dataset(other).test_points, before.test_points)  # another seed deals anew


def before_source(data: DataSpec) -> OwnSource:
    source = with_painted(data, paintable_points(data), data.class_names).source
    assert isinstance(source, OwnSource)
    return source


def test_painted_points_leave_the_others_what_they_were():
    painting = paintable_points(DATA)
    before = build_dataset(DATA)
    added = Painting(
        np.concatenate([painting.points, np.full((30, 2), 50.0)]),
        np.concatenate([painting.labels, np.zeros(30, np.intp)]),
        np.concatenate([painting.numbers, np.full(30, NEW)]),
    )
    after = build_dataset(with_painted(DATA, added, DATA.class_names))
    assert sorted(map(tuple, after.test_points[after.test_points[:, 0] < 50])) == sorted(map(tuple, before.test_points))
    assert len(after.test_labels) == np.ceil((before.n_points + 30) * DATA.test_share)


def test_a_table_that_is_painted_on_keeps_its_name():
    features, labels = pack(np.zeros((2, 2)), np.zeros(2, np.intp))
    source = OwnSource(title="a.csv", columns=("a", "b"), classes=("p", "q"), features=features, labels=labels)
    data = DataSpec(source=source, seed=1, test_share=0.0)
    painted = with_painted(data, paintable_points(data), ("p", "q")).source
    assert isinstance(painted, OwnSource)
    assert (painted.title, painted.columns, painted.features) == ("a.csv", ("a", "b"), source.features)


def test_classes_keep_the_colours_that_were_chosen():
    clusters = (msgspec.structs.replace(DATA.clusters[0], color=4), DATA.clusters[1])
    data = msgspec.structs.replace(DATA, clusters=clusters)
    painted = with_painted(data, paintable_points(data), (*data.class_names, "C"))
    assert painted.class_colors[:2] == data.class_colors
    assert len(set(painted.class_colors)) == 3


def test_points_with_more_features_are_not_painted():
    features, labels = pack(np.zeros((2, 3)), np.zeros(2, np.intp))
    source = OwnSource(columns=("a", "b", "c"), classes=("p", "q"), features=features, labels=labels)
    with pytest.raises(RecipeError, match=r"^only points with two features can be painted"):
        paintable_points(DataSpec(source=source, seed=1, test_share=0.0))


def test_too_many_points_are_not_painted():
    clusters = (msgspec.structs.replace(DATA.clusters[0], n_points=MOST_PAINTED), DATA.clusters[1])
    with pytest.raises(RecipeError, match=r"^100,500 points are too many to paint on; up to 100,000 can be"):
        paintable_points(msgspec.structs.replace(DATA, clusters=clusters))


def test_the_last_two_points_cannot_be_erased():
    with pytest.raises(RecipeError, match="Own points must be between 2 and"):
        with_painted(DATA, Painting(np.zeros((1, 2)), np.zeros(1, np.intp), np.zeros(1, np.int64)), ("A", "B"))


def test_a_new_class_takes_the_first_free_letter():
    assert one_class_more(("A", "C")) == ("A", "C", "B")
    assert one_class_more(("oak", "elm")) == ("oak", "elm", "A")

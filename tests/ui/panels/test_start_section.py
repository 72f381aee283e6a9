import msgspec
import pytest
from PySide6.QtWidgets import QDialogButtonBox
from pytestqt.qtbot import QtBot

from nnviz.experiment.experiment import Experiment
from nnviz.experiment.network_spec import (
    ArticleStart,
    GivenStart,
    GlorotNormalStart,
    GlorotUniformStart,
    HeNormalStart,
    HeUniformStart,
    InitialWeights,
    NetworkSpec,
    NormalStart,
    TruncatedNormalStart,
    UniformStart,
    ZerosStart,
)
from nnviz.ui.panels.given_dialog import GivenDialog
from nnviz.ui.panels.start_section import StartSection
from nnviz.ui.theme import light
from tests.conftest import run_deferred_deletes
from tests.ui.fields.hands import Heard, choose, click, enter, nothing_said, number_of, put_on_screen

GIVEN = GivenStart(weights=(((0.5,) * 4,) * 2, ((1.0,) * 3,) * 4), biases=((0.0,) * 4, (0.0,) * 3))
WHAT = "the initial weights"
ALL = (
    NormalStart(),
    TruncatedNormalStart(),
    UniformStart(),
    GlorotUniformStart(),
    GlorotNormalStart(),
    HeUniformStart(),
    HeNormalStart(),
    ZerosStart(),
    ArticleStart(),
)


@pytest.fixture
def section(qtbot: QtBot, small_experiment: Experiment) -> StartSection:
    """As the window has it: an edit comes back as what is to be shown."""
    section = StartSection()
    section.set_theme(light())
    section.show_start(small_experiment)
    section.network_edited.connect(lambda edited, _what: section.show_start(having(small_experiment, edited)))
    put_on_screen(qtbot, section)
    return section


@pytest.fixture
def network(small_experiment: Experiment) -> NetworkSpec:
    return small_experiment.network


@pytest.fixture
def edits(section: StartSection) -> Heard:
    return Heard(section.network_edited)


def having(experiment: Experiment, network: NetworkSpec) -> Experiment:
    return msgspec.structs.replace(experiment, network=network)


def with_start(network: NetworkSpec, start: InitialWeights) -> NetworkSpec:
    return msgspec.structs.replace(network, initial_weights=start)


@pytest.mark.parametrize("start", ALL[1:])
def test_each_start_can_be_chosen_and_normal_again(
    qtbot: QtBot, section: StartSection, *, network: NetworkSpec, edits: Heard, start: InitialWeights
) -> None:
    key = str(start.__struct_config__.tag)
    choose(qtbot, section.start, key)
    assert edits.take()[-1] == (with_start(network, start), WHAT)
    choose(qtbot, section.start, "normal")
    assert edits.take()[-1] == (with_start(network, NormalStart()), WHAT)


def test_the_list_has_every_start(section: StartSection) -> None:
    keys = {section.start.itemData(index) for index in range(section.start.count())}
    assert keys == {str(start.__struct_config__.tag) for start in (*ALL, GIVEN)}


@pytest.mark.parametrize(
    ("start", "name", "expected", "called"),
    [
        (NormalStart(), "standard_deviation", NormalStart(standard_deviation=0.25), "standard deviation"),
        (TruncatedNormalStart(), "standard_deviation", TruncatedNormalStart(standard_deviation=0.25), "standard dev"),
        (UniformStart(), "limit", UniformStart(limit=0.25), "limit"),
    ],
)
def test_the_number_of_a_start_can_be_typed(
    qtbot: QtBot,
    section: StartSection,
    *,
    small_experiment: Experiment,
    edits: Heard,
    start: InitialWeights,
    name: str,
    expected: InitialWeights,
    called: str,
) -> None:
    network = small_experiment.network
    section.show_start(having(small_experiment, with_start(network, start)))
    field = number_of(section.start, name)
    assert field.isVisible()
    enter(qtbot, field, "0,25")
    ((edited, what),) = edits.take()  # type: ignore[misc]
    assert edited == with_start(network, expected)
    assert what.startswith(f"the {called}")
    assert what.endswith("of the initial weights")


def test_a_start_without_a_number_shows_none(
    section: StartSection, small_experiment: Experiment, network: NetworkSpec
) -> None:
    assert section.start.numbers.isVisible()
    section.show_start(having(small_experiment, with_start(network, HeUniformStart())))
    assert not section.start.numbers.isVisible()


def test_a_spread_that_cannot_be_is_refused(qtbot: QtBot, section: StartSection, edits: Heard) -> None:
    refusals = Heard(section.refused)
    field = number_of(section.start, "standard_deviation")
    enter(qtbot, field, "0")
    assert edits.take() == []
    assert refusals.take() == ["Standard deviation must be between 0.001 and 10, not 0"]
    assert field.text() == "1"


def test_the_bias_start_can_be_typed(qtbot: QtBot, section: StartSection, network: NetworkSpec, edits: Heard) -> None:
    refusals = Heard(section.refused)
    enter(qtbot, section._bias, "-0,5")
    assert edits.take() == [(msgspec.structs.replace(network, initial_bias=-0.5), "the bias start")]
    enter(qtbot, section._bias, "11")
    assert refusals.take() == ["Bias start must be between −10 and 10, not 11"]


def test_the_weight_seed_is_typed_and_rolled(
    qtbot: QtBot, section: StartSection, network: NetworkSpec, edits: Heard
) -> None:
    refusals = Heard(section.refused)
    enter(qtbot, section._seed._field, "4294967295")
    assert edits.take() == [(msgspec.structs.replace(network, seed=2**32 - 1), "the weight seed")]
    click(qtbot, section._seed._roll)
    ((rolled, what),) = edits.take()  # type: ignore[misc]
    assert what == "the weight seed"
    assert rolled == msgspec.structs.replace(network, seed=rolled.seed)
    enter(qtbot, section._seed._field, "-1")
    assert refusals.take() == ["Weight seed must be between 0 and 4,294,967,295, not −1"]


@pytest.mark.parametrize(
    ("start", "seed_reason", "bias_reason"),
    [
        (NormalStart(), "", ""),
        (ArticleStart(), "The article's start follows from the data seed", ""),
        (ZerosStart(), "All weights are 0", ""),
        (GIVEN, "The weights are given", "The biases are given with the weights"),
    ],
)
def test_what_plays_no_part_says_why(
    section: StartSection,
    *,
    small_experiment: Experiment,
    start: InitialWeights,
    seed_reason: str,
    bias_reason: str,
) -> None:
    section.show_start(having(small_experiment, with_start(small_experiment.network, start)))
    assert section._seed.isEnabled() is not bool(seed_reason)
    assert section._seed._field.toolTip().startswith(seed_reason or "Decides the first weights.")
    assert section._bias.isEnabled() is not bool(bias_reason)
    assert section._bias.toolTip().startswith(bias_reason or "The value every bias begins with.")


def test_zeros_are_warned_of(section: StartSection, small_experiment: Experiment, network: NetworkSpec) -> None:
    assert not section._warning.isVisible()
    section.show_start(having(small_experiment, with_start(network, ZerosStart())))
    assert section._warning.isVisible()
    assert "symmetry never breaks" in section._warning.text()
    assert "never wakes" in section._warning.text()


def test_given_numbers_are_asked_for(qtbot: QtBot, section: StartSection, edits: Heard) -> None:
    wanted = Heard(section.given_start_wanted)
    choose(qtbot, section.start, "article")
    edits.take()
    section.start.choice_edited.emit("given")
    assert len(wanted.take()) == 1
    assert edits.take() == []
    assert section.start.currentData() == "article"


def test_given_numbers_can_be_taken_over_again(
    qtbot: QtBot, section: StartSection, small_experiment: Experiment, network: NetworkSpec
) -> None:
    wanted = Heard(section.given_start_wanted)
    assert not section._given.isVisible()
    section.show_start(having(small_experiment, with_start(network, GIVEN)))
    assert section._given.isVisible()
    click(qtbot, section._take_over)
    assert len(wanted.take()) == 1


@pytest.mark.parametrize("way", ["ok", "cancel"])
def test_given_numbers_are_edited_in_a_dialog(
    qtbot: QtBot, section: StartSection, *, small_experiment: Experiment, network: NetworkSpec, edits: Heard, way: str
) -> None:
    section.show_start(having(small_experiment, with_start(network, GIVEN)))
    click(qtbot, section._edit_numbers)
    dialog = section.findChild(GivenDialog)
    qtbot.waitExposed(dialog)
    assert dialog.isModal()
    assert dialog.tables[1].columnCount() == 3
    dialog.tables[0].setData(dialog.tables[0].index(2, 0), "7")
    if way == "ok":
        click(qtbot, dialog.buttons.button(QDialogButtonBox.StandardButton.Ok))
        changed = GivenStart(weights=GIVEN.weights, biases=((7.0, 0.0, 0.0, 0.0), GIVEN.biases[1]))
        assert edits.take() == [(with_start(network, changed), "the given weights")]
    else:
        dialog.reject()
        assert edits.take() == []
    run_deferred_deletes()
    assert section.findChild(GivenDialog) is None


def test_the_dialog_opens_for_given_numbers_alone(section: StartSection) -> None:
    section._on_numbers_wanted()
    assert section.findChild(GivenDialog) is None


def test_to_show_a_start_says_nothing(
    section: StartSection, small_experiment: Experiment, network: NetworkSpec
) -> None:
    heard = Heard(section.network_edited, section.given_start_wanted, section.refused)
    for start in (*ALL, GIVEN):
        experiment = having(small_experiment, with_start(network, start))
        assert nothing_said(heard, lambda experiment=experiment: section.show_start(experiment))
        assert section.start.currentData() == str(start.__struct_config__.tag)


def test_nothing_is_edited_before_a_start_is_shown(qtbot: QtBot) -> None:
    section = StartSection()
    put_on_screen(qtbot, section)
    edits = Heard(section.network_edited)
    enter(qtbot, section._bias, "5")
    assert edits.take() == []

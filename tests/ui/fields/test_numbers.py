import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.ui.fields.numbers import format_number, parse_number, parse_whole_number, scientific, signed

finite = st.floats(allow_nan=False, allow_infinity=False)
in_range = st.floats(min_value=-1e300, max_value=1e300)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.05", 0.05),
        ("0,05", 0.05),
        (".5", 0.5),
        (",5", 0.5),
        ("5.", 5.0),
        ("5,", 5.0),
        ("1e-3", 0.001),
        ("1E3", 1000.0),
        ("2,5e+2", 250.0),
        ("+7", 7.0),
        ("-7", -7.0),
        ("−7", -7.0),
        ("  3  ", 3.0),
        ("1,000", 1.0),
        ("1e-400", 0.0),
        ("007", 7.0),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, number: float) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ".",
        "-",
        "e3",
        "1e",
        "1 000",
        "1_000",
        "1'000",
        "1.000,5",
        "1,000.5",
        "1.2.3",
        "0x10",
        "½",
        "٣",
        "१",
        "nan",
        "inf",
        "-inf",
        "Infinity",
        "1e400",
        "-1e400",
        "1e99999",
        "five",
        "--1",
        "1\n2",
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(("text", "number"), [("5", 5), ("-5", -5), ("−5", -5), ("+5", 5), ("5 000", 5000), (" 5 ", 5)])
def test_a_whole_number_is_read_as_people_write_it(text: str, number: int) -> None:
    assert parse_whole_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "5,000", "5.000", "5.", "5e3", "5_000", "٣", "5'000", "five", "-", "1" * 19, "nan", "inf", "0x10"]
)
def test_what_might_mean_another_whole_number_is_refused(text: str) -> None:
    assert parse_whole_number(text) is None


@given(st.text())
def test_reading_never_fails_and_gives_finite_numbers(text: str) -> None:
    number = parse_number(text)
    assert number is None or abs(number) < float("inf")
    whole = parse_whole_number(text)
    assert whole is None or isinstance(whole, int)


@given(in_range)
def test_a_number_comes_back_with_ten_digits(number: float) -> None:
    assert parse_number(format_number(number)) == pytest.approx(number, rel=1e-9, abs=0.0)


@given(in_range)
def test_what_was_shown_once_comes_back_exactly(number: float) -> None:
    shown = parse_number(format_number(number))
    assert shown is not None
    assert format_number(shown) == format_number(number)


@given(st.integers(min_value=-(10**10) + 1, max_value=10**10 - 1))
def test_whole_numbers_come_back_exactly(number: int) -> None:
    assert parse_whole_number(format_number(number)) == number
    assert parse_number(format_number(number)) == number


@given(finite)
def test_a_decimal_comma_reads_as_a_decimal_point(number: float) -> None:
    text = format_number(number)
    assert parse_number(text.replace(".", ",")) == parse_number(text)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"),
        (0.1, "0.1"),
        (5000, "5000"),
        (1e-5, "1e-5"),
        (1e15, "1e15"),
        (-0.25, "-0.25"),
        (4294967295, "4294967295"),
    ],
)
def test_numbers_are_written_as_short_as_they_are(number: float, text: str) -> None:
    assert format_number(number) == text


@pytest.mark.parametrize(
    ("number", "digits", "text"), [(0.384, 2, "+0.38"), (-1.2, 2, "−1.20"), (0.0, 1, "+0.0"), (-12.0, 0, "−12")]
)
def test_a_signed_number_always_has_its_sign(number: float, digits: int, text: str) -> None:
    assert signed(number, digits) == text


@pytest.mark.parametrize(
    ("number", "digits", "text"), [(-0.001, 2, "+0.00"), (-0.0, 1, "+0.0"), (-0.5, 0, "+0"), (-0.006, 2, "−0.01")]
)
def test_what_rounds_to_zero_is_not_below_it(number: float, digits: int, text: str) -> None:
    assert signed(number, digits) == text


@pytest.mark.parametrize(
    ("number", "text"), [(1e10, "1e10"), (-3.2e8, "−3e8"), (9.6e149, "1e150"), (-2e-7, "−2e−7"), (0.0, "0e0")]
)
def test_a_power_of_ten_is_short(number: float, text: str) -> None:
    assert scientific(number) == text

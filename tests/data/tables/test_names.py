from nnviz.data.tables.names import distinct_names, tidy


def test_names_stand_on_one_line_and_are_not_too_long():
    assert tidy(" a\n\x00 b ") == "a b"
    assert tidy("m" * 40) == "m" * 40
    assert tidy("m" * 41) == "m" * 39 + "…"


def test_no_two_names_are_the_same():
    assert distinct_names(["x", "", "x", "x ", "x (2)"], "column") == ("x", "column 2", "x (2)", "x (3)", "x (2) (2)")


def test_long_names_are_told_apart_within_their_length():
    names = distinct_names(["m" * 50, "m" * 60], "class")
    assert names == ("m" * 39 + "…", "m" * 36 + " (2)")

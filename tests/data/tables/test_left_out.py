from nnviz.data.tables.left_out import LeftOut, LeftOutCounts, Reason, left_out_sentence


def test_rows_left_out_are_counted_by_reason_with_the_line_of_the_first():
    counts = LeftOutCounts()
    counts.add(Reason.NO_LABEL, 7)
    counts.add(Reason.MISSING, 9)
    counts.add(Reason.NO_LABEL, 12, 1999)
    assert counts.all() == (LeftOut(Reason.NO_LABEL, 2000, 7), LeftOut(Reason.MISSING, 1, 9))
    assert left_out_sentence(counts.all()) == (
        "2,001 rows left out: 2,000 without a label (first in line 7), 1 with a number missing (line 9)"
    )


def test_a_single_row():
    assert left_out_sentence([LeftOut(Reason.RAGGED, 1, 3)]) == (
        "1 row left out: 1 with too many or too few cells (line 3)"
    )

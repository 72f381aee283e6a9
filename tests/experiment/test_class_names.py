from nnviz.experiment.class_names import free_name


def test_the_first_letter_that_is_free_is_taken():
    assert free_name(()) == "A"
    assert free_name({"A", "C"}) == "B"
    assert free_name(("oak", "A", "B")) == "C"

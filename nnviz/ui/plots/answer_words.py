"""What has to be said about answers that are not there, or not all."""

from nnviz.ui.plots.answer_sheet import AnswerSheet

NO_ANSWERS = "The network's numbers are no longer finite: it has no answers."


def sample_words(sheet: AnswerSheet) -> tuple[str, str]:
    """That only a sample was asked, as the end of a line and as a sentence; empty where all were."""
    if not sheet.is_sample or sheet.answers is None:
        return "", ""
    n_asked = len(sheet.answers)
    return f" · sample of {sheet.n_points:,}", (
        f"A sample: {n_asked:,} of {sheet.n_points:,} points, about as many of each class as its share; asking all at "
        "every moment would slow training down. While the run stands still, all are asked."
    )

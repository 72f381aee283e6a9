"""How much a person's own data may have. Apart from what uses it: a recipe knows its ranges without NumPy."""

FEWEST_POINTS, MOST_POINTS = 2, 1_000_000
FEWEST_FEATURES, MOST_FEATURES = 2, 8
FEWEST_CLASSES, MOST_CLASSES = 2, 10
LARGEST_FEATURE = 1e12
"""In size, of features and of what formulas make of them: beyond it their spread can no longer be computed."""
LONGEST_NAME = 40
LONGEST_TITLE = 80

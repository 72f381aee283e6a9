"""Names of the examples, apart from the examples themselves: menus are made without NumPy."""

EXAMPLES = {
    "iris": "Iris",
    "wine": "Wine",
    "breast_cancer": "Breast cancer",
    "digits": "Digits, two principal components",
}
"""Each with its name on the screen."""

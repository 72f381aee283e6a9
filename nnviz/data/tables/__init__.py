"""Tables: rows of text, from a file, the clipboard or scikit-learn, understood as labelled points."""

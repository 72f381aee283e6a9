"""nnviz shows a neural network learning, and every number while it does."""

import os

__version__ = "0.1.0"

# Two BLAS threads make matrices of this size no faster, and a second thread could add in another order,
# which would break "same recipe, same numbers". It has to stand before the first import of NumPy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

"""Benchmarks; `README.md` says what each measures."""

import nnviz  # before NumPy, as in the program: it keeps BLAS to one thread, where another takes a core from the window

__all__ = ["nnviz"]

"""Other libraries that train the same recipe, each optional. None is here yet: `nnviz train` has `numpy` alone."""

"""A network's answers over a grid, strip by strip: what the textbook computes, with as little work a cell as can be.

`network.py` says what the probabilities are; this package says it again for the live picture, and tests hold the two
together. What makes it quick:

- A strip is a few rows of the grid, so that all its numbers stay in the processor's cache. All strips have one shape,
  so that one set of buffers does for all (the last overlaps the one before, where the rows cannot be dealt out
  evenly). Points stand in columns, and a bias is the weight of a row of ones, as in `compiled`.
- A linear map of the plane differs from strip to strip by one number a neuron. So the first layer's scores are computed
  for one strip only (`openings.py`), and so are exponentials of them: that of a sum is a product.
- What an activation adds and multiplies its outputs with can be left to the next layer's weights (`folds.py`): tanh is
  then an exponential, an addition and a division.
- Softmax takes the scores less the first class's: one exponential fewer. They are not shifted by their maximum, unless
  the sum of exponentials shows that they had to be.
"""

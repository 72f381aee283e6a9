"""The same step, compiled: what the textbook computes, as a flat list of NumPy calls on buffers made beforehand.

`network.py` and `optimizers.py` say what a step is; this package says it again for speed, and tests hold the two
together. A call of NumPy costs a third of a microsecond before it has computed anything, which is most of the time of
a small network's step. So there is as little of everything but computing as can be:

- Points stand in columns, features in rows: sums over few rows are quick, and every row is one piece of memory.
- A bias is a weight whose input is always 1. So inputs and outputs have a row of ones below, weights have a column
  more, and all of them are pieces of one flat vector, which an optimizer moves at once.
- The calls of a step are bound to their buffers once (the tape); a step only makes them.
- A few steps form a block (`steps.py`). Their points are fetched together, their losses are summed up together, and
  each has a row of its own for its weights. So every moment of a block can be returned to, also the one before a loss
  became infinite.
- Many points go through in chunks that stay in the processor's cache (`chunked.py`).
- Softmax looks only at differences of scores. Those to the first class are computed right away, from differences of
  weights: that spares one exponential in each row. They are not shifted by their maximum, which would cost two calls;
  where that overflows, the loss is not finite, and the step is done again with the shift.
- The logarithms of the loss are taken of products of four (in double precision, where these are not too large).

Which step stands where in its block, and which numbers are computed together, depends on the number of the step
alone. So the numbers are the same to the last bit however a run is cut up.
"""

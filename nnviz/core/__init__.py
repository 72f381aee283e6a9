"""The textbook: one chapter a file, in NumPy alone.

Read it in this order: `activations`, `losses`, `initializers`, `layers`, `network`, `optimizers`, `batches`,
`trainer`, `snapshot`, `history`, `metrics`, `regions`.
"""

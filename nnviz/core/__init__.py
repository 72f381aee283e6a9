"""The textbook: one chapter a file, in NumPy alone.

Read it in this order: `activations`, `losses`, `initializers`, `layers`, `dropout`, `network`, `gradient_check`,
`optimizers`, `schedules`, `batches`, `stopping`, `trainer`, `snapshot`, `history`, `metrics`, `regions`,
`diagnosis`, `divergence`.
"""

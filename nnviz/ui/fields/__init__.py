"""Fields: one small widget a value, silent when shown a value, speaking when a person edits it."""

"""The window: panels, plots, and what they are made of."""

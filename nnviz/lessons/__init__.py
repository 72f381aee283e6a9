"""Guided lessons. None is here yet."""

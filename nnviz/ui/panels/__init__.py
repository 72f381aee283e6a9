"""Panels: what a person sets. Each shows a part of the recipe and says when somebody edits it."""

"""Tests mirror the tree: tests/core/test_losses.py is for nnviz/core/losses.py."""

"""The recipe of a run, and everything made from it: documents, presets, trainers, reports."""

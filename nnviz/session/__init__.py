"""The app without its face: the run in its thread, the recipe with its undo, the document it is saved in."""

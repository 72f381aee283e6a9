"""Tables on their way in: the preview that shows what was understood, and what leads to it."""

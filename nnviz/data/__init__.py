"""Points: where they come from, and which of them are kept for testing."""

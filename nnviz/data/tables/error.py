"""The one kind of error that a table gives."""


class TableError(ValueError):
    """A table that cannot be used; the message is one plain sentence, without the table's name."""

"""A ministry's pack. briefgen finds its folders and its figure through the entry points in pyproject.toml."""

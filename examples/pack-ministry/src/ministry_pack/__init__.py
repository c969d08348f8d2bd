"""A pack holds files, not code: briefgen finds its folders through the entry points in pyproject.toml."""

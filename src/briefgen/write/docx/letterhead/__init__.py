"""Letterheads: an organisation's own Word file, into which the brief is poured in the file's own styles."""

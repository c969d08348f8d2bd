"""The ministry's figures, one module each."""

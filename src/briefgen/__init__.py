"""Write a policy briefing once, as data; render it for every reader."""

from __future__ import annotations

__version__ = "0.1.0"

"""The proof: every part of a result is decoded and searched for every word that was withheld."""

from __future__ import annotations

from briefgen.audience.proof.report import Finding, Report, prove

__all__ = ["Finding", "Report", "prove"]

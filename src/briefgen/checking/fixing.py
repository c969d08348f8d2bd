"""Mechanical mendings, written into a brief's own text: what is not mended stays as it is, byte for byte."""

from __future__ import annotations

from pathlib import Path

from briefgen.checking.findings import Finding
from briefgen.checking.places import Places
from briefgen.checking.run import Checked


def fix(checked: Checked) -> int:
    """Mend what can be mended in a checked file, in place and whole or not at all; return how many findings were.

    Raises OutputError where the file cannot be written.
    """
    from briefgen.write.files import save

    path = Path(checked.file)
    data = path.read_bytes().decode("utf-8")
    mark = "\ufeff" if data.startswith("\ufeff") else ""
    text = data.removeprefix("\ufeff")
    if text != checked.tree.text:
        return 0  # changed since it was read
    edits = [edit for edit in (_edit(checked, finding) for finding in checked.findings) if edit is not None]
    done = 0
    last = len(text)
    for start, end, new in sorted(set(edits), reverse=True):
        if end <= last:
            text = text[:start] + new + text[end:]
            last = start
            done += 1
    if done:
        save(path, (mark + text).encode("utf-8"))
    return done


def _edit(checked: Checked, finding: Finding) -> tuple[int, int, str] | None:
    """Return what is to be put in place of [start, end) of the text; None where the file writes it in another way."""
    if finding.fix is None:
        return None
    tree = checked.tree
    offset = Places(tree, checked.brief).offset(finding.fix.path)
    if finding.fix.beside:
        return _line_after(checked, finding, offset)
    old, new = finding.fix.old, finding.fix.new
    for quote in ("", '"', "'"):
        if tree.text.startswith(quote + old + quote, offset) and old:
            start = offset + len(quote)
            # A plain scalar that becomes one with ': ' or ' #' in it would be read as something else.
            if not quote and (": " in new or " #" in new):
                return None
            return start, start + len(old), new
    return None


def _line_after(checked: Checked, finding: Finding, offset: int) -> tuple[int, int, str] | None:
    text = checked.tree.text
    assert finding.fix is not None
    line_start = text.rfind("\n", 0, offset) + 1
    line_end = text.find("\n", offset)
    line_end = len(text) if line_end < 0 else line_end
    line = text[line_start:line_end]
    key = str(finding.fix.path[-1])
    if Path(checked.file).suffix.lower() not in (".yaml", ".yml") or not line.strip().removeprefix("- ").startswith(
        key
    ):
        return None
    if any(char in line for char in "{}[]|>&*"):
        return None  # not one key on a line of its own
    indent = len(line) - len(line.lstrip(" "))
    if line.lstrip(" ").startswith("- "):
        indent += 2
    newline = "\r\n" if line.endswith("\r") else "\n"
    end = line_end - 1 if line.endswith("\r") else line_end
    return end, end, f"{newline}{' ' * indent}{finding.fix.beside}"

"""The paper as Markdown, which pandoc reads."""

from __future__ import annotations

import subprocess
from typing import Any

import pypandoc

from peers.content import HEADS

_WIDTHS = {"provisions": (5, 10, 30, 10, 30, 6), "actors": (9, 12, 30, 30, 9), "timeline": (12, 20, 30)}
_MARKS = (("<b>", "**"), ("</b>", "**"), ("<i>", "*"), ("</i>", "*"), ("[", "\\["), ("]", "\\]"))


def _marked(text: str) -> str:
    for old, new in _MARKS:
        text = text.replace(old, new)
    return text


def text(content: dict[str, Any]) -> str:
    meta = content["meta"]
    lines = ["---", f'title: "{content["title"]}"', f'author: "{meta["author"]}"']
    lines += [f'subtitle: "{content["subtitle"]}"', f'date: "{meta["date"]}"', "---", ""]
    lines += ["> **BLUF.** " + _marked(content["bluf"]), "", "# Key judgements", ""]
    lines += [f"- {_marked(words)} *({level} confidence)*" for level, words in content["judgements"]]
    lines += ["", "# Analysis", ""]
    for words in content["analysis"]:
        lines += [_marked(words), ""]

    def table(name: str) -> None:
        lines.extend(("", "|" + "|".join(HEADS[name]) + "|", "|" + "|".join("-" * n for n in _WIDTHS[name]) + "|"))
        lines.extend("|" + "|".join(_marked(words) for words in row) + "|" for row in content[name])
        lines.append("")

    lines.append("# Treaty provisions")
    table("provisions")
    lines.append("# Actor responses")
    table("actors")
    lines += ["# Implications", ""]
    lines += [f"1. {_marked(words)}" for words in content["implications"]]
    lines += ["", "# Timeline"]
    table("timeline")
    lines += ["# Notes and sources", ""]
    lines += [f"1. {words}" for words in content["notes"]]
    return "\n".join(lines)


def render(content: dict[str, Any]) -> bytes:
    command = [pypandoc.get_pandoc_path(), "-f", "markdown", "-t", "docx", "-o", "-"]
    return subprocess.run(command, input=text(content).encode(), capture_output=True, check=True).stdout

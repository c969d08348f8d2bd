"""The variants of an item: its parts in full or in short, and lines that read well when words of them have gone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from briefgen.document import Break, Field, Inline, Inlines, Item, Note, Paragraph, Row, Text
from briefgen.layout.fit_model import FULL
from briefgen.layout.fitted import holding

_LINES = ("children", "term", "caption")
_LEAVES = (Text, Field, Break)


def varies(node: Any) -> bool:
    """Tell whether anything inside belongs to a variant."""
    kind = type(node)
    if kind is tuple:
        return any(map(varies, node))
    if kind in _LEAVES:
        return False
    if node.attr.fit in ("full", "short"):
        return True
    for name in holding(kind):  # type: ignore[arg-type]
        for one in getattr(node, name):
            if varies(one):
                return True
    return False


def stands(node: Any, variant: int) -> bool:
    """Tell whether anything is left of a block, item, definition or row in a variant."""
    if type(node) not in (Paragraph, Item):
        return bool(variant_of((node,), variant))
    unwanted = "short" if variant == FULL else "full"
    if node.attr.fit == unwanted:
        return False
    if not varies(node):
        return True
    if isinstance(node, Paragraph):
        return not node.children or _says(node.children, unwanted)
    return not node.blocks or any(stands(one, variant) for one in node.blocks)


def _says(inlines: Inlines, unwanted: str) -> bool:
    """Tell whether inlines leave a line that is not empty."""
    return any(
        bool(one.text.strip(" ")) if isinstance(one, Text) else not isinstance(one, Break) and _is_kept(one, unwanted)
        for one in inlines
    )


def _is_kept(inline: Inline, unwanted: str) -> bool:
    if isinstance(inline, _LEAVES):
        return True
    children = getattr(inline, "children", None)
    return inline.attr.fit != unwanted and (not children or any(_is_kept(one, unwanted) for one in children))


def filled(node: Any, count: str) -> Any:
    """Return a node with `count` in place of the field for what is left out."""
    if isinstance(node, tuple):
        return tuple(filled(one, count) for one in node)
    if isinstance(node, Field):
        return Text(count) if node.kind == "omitted" else node
    if isinstance(node, Text | Break):
        return node
    changes = {name: filled(value, count) for name, value in parts_of(node)}
    return replace(node, **changes) if any(changes[name] != value for name, value in parts_of(node)) else node


def parts_of(node: Any) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for name in holding(type(node)):  # type: ignore[arg-type]
        value = getattr(node, name)
        if value:
            yield name, value


def variant_of(nodes: tuple[Any, ...], variant: int) -> tuple[Any, ...]:
    """Return blocks, items, definitions or rows in one variant; what is empty then goes."""
    unwanted = "short" if variant == FULL else "full"
    return tuple(one for node in nodes for one in _vary(node, unwanted))


def _vary(node: Any, unwanted: str) -> tuple[Any, ...]:
    if node.attr.fit == unwanted:
        return ()
    if not varies(node):
        return (node,)
    changes: dict[str, Any] = {}
    for name, value in parts_of(node):
        if name in _LINES:
            changes[name] = tidy(_inlines(value, unwanted))
        else:
            changes[name] = tuple(one for part in value for one in _vary(part, unwanted))
    emptied = any(value and not changes[name] for name, value in parts_of(node) if name not in ("caption", "head"))
    if emptied and not hasattr(node, "colspan"):  # an empty cell keeps its place
        return ()
    if isinstance(node, Row) and not any(cell.blocks for cell in changes["cells"]):
        return ()
    return (replace(node, **changes),)


def _inlines(inlines: Inlines, unwanted: str) -> Inlines:
    found: list[Inline] = []
    for inline in inlines:
        attr = getattr(inline, "attr", None)
        if attr is not None and attr.fit == unwanted:
            continue
        children = getattr(inline, "children", None)
        if attr is not None and children:
            inside = _inlines(children, unwanted)
            if not inside:
                continue
            inline = inline if inside == children else with_children(inline, inside)
        found.append(inline)
    return tuple(found)


def with_children(inline: Any, children: Inlines) -> Inline:
    made: Inline = replace(inline, children=tidy(children))
    return made


def tidy(inlines: Inlines) -> Inlines:
    """Fold the white space that parts of a line left behind: none at its ends, none twice, none before a full stop."""
    found: list[Inline] = []
    for inline in inlines:
        if not isinstance(inline, Text):
            found.append(inline)
            continue
        text = inline.text
        last = next((one for one in reversed(found) if not isinstance(one, Note)), None)
        if last is None or isinstance(last, Break):
            text = text.lstrip(" ")
        elif isinstance(last, Text) and last.text.endswith(" ") and text[:1] == " " and found[-1] is not last:
            _close_up(found, last)  # the space stands behind the numbers of notes
        elif isinstance(last, Text) and last.text.endswith(" "):
            text = text.lstrip(" ")
            if text[:1] in tuple(".,;:)!?") and found[-1] is last:
                found[-1] = Text(last.text.rstrip(" "))
        if text:
            found.append(Text(text))
    while found and isinstance(found[-1], Break):
        found.pop()
    for at in range(len(found) - 1, -1, -1):
        one = found[at]
        if isinstance(one, Note):
            continue
        if isinstance(one, Text):
            text = one.text.rstrip(" ")
            found[at : at + 1] = [Text(text)] if text else []
        break
    return tuple(found)


def _close_up(found: list[Inline], last: Text) -> None:
    """Take the space from the end of the last text, so that what follows it stands close."""
    at = max(at for at, one in enumerate(found) if one is last)
    bare = last.text.rstrip(" ")
    found[at : at + 1] = [Text(bare)] if bare else []

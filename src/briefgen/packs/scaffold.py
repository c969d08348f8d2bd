"""A folder to begin a template with: the template, its theme, for an audience its file, and how to render it all.

What is written works at once, and looks like its parent until something in it is changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from briefgen.compose import places
from briefgen.compose.places import Found
from briefgen.errors import Fault, OutputError, TemplateError
from briefgen.packs.outline import Outline, Part, outline

_NAME = re.compile(r"[^\W_][\w-]{0,60}")
_FRAME = ("settings", "content")  # blocks that the template says something of by itself

_TEMPLATE = """\
{{# {description} #}}
{{#- That first comment is what `briefgen templates list` shows. -#}}
{{% extends "{parent}" %}}
{imports}
{{#-
  This template says what {of} says, in its order, until you change it. A block is changed by taking it out of its
  comment and writing your own; what the parent puts there is {{{{ super() }}}}. Words of your own stand as
  {{{{ _("Note for the minister") }}}}, so that a catalogue can translate them (locale/de/LC_MESSAGES/briefgen.po).
  `briefgen templates show {of}` lists the macros; `briefgen templates check {folder}` finds every fault.
-#}}

{{% block settings %}}{{{{ super() }}}}<meta name="theme" content="theme.toml">{{% endblock %}}

{blocks}
{{#- Which sections there are, and in which order: name your own block among them, or leave some out.
{{% block content %}}
{content}
{{% endblock %}}
-#}}
"""

_THEME = """\
# How it looks: what is not said here is as in the theme `{parent}`. Lengths are points, 72 to the inch.
name = "{name}"
description = "The look of {name}"
extends = "{parent}"

[colours]
# accent = "#12395b" # headings, bars, labels
# accent-2 = "#8c2f39" # the line above the title, the recommendation
# text = "#1b1f24"

# [page]
# size = "Letter" # or A4

# Fonts: TrueType files in this folder.
# [fonts.body]
# name = "Your Serif"
# regular = "YourSerif-Regular.ttf"
# bold = "YourSerif-Bold.ttf"
# italic = "YourSerif-Italic.ttf"
# bold_italic = "YourSerif-BoldItalic.ttf"

[styles]
# h1 = {{ size = 20, leading = 24 }}
# body = {{ size = 9.6, leading = 12.6, align = "justify" }}

# [letterhead]
# docx = "letterhead.docx" # your own Word file, in this folder
"""

_README = """\
# {name}

A template for briefgen that extends `{parent}`.

| file | what it holds |
|---|---|
| `{name}.html.j2` | the template: the blocks that you change |
| `theme.toml` | the look: colours, fonts, page |
{audience_row}
Render a brief with it (without a brief, the summit example):

    {render}

Find every fault in it, with its line:

    briefgen templates check {folder}

See what there is to override and to use:

    briefgen templates show {parent}

To use it by its name, put it into `templates/` beside your briefs (or into your own folder, which
`briefgen templates list` names); to give it to others, make a package of it: docs/templates.md says how.
"""


def write_pack(folder: Path, *, extends: str = "", audience: str = "") -> tuple[Path, str]:
    """Write a folder for a template of that name; return the template and the command that renders with it.

    Without `extends` it extends the template of the audience, else `full`. Raises OutputError where something is in
    the way, TemplateError or AudienceError where the parent or audience is not there.
    """
    from briefgen.write.files import save

    name = folder.resolve().name
    if not _NAME.fullmatch(name) or name == "base":
        mend = "write letters, digits, '-' and '_', beginning with a letter or digit"
        raise OutputError(Fault(what=f"'{name[:60]}' cannot be the name of a template", mend=mend))
    if folder.exists():
        raise OutputError(Fault(what=f"{folder} is there already: nothing was written"))
    said, under, theme = _audience(audience) if audience else ({}, "", "")
    parent = extends or under or "full"
    found = places.find(parent)
    if found.pack != places.built_in():
        mend = f"copy it, or add {name}.html.j2 to that folder yourself"
        what = f"'{parent}' stands in {found.pack.where}, and only built-in templates can be extended from elsewhere"
        raise TemplateError(Fault(what=what, mend=mend))
    files = {f"{name}.html.j2": _template(name, found, outline(found), folder)}
    files["theme.toml"] = _THEME.format(name=name, parent=theme or "default")
    if audience:
        files["audience.toml"] = _audience_file(said, audience, name)
    command = f"briefgen render --audience {folder}/audience.toml" if audience else ""
    command = command or f"briefgen render --template {folder}/{name}.html.j2"
    row = "| `audience.toml` | who reads, what they see and in what order |\n" if audience else ""
    files["README.md"] = _README.format(name=name, parent=found.name, folder=folder, render=command, audience_row=row)
    for file, text in files.items():
        save(folder / file, text.encode())
    return folder / f"{name}.html.j2", command


def _template(name: str, found: Found, about: Outline, folder: Path) -> str:
    parent = f"builtin/{found.file}" if found.name == name else found.file
    imports = "\n".join(f'{{% import "{file}" as {as_} with context %}}' for file, as_ in about.imports)
    return _TEMPLATE.format(
        description=f"{name}: say here in one line whom it is for and what it holds.",
        parent=parent,
        of=found.name,
        folder=folder,
        imports=imports + "\n" if imports else "",
        blocks="".join(_block(part) for part in about.blocks if part.name not in _FRAME),
        content=about.content,
    )


def _block(part: Part) -> str:
    meaning = part.meaning.replace("{", "").replace("}", "").replace("#", "")
    return f"{{#- {meaning}\n{{% block {part.name} %}}{{{{ super() }}}}{{% endblock %}}\n-#}}\n\n"


# ---------------------------------------------------------------- for an audience


def _audience(audience: str) -> tuple[Mapping[str, object], str, str]:
    """Return what an audience's file says, its template and its theme. Raises AudienceError."""
    from briefgen.audience.places import find
    from briefgen.audience.profile import load_audience
    from briefgen.data import syntax
    from briefgen.errors import AudienceError

    loaded = load_audience(audience)
    path = find("audiences", audience)
    tree = syntax.read(path, error=AudienceError)
    return (tree.value if isinstance(tree.value, Mapping) else {}), loaded.template, loaded.theme


def _audience_file(said: Mapping[str, object], audience: str, name: str) -> str:
    from briefgen.data import to_toml

    own = {
        "name": name,
        "description": said.get("description", ""),
        "template": f"{name}.html.j2",
        "theme": "theme.toml",
    }
    rest = {key: value for key, value in said.items() if key not in own}
    head = (
        f"# Who reads it: the audience `{audience}` with this folder's template and theme. `briefgen audiences new`\n"
        "# writes a file that shows all that an audience may say.\n"
    )
    return head + to_toml.write({**own, **rest})

"""Draw every figure of both examples and of generated extremes on one picture: python docs/figures/contact_sheet.py"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PIL import Image

import briefgen
from briefgen.compose import figures
from briefgen.content import model
from briefgen.layout.fonts import faces
from briefgen.scene import Scene
from briefgen.theme import load_theme
from briefgen.write import png

SCALE, GAP, ACROSS = 1.5, 30, 3


def crowded() -> model.Brief:
    """Return a brief with sixty actors, two hundred events and long names in five scripts."""
    names = (
        "Russia",
        "Organisation for the Prohibition of Chemical Weapons",
        "日本国外務省",
        "المملكة العربية السعودية",
        "EU",
    )
    actors = tuple(
        model.Actor(
            id=f"a{n}",
            name=f"{names[n % 5]} {n}",
            kind=model.ActorKind.STATE,
            relations=(model.Relation(kind=list(model.RelationKind)[n % 8], target=f"a{(n * 7 + 3) % 60}"),),
        )
        for n in range(60)
    )
    events = tuple(
        model.Event(
            id=f"e{n}",
            title="A conference in a far city" if n % 3 else "首脳会談",
            text="t",
            date=model.PartialDate(year=1990 + n * n % 37, month=n % 12 + 1 if n % 5 else None),
            importance=n % 5 + 1,
        )
        for n in range(200)
    )
    responses = tuple(
        model.Response(
            id=f"r{n}",
            text="t",
            actor=f"a{n}",
            stance=list(model.Stance)[n * 5 % 7],
            actions=tuple(
                model.Action(id=f"r{n}x{k}", text="An action", stage=list(model.Stage)[(n + k) % 5])
                for k in range(n % 3)
            ),
        )
        for n in range(60)
    )
    return model.Brief(id="crowded", title="Crowded", actors=actors, events=events, responses=responses)


def scenes() -> Iterator[Scene]:
    theme = load_theme("default")
    folder = briefgen.example().parents[1]
    summit, treaty = (briefgen.load(folder / name / "brief.yaml") for name in ("putin-kim-summit", "new-start"))
    for brief, width in ((summit, 467.0), (treaty, 467.0), (treaty, 221.0), (replace(treaty, language="ar"), 467.0)):
        for name in figures.BUILT_IN:
            scene = figures.draw(name, brief, theme, width=width)
            if scene is not None:
                yield scene
    full = crowded()
    pair = replace(full, actors=full.actors[:4], responses=full.responses[2:4], events=full.events[:2], language="ja")
    for brief, width in ((full, 467.0), (pair, 467.0), (replace(full, language="ja"), 221.0)):
        for name in ("timeline", "stance-matrix", "influence-map"):
            scene = figures.draw(name, brief, theme, width=width)
            if scene is not None:
                yield scene
    for brief in (summit, full):
        scene = figures.draw("stance-matrix", brief, theme, options={"actions": "false"})
        if scene is not None:
            yield scene


def main() -> None:
    metrics = faces(load_theme("default"))
    pictures = [Image.open(io.BytesIO(png.write(scene, metrics, scale=SCALE))).convert("RGB") for scene in scenes()]
    column = round(467 * SCALE) + GAP
    ends = [GAP] * ACROSS
    places = []
    for picture in pictures:
        at = ends.index(min(ends))
        places.append((GAP + at * column, ends[at]))
        ends[at] += picture.height + GAP
    sheet = Image.new("RGB", (GAP + ACROSS * column, max(ends)), "#d8dce0")
    for picture, place in zip(pictures, places, strict=True):
        sheet.paste(picture, place)
    sheet.quantize(256).save(Path(__file__).with_name("contact-sheet.png"), optimize=True)


if __name__ == "__main__":
    main()

"""Pictures come only from the brief's folder or the template's pack, and only whole ones."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pictures

from briefgen.compose import images
from briefgen.compose.templates import compose
from briefgen.content.model import Brief
from briefgen.document import Figure, Text
from briefgen.errors import TemplateError


def picture(kind: str = "PNG", size: tuple[int, int] = (200, 100), **options: Any) -> bytes:
    buffer = BytesIO()
    Pictures.new("RGB", size, "red").save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.fixture
def figure(write: Callable[..., Path], brief: Brief, tmp_path: Path) -> Callable[..., Any]:
    """Compose one figure; `base` is the brief's folder."""
    base = tmp_path / "base"
    base.mkdir()

    def run(attributes: str, inside: str = "") -> Any:
        template = write(f"\n<figure><img {attributes}>{inside}</figure>")
        return compose(brief, str(template), base=base).blocks[0]

    return run


@pytest.fixture
def refused(figure: Callable[..., Any]) -> Callable[..., str]:
    def run(attributes: str, inside: str = "") -> str:
        with pytest.raises(TemplateError) as caught:
            figure(attributes, inside)
        assert "t.html.j2:2: " in str(caught.value)
        return str(caught.value)

    return run


def test_a_picture_of_the_brief(figure: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "base/maps").mkdir()
    data = picture()
    (tmp_path / "base/maps/a.png").write_bytes(data)
    found = figure('src="maps/a.png" alt="A  map"', "<figcaption>Where</figcaption>")
    assert isinstance(found, Figure)
    assert found.alt == "A map"
    assert found.caption == (Text("Where"),)
    assert (found.image.data, found.image.media_type) == (data, "image/png")
    assert (found.image.width, found.image.height) == (150, 75)  # 96 pixels to the inch


def test_a_picture_of_the_pack(figure: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack/logo.jpg").write_bytes(picture("JPEG", dpi=(200, 200)))
    found = figure('src="logo.jpg" alt="x"')
    assert found.image.media_type == "image/jpeg"
    assert (found.image.width, found.image.height) == pytest.approx((72, 36))


@pytest.mark.parametrize(
    ("size", "points"),
    [('width="400"', (300, 150)), ('height="50px"', (75, 37.5)), ('width="96" height="96"', (72, 72))],
)
def test_sizes_are_pixels_as_in_html(
    size: str, points: tuple[float, float], figure: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "base/a.png").write_bytes(picture())
    image = figure(f'src="a.png" alt="x" {size}').image
    assert (image.width, image.height) == pytest.approx(points)


@pytest.mark.parametrize(
    "src", ["../secret.png", "/etc/passwd", "link.png", "a/../../secret.png", "https://x.y/z.png", "data:image/png,x",
            "", ".", "file:///x.png", "..\\secret.png", "C:/x.png", "&#0;.png", "nowhere.png", "folder"],
)  # fmt: skip
def test_no_picture_comes_from_elsewhere(src: str, refused: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(picture())
    (tmp_path / "base/link.png").symlink_to(tmp_path / "secret.png")
    (tmp_path / "base/folder").mkdir()
    assert "picture" in refused(f'src="{src}" alt="x"')


def test_what_is_no_whole_picture_is_refused(
    refused: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = tmp_path / "base"
    for name, data, what in (
        ("text.png", b"not a picture", "neither PNG nor JPEG"),
        ("empty.png", b"", "neither PNG nor JPEG"),
        ("gif.png", picture("GIF"), "neither PNG nor JPEG"),
        ("cut.png", picture(size=(90, 90))[:-40], "cannot be read"),
        ("cut.jpg", picture("JPEG", size=(900, 900))[:-4000], "cannot be read"),
    ):
        (base / name).write_bytes(data)
        assert what in refused(f'src="{name}" alt="x"'), name
    (base / "big.png").write_bytes(picture(size=(300, 300)))
    monkeypatch.setattr(images, "MOST_PIXELS", 1000)
    assert "pixels" in refused('src="big.png" alt="x"')
    monkeypatch.setattr(images, "LARGEST_FILE", 10)
    assert "larger than" in refused('src="big.png" alt="x"')


def test_a_picture_says_in_words_what_it_shows(refused: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "base/a.png").write_bytes(picture())
    assert "<img> has no alt" in refused('src="a.png"')
    assert "<img> has no alt" in refused('src="a.png" alt=" "')
    assert "width of <img> cannot be '-1'" in refused('src="a.png" alt="x" width="-1"')
    assert "holds one <img>" in refused('src="a.png" alt="x"', '<img src="a.png" alt="x">')

"""Make the pictures of the README: the first page of the summit in four looks, as PNG. Needs poppler's pdftoppm.

python docs/images/make.py
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from PIL import Image

import briefgen

HERE = Path(__file__).resolve().parent
LOOKS: dict[str, dict[str, str]] = {
    "full": {},
    "one-page": {"template": "one-page"},
    "minister": {"audience": "minister"},
    "press": {"audience": "press"},
}


def main() -> None:
    example = briefgen.example()
    brief = briefgen.load(example)
    for name, asked in LOOKS.items():
        output = briefgen.render(brief, format="pdf", base=example.parent, **asked)
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "page.pdf"
            page.write_bytes(output.data)
            command = ["pdftoppm", "-r", "84", "-png", "-singlefile", str(page), str(page.with_suffix(""))]
            subprocess.run(command, check=True)
            with Image.open(page.with_suffix(".png")) as picture:
                picture.quantize(128, Image.Quantize.MAXCOVERAGE).save(HERE / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()

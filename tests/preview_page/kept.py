"""Stored pictures of pages, each with the version of the Chromium that drew it.

`scripts/browser` installs this Chromium, and CI accepts no other version. With the same version, at
most one pixel in ten thousand may differ by more than 24 of 255 in a channel, which allows for
rounding on another processor. Another version smooths text differently (versions 153 and 156 differ
in 0.6 % of the pixels). Therefore, with another version, one pixel in a hundred may differ. If a
legend or a bar moves, more pixels differ.
"""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from PIL.PngImagePlugin import PngInfo

DIFFERENT = 24
SHARE_OF_THE_SAME = 0.0001
SHARE_OF_ANOTHER = 0.01
IS_PINNED_HERE = (sys.platform, platform.machine()) == ("linux", "x86_64")


def share_of_difference(one: Image.Image, other: Image.Image) -> float:
    """Return the share of pixels that differ visibly, from 0 to 1."""
    if one.size != other.size:
        return 1.0
    channels = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).split()
    worst = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    counts = worst.histogram()
    return sum(counts[DIFFERENT + 1 :]) / (one.width * one.height)


def drawn_by(picture: Image.Image) -> str:
    """Return the version of the Chromium that drew a stored picture."""
    return str(picture.info.get("Software", "")).removeprefix("Chromium ")


def keep(picture: Image.Image, file: Path, *, version: str) -> None:
    text = PngInfo()
    text.add_text("Software", f"Chromium {version}")
    picture.save(file, optimize=True, pnginfo=text)


def is_as_kept(picture: Image.Image, file: Path, *, version: str) -> bool:
    """Return whether a picture equals the stored one. Fail in CI if another Chromium drew it."""
    kept = Image.open(file)
    is_same = drawn_by(kept) == version
    if not is_same and IS_PINNED_HERE and os.environ.get("CI") == "true":
        pytest.fail(
            f"{file.name} was drawn by Chromium {drawn_by(kept)}, and this is {version}:"
            " scripts/browser brings the one, run make golden"
        )
    return share_of_difference(picture, kept) <= (
        SHARE_OF_THE_SAME if is_same else SHARE_OF_ANOTHER
    )

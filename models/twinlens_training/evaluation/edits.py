"""The fixed list of named edits that evaluation makes of a photograph: what people and applications really do to one.

Written apart from the views of training, with Pillow instead of OpenCV, so that the two share no code. `random` is
seeded by the photograph's name: the same photograph always gives the same copies. A name never changes its meaning,
so that figures stay comparable; what is new gets a new name.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from . import edits_geometry as geometry
from . import edits_overlay as overlay
from . import edits_tone as tone

Edit = Callable[[Image.Image, Random], Image.Image]
"""From an RGB picture of any size (48 pixels a side at least) to its copy, RGB."""


def apply_edit(name: str, image: Image.Image, photo: str) -> Image.Image:
    """The copy of `image`, the photograph called `photo`, under the edit `name`."""
    return EDITS[name](image, Random(f"{photo}/{name}"))


def _combined(image: Image.Image, random: Random) -> Image.Image:
    """Cropped, filtered, shrunk and saved badly, as pictures come back from the network."""
    image = tone.warm(geometry.crop(image, random, 0.7), random.uniform(-0.2, 0.2))
    image = ImageEnhance.Contrast(image).enhance(random.uniform(0.7, 1.4))
    return tone.jpeg(geometry.scaled(ImageEnhance.Color(image).enhance(random.uniform(0.4, 1.6)), 0.6), 35)


FAMILIES: dict[str, dict[str, Edit]] = {
    "saved again": {
        "reencode-q30": lambda image, random: tone.jpeg(image, 30),
        "jpeg-repeated": lambda image, random: tone.jpeg_often(image, random, 6),
        "webp": lambda image, random: tone.webp(image, 30),
    },
    "resized": {
        "half-size": lambda image, random: geometry.scaled(image, 0.5),
        "quarter-size": lambda image, random: geometry.scaled(image, 0.25),
        "down-up": lambda image, random: geometry.down_up(image, 0.3),
        "aspect": lambda image, random: geometry.stretched(image, random, 1.3),
    },
    "tone and colour": {
        "brighter": lambda image, random: ImageEnhance.Brightness(image).enhance(1.5),
        "darker": lambda image, random: ImageEnhance.Brightness(image).enhance(0.5),
        "contrast": lambda image, random: ImageEnhance.Contrast(image).enhance(1.6),
        "tone-curve": tone.tone_curve,
        "warm": lambda image, random: tone.warm(image, 0.2),
        "saturated": lambda image, random: ImageEnhance.Color(image).enhance(2.0),
        "black-and-white": lambda image, random: image.convert("L").convert("RGB"),
        "sepia": lambda image, random: tone.sepia(image),
        "vignette": lambda image, random: tone.vignette(image, 0.8),
    },
    "detail": {
        "blur": lambda image, random: tone.blurred(image, 0.015),
        "noise": lambda image, random: tone.noise(image, random, 20.0),
        "grain": lambda image, random: tone.grain(image, random, 20.0),
        "sharpen": lambda image, random: image.filter(ImageFilter.UnsharpMask(2, 250, 0)),
        "retouch": lambda image, random: tone.retouched(image, random, 3),
    },
    "mirrored or turned": {
        "mirror": lambda image, random: ImageOps.mirror(image),
        "rotate-90": lambda image, random: image.transpose(Image.Transpose.ROTATE_90),
        "rotate-180": lambda image, random: image.transpose(Image.Transpose.ROTATE_180),
        "rotate-270": lambda image, random: image.transpose(Image.Transpose.ROTATE_270),
    },
    "tilted": {
        "straighten-5": lambda image, random: geometry.straightened(image, random.choice((-5, 5))),
        "rotate-5": lambda image, random: geometry.turned_on_ground(image, random, 5),
        "rotate-10": lambda image, random: image.rotate(
            random.choice((-10, 10)), Image.Resampling.BICUBIC, expand=True
        ),
        "perspective": lambda image, random: geometry.perspective(image, random, 0.15),
    },
    "cropped": {
        "crop-90": lambda image, random: geometry.crop(image, random, 0.9),
        "crop-80": lambda image, random: geometry.crop(image, random, 0.8),
        "crop-60": lambda image, random: geometry.crop(image, random, 0.6),
        "crop-50": lambda image, random: geometry.crop(image, random, 0.5),
        "crop-40": lambda image, random: geometry.crop(image, random, 0.4),
        "crop-25": lambda image, random: geometry.crop(image, random, 0.25),
    },
    "laid over": {
        "text": overlay.text,
        "logo": overlay.logo,
        "sticker": lambda image, random: overlay.stickers(image, random, 2),
        "picture-in-picture": overlay.picture_in_picture,
    },
    "surrounded": {
        "frame": overlay.frame,
        "letterbox": lambda image, random: overlay.letterbox(image),
        "screenshot": overlay.screenshot,
        "collage": overlay.collage,
    },
    "several at once": {
        "mirror-crop": lambda image, random: geometry.crop(ImageOps.mirror(image), random, 0.6),
        "black-and-white-crop": lambda image, random: geometry.crop(image.convert("L").convert("RGB"), random, 0.6),
        "combined": _combined,
    },
}
"""The edits by what they do."""

EDITS: dict[str, Edit] = {name: edit for family in FAMILIES.values() for name, edit in family.items()}

FIRST_EDITS = frozenset(
    "reencode-q30 half-size quarter-size crop-90 crop-60 crop-50 crop-25 rotate-90 rotate-180 rotate-270 straighten-5 "
    "rotate-10 mirror brighter darker contrast warm saturated black-and-white sepia blur noise sharpen text logo frame "
    "letterbox screenshot combined".split()
)
"""Those on which the encoders before `third` were measured: their figures are compared on these alone."""

"""The fixed list of named edits that evaluation makes of a photograph: what people and applications really do to one.

Written apart from the views of training, with Pillow instead of OpenCV, so that the two share no code. Shares of a
crop are of the area. `random` is seeded by the photograph's name: the same photograph always gives the same copies.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps

Edit = Callable[[Image.Image, Random], Image.Image]
"""From an RGB picture of any size to its copy, RGB."""


def apply_edit(name: str, image: Image.Image, photo: str) -> Image.Image:
    """The copy of `image`, the photograph called `photo`, under the edit `name`."""
    return EDITS[name](image, Random(f"{photo}/{name}"))


def _jpeg(image: Image.Image, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    buffer.seek(0)
    return Image.open(buffer).convert("RGB")


def _scaled(image: Image.Image, share: float) -> Image.Image:
    width, height = image.size
    return image.resize((max(1, round(width * share)), max(1, round(height * share))), Image.Resampling.LANCZOS)


def _crop(image: Image.Image, random: Random, area: float) -> Image.Image:
    width, height = image.size
    w, h = round(width * area**0.5), round(height * area**0.5)
    x, y = random.randint(0, width - w), random.randint(0, height - h)
    return image.crop((x, y, x + w, y + h))


def _straightened(image: Image.Image, degrees: float) -> Image.Image:
    """Turned a little and cut to what stays inside, as the straighten tool of a photo editor does."""
    turned = image.rotate(degrees, Image.Resampling.BICUBIC)
    width, height = image.size
    rad = abs(np.deg2rad(degrees))
    share = 1 / (np.cos(rad) + max(width / height, height / width) * np.sin(rad))
    w, h = width * share, height * share
    return turned.crop(
        (round((width - w) / 2), round((height - h) / 2), round((width + w) / 2), round((height + h) / 2))
    )


def _warm(image: Image.Image, amount: float) -> Image.Image:
    pixels = np.asarray(image, np.float32) * np.array([1 + amount, 1.0, 1 - amount], np.float32)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _sepia(image: Image.Image) -> Image.Image:
    return ImageOps.colorize(image.convert("L"), (30, 15, 0), (255, 240, 200), (160, 120, 80))


def _noise(image: Image.Image, random: Random, sigma: float) -> Image.Image:
    pixels = np.asarray(image, np.float32)
    noise = np.random.default_rng(random.randrange(2**32)).normal(0, sigma, pixels.shape)
    return Image.fromarray(np.clip(pixels + noise, 0, 255).astype(np.uint8))


def _blurred(image: Image.Image, share: float) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(min(image.size) * share))


def _text(image: Image.Image, random: Random) -> Image.Image:
    image = image.copy()
    height = max(8, min(image.size) // 7)
    words = random.choice(("WHEN IT IS MONDAY AGAIN", "Summer 2019 <3", "© A. Photographer", "SALE! 50% OFF"))
    place = (image.width * 0.04, random.choice((0.03, 0.45, 0.80)) * image.height)
    draw = ImageDraw.Draw(image)
    draw.text(place, words, fill="white", font=ImageFont.load_default(height), stroke_width=2, stroke_fill="black")
    return image


def _logo(image: Image.Image, random: Random) -> Image.Image:
    side = min(image.size) // 4
    mark = Image.new("RGBA", (side, side))
    draw = ImageDraw.Draw(mark)
    draw.ellipse((0, 0, side - 1, side - 1), fill=(*[random.randrange(256) for _ in range(3)], 230))
    draw.polygon([(side * 0.3, side * 0.7), (side * 0.5, side * 0.2), (side * 0.7, side * 0.7)], fill="white")
    corner = random.choice([(4, 4), (image.width - side - 4, image.height - side - 4), (4, image.height - side - 4)])
    image = image.copy()
    image.paste(mark, corner, mark)
    return image


def _frame(image: Image.Image, random: Random) -> Image.Image:
    edge = round(min(image.size) * random.uniform(0.05, 0.12))
    return ImageOps.expand(image, edge, random.choice(["white", "black", "saddlebrown"]))


def _letterbox(image: Image.Image) -> Image.Image:
    """Into a 16:9 frame, or a square one if it is wide already, with black bars."""
    width, height = image.size
    target = (round(height * 16 / 9), height) if width / height < 1.5 else (width, width)
    return ImageOps.pad(image, target, Image.Resampling.BICUBIC, "black")


def _screenshot(image: Image.Image, random: Random) -> Image.Image:
    """A phone's or a desktop viewer: the picture between a bar of buttons and a line of text."""
    width, height = image.size
    dark = random.random() < 0.5
    back, ink = ((24, 24, 26), (220, 220, 220)) if dark else ((245, 245, 245), (40, 40, 40))
    top, bottom, side = round(height * 0.10), round(height * 0.18), round(width * random.choice((0.0, 0.08)))
    screen = Image.new("RGB", (width + 2 * side, height + top + bottom), back)
    screen.paste(image, (side, top))
    draw = ImageDraw.Draw(screen)
    draw.text((6, top * 0.2), "< Photos   12:41", fill=ink, font=ImageFont.load_default(max(6, round(top * 0.6))))
    for number in range(4):
        x, y, r = screen.width * (number + 1) / 5, top + height + bottom / 2, bottom / 5
        draw.ellipse((x - r, y - r, x + r, y + r), outline=ink, width=2)
    return screen


def _combined(image: Image.Image, random: Random) -> Image.Image:
    """Cropped, filtered, shrunk and saved badly, as pictures come back from the network."""
    image = _warm(_crop(image, random, 0.7), random.uniform(-0.2, 0.2))
    image = ImageEnhance.Contrast(image).enhance(random.uniform(0.7, 1.4))
    return _jpeg(_scaled(ImageEnhance.Color(image).enhance(random.uniform(0.4, 1.6)), 0.6), 35)


EDITS: dict[str, Edit] = {
    "reencode-q30": lambda image, random: _jpeg(image, 30),
    "half-size": lambda image, random: _scaled(image, 0.5),
    "quarter-size": lambda image, random: _scaled(image, 0.25),
    "crop-90": lambda image, random: _crop(image, random, 0.9),
    "crop-60": lambda image, random: _crop(image, random, 0.6),
    "crop-50": lambda image, random: _crop(image, random, 0.5),
    "crop-25": lambda image, random: _crop(image, random, 0.25),
    "rotate-90": lambda image, random: image.transpose(Image.Transpose.ROTATE_90),
    "rotate-180": lambda image, random: image.transpose(Image.Transpose.ROTATE_180),
    "rotate-270": lambda image, random: image.transpose(Image.Transpose.ROTATE_270),
    "straighten-5": lambda image, random: _straightened(image, random.choice((-5, 5))),
    "rotate-10": lambda image, random: image.rotate(random.choice((-10, 10)), Image.Resampling.BICUBIC, expand=True),
    "mirror": lambda image, random: ImageOps.mirror(image),
    "brighter": lambda image, random: ImageEnhance.Brightness(image).enhance(1.5),
    "darker": lambda image, random: ImageEnhance.Brightness(image).enhance(0.5),
    "contrast": lambda image, random: ImageEnhance.Contrast(image).enhance(1.6),
    "warm": lambda image, random: _warm(image, 0.2),
    "saturated": lambda image, random: ImageEnhance.Color(image).enhance(2.0),
    "black-and-white": lambda image, random: image.convert("L").convert("RGB"),
    "sepia": lambda image, random: _sepia(image),
    "blur": lambda image, random: _blurred(image, 0.015),
    "noise": lambda image, random: _noise(image, random, 20.0),
    "sharpen": lambda image, random: image.filter(ImageFilter.UnsharpMask(2, 250, 0)),
    "text": _text,
    "logo": _logo,
    "frame": _frame,
    "letterbox": lambda image, random: _letterbox(image),
    "screenshot": _screenshot,
    "combined": _combined,
}

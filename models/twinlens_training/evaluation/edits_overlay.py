"""Edits that lay something over a picture or put it into something larger."""

from __future__ import annotations

from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFont, ImageOps


def text(image: Image.Image, random: Random) -> Image.Image:
    """A line of large letters, white with a dark rim."""
    image = image.copy()
    height = max(8, min(image.size) // 7)
    words = random.choice(("WHEN IT IS MONDAY AGAIN", "Summer 2019 <3", "© A. Photographer", "SALE! 50% OFF"))
    place = (image.width * 0.04, random.choice((0.03, 0.45, 0.80)) * image.height)
    draw = ImageDraw.Draw(image)
    draw.text(place, words, fill="white", font=ImageFont.load_default(height), stroke_width=2, stroke_fill="black")
    return image


def logo(image: Image.Image, random: Random) -> Image.Image:
    """A mark in a corner, a quarter of the shorter side."""
    side = min(image.size) // 4
    mark = Image.new("RGBA", (side, side))
    draw = ImageDraw.Draw(mark)
    draw.ellipse((0, 0, side - 1, side - 1), fill=(*[random.randrange(256) for _ in range(3)], 230))
    draw.polygon([(side * 0.3, side * 0.7), (side * 0.5, side * 0.2), (side * 0.7, side * 0.7)], fill="white")
    corner = random.choice([(4, 4), (image.width - side - 4, image.height - side - 4), (4, image.height - side - 4)])
    image = image.copy()
    image.paste(mark, corner, mark)
    return image


def stickers(image: Image.Image, random: Random, count: int) -> Image.Image:
    """Smiling faces anywhere, a third of the shorter side each."""
    image = image.copy()
    draw = ImageDraw.Draw(image)
    side = min(image.size) / 3
    for _ in range(count):
        x, y = random.uniform(0, image.width - side), random.uniform(0, image.height - side)
        skin = random.choice(["gold", "tomato", "deepskyblue", "yellowgreen"])
        draw.ellipse((x, y, x + side, y + side), fill=skin, outline="black", width=max(1, round(side / 30)))
        for eye in (0.3, 0.6):
            draw.ellipse((x + side * eye, y + side * 0.3, x + side * (eye + 0.1), y + side * 0.42), fill="black")
        smile = (x + side * 0.25, y + side * 0.3, x + side * 0.75, y + side * 0.78)
        draw.arc(smile, 20, 160, fill="black", width=max(1, round(side / 14)))
    return image


def frame(image: Image.Image, random: Random) -> Image.Image:
    """A border of one colour all around."""
    edge = round(min(image.size) * random.uniform(0.05, 0.12))
    return ImageOps.expand(image, edge, random.choice(["white", "black", "saddlebrown"]))


def letterbox(image: Image.Image) -> Image.Image:
    """Into a 16:9 frame, or a square one if it is wide already, with black bars."""
    width, height = image.size
    target = (round(height * 16 / 9), height) if width / height < 1.5 else (width, width)
    return ImageOps.pad(image, target, Image.Resampling.BICUBIC, "black")


def screenshot(image: Image.Image, random: Random) -> Image.Image:
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


def collage(image: Image.Image, random: Random) -> Image.Image:
    """One of two pictures of equal size, beside or above a drawn one, with a white seam."""
    width, height = image.size
    seam = max(2, min(image.size) // 40)
    upright = width > height
    size = (width, 2 * height + seam) if upright else (2 * width + seam, height)
    places = [(0, 0), (0, height + seam) if upright else (width + seam, 0)]
    random.shuffle(places)
    sheet = Image.new("RGB", size, "white")
    sheet.paste(image, places[0])
    sheet.paste(_scene(random, image.size), places[1])
    return sheet


def picture_in_picture(image: Image.Image, random: Random) -> Image.Image:
    """A drawn picture over a corner, two fifths of each side, with a thin white rim."""
    width, height = image.size
    inset = ImageOps.expand(_scene(random, (round(width * 0.4), round(height * 0.4))), 2, "white")
    x = random.choice((4, width - inset.width - 4))
    y = random.choice((4, height - inset.height - 4))
    image = image.copy()
    image.paste(inset, (x, y))
    return image


def _scene(random: Random, size: tuple[int, int]) -> Image.Image:
    """Something that is no photograph of ours: soft light and a few shapes."""
    coarse = np.random.default_rng(random.randrange(2**32)).integers(0, 256, (3, 4, 3), np.uint8)
    scene = Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(scene)
    for _ in range(6):
        x, y = random.uniform(-0.2, 0.9) * size[0], random.uniform(-0.2, 0.9) * size[1]
        across, down = random.uniform(0.1, 0.4) * size[0], random.uniform(0.1, 0.4) * size[1]
        shape = draw.ellipse if random.random() < 0.5 else draw.rectangle
        shape((x, y, x + across, y + down), fill=(random.randrange(256), random.randrange(256), random.randrange(256)))
    return scene

"""A folder of drawn photographs, packed into tars as the real ones are."""

import csv
import io
import itertools
import tarfile

import pytest

from photos import draw_photo
from twinlens_training.data.photos import half_of

BROKEN, TINY = "drawn_broken.jpg", "drawn_tiny.jpg"


@pytest.fixture(scope="session")
def photo_folder(tmp_path_factory):
    """18 photographs to train on, 8 held out (four in each half), one broken and one tiny."""
    folder = tmp_path_factory.mktemp("photos")
    train = [f"drawn{number % 2}_{number:03}.jpg" for number in range(18)]
    candidates = [f"held_{number:03}.jpg" for number in range(100)]
    held_out = [name for half in (0, 1) for name in itertools.islice((c for c in candidates if half_of(c) == half), 4)]
    names = [*train, *held_out, BROKEN, TINY]
    with (folder / "manifest.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["shard", "name", "split"])
        for number, name in enumerate(names):
            writer.writerow([f"photos-0{number % 2}.tar", name, "val" if name in held_out else "train"])
    for shard in (0, 1):
        with tarfile.open(folder / f"photos-0{shard}.tar", "w") as tar:
            for number, name in list(enumerate(names))[shard::2]:
                data = jpeg(number, name)
                info = tarfile.TarInfo(name)
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))
    return folder


def jpeg(number, name):
    buffer = io.BytesIO()
    draw_photo(number, (20, 16) if name == TINY else (120, 90)).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()[:200] if name == BROKEN else buffer.getvalue()

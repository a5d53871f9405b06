"""Catalogues as Lightroom writes them, as far as Twinlens reads them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE AgLibraryRootFolder (id_local INTEGER PRIMARY KEY, absolutePath UNIQUE NOT NULL DEFAULT '', name);
CREATE TABLE AgLibraryFolder (id_local INTEGER PRIMARY KEY, pathFromRoot NOT NULL DEFAULT '', rootFolder INTEGER);
CREATE TABLE AgLibraryFile (id_local INTEGER PRIMARY KEY, baseName NOT NULL, extension NOT NULL, folder INTEGER);
CREATE TABLE Adobe_images (id_local INTEGER PRIMARY KEY, rootFile INTEGER NOT NULL, rating, pick NOT NULL DEFAULT 0,
                           colorLabels NOT NULL DEFAULT '');
CREATE TABLE Adobe_imageDevelopSettings (id_local INTEGER PRIMARY KEY, image INTEGER, hasDevelopAdjustmentsEx);
CREATE TABLE AgLibraryKeywordImage (id_local INTEGER PRIMARY KEY, image INTEGER, tag INTEGER);
"""


@dataclass(frozen=True)
class Photo:
    """One photo; values may be of any type, as in SQLite they may."""

    root: Any
    folder: Any
    name: Any
    extension: Any
    rating: Any = None
    pick: Any = 0
    label: Any = ""
    developed: Any = 0.0
    keywords: int = 0


def write_catalogue(path: Path, *photos: Photo) -> None:
    """Make a catalogue that lists these."""
    roots: dict[Any, int] = {}
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript("BEGIN;" + _SCHEMA)
        for number, photo in enumerate(photos, 1):
            if photo.root not in roots:
                roots[photo.root] = len(roots) + 1
                connection.execute("INSERT INTO AgLibraryRootFolder VALUES (?, ?, '')", (roots[photo.root], photo.root))
            place = (number, photo.folder, roots[photo.root])
            connection.execute("INSERT INTO AgLibraryFolder VALUES (?, ?, ?)", place)
            connection.execute(
                "INSERT INTO AgLibraryFile VALUES (?, ?, ?, ?)", (number, photo.name, photo.extension, number)
            )
            told = (number, number, photo.rating, photo.pick, photo.label)
            connection.execute("INSERT INTO Adobe_images VALUES (?, ?, ?, ?, ?)", told)
            connection.execute(
                "INSERT INTO Adobe_imageDevelopSettings VALUES (?, ?, ?)", (number, number, photo.developed)
            )
            for tag in range(photo.keywords):
                connection.execute("INSERT INTO AgLibraryKeywordImage (image, tag) VALUES (?, ?)", (number, tag))
        connection.execute("COMMIT")

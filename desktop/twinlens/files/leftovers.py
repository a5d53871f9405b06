"""What lies in a folder besides photographs: films and whatever else nobody has compared with anything."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from pathlib import Path

from twinlens.files.names import is_forbidden_folder, is_hidden, never_a_picture


def unseen_files(folder: Path, seen: Collection[Path], check: Callable[[], None] = lambda: None) -> list[Path]:
    """Every file below a folder that is not among those seen, in byte order; hidden ones are left out.

    A folder that cannot be listed counts as an unseen file itself.
    """
    top, found = Path(os.path.realpath(folder)), []

    def closed(error: OSError) -> None:
        found.append(Path(os.fsdecode(error.filename)))

    for where, folders, names in os.walk(top, onerror=closed):
        check()
        folders[:] = [name for name in folders if not (is_hidden(name) or is_forbidden_folder(name))]
        paths = (Path(where, name) for name in names if not is_hidden(name))
        found += [path for path in paths if path not in seen and not path.is_symlink()]
    return sorted(found, key=os.fsencode)


def is_film_or_sound(path: Path) -> bool:
    """Whether a file is one of those that cameras write beside photographs."""
    return never_a_picture(path.name)

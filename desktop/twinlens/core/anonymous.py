"""Text that may be sent to strangers: no path, no name of a file, no name of its owner in it.

When in doubt too much is taken out: where the end of a path can't be told, the rest of the line goes with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_START = r"(?:/|~[/\\]|[A-Za-z]:[\\/]|\\\\)"
_BEFORE = r"(?<![\w<>/\\.])"
_PATH = re.compile(rf"{_BEFORE}(?:file:)?{_START}.*")
_QUOTED = re.compile(rf"""(?P<quote>["'])(?P<path>(?:file:)?{_START}.*)(?P=quote)""")
_FILE = re.compile(r"""[^\s"'<>/\\]+\.(?:[A-Za-z0-9]{1,5})(?![\w.])""")
_SEPARATORS = re.compile(r"[/\\]+")
_KINDS = frozenset(
    "3fr arw avif bmp cr2 cr3 crw dcr dng dop erf fff gif heic heif hif iiq jp2 jpe jpeg jpg jxl kdc mef mos mov mp4 "
    "mrw nef nrw orf pef png pp3 ppm psb psd qoi raf raw rw2 rwl sr2 srf srw tif tiff webp x3f xmp "
    "db json jsonl lock log lrcat onnx part toml".split()
)
_ENDING = re.compile(rf"\.({'|'.join(sorted(_KINDS))})(?![\w.])", re.IGNORECASE)
_LEAST_NAME = 2


class Anonymiser:
    """Puts placeholders in the place of paths and names, the same one wherever the same thing is named again."""

    def __init__(self, own: Mapping[str, str], names: Mapping[str, str]) -> None:
        """`own` folders hold only what the project wrote: code in them keeps its place, below the given label.

        `names` are taken out wherever they stand as a word: whose they are is the placeholder.
        """
        self._own = sorted(((_folder(path), label) for path, label in own.items()), key=lambda each: -len(each[0]))
        self._names = [
            (re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE), f"<{placeholder}>")
            for name, placeholder in sorted(names.items(), key=lambda each: -len(each[0]))
            if len(name) >= _LEAST_NAME
        ]
        self._folders: dict[str, str] = {}
        self._files: dict[tuple[str, str], str] = {}

    def text(self, text: str) -> str:
        """The same text, line by line, with nothing of anybody in it."""
        return "\n".join(map(self._line, text.splitlines()))

    def _line(self, line: str) -> str:
        quoted = _QUOTED.search(line)
        bare = _PATH.search(line)
        if quoted and (bare is None or bare.start() >= quoted.start()):
            start, end, path = quoted.start("path"), quoted.end("path"), quoted["path"]
        elif bare:
            start, end, path = bare.start(), len(line), bare[0]
        else:
            return self._words(line)
        return f"{self._words(line[:start])}{self._path(path)}{self._words(line[end:])}"

    def _words(self, text: str) -> str:
        for name, placeholder in self._names:
            text = name.sub(placeholder, text)
        return _FILE.sub(lambda found: self._bare_file(found[0]), text)

    def _bare_file(self, name: str) -> str:
        return self._file("", name) if _ENDING.search(name) else name

    def _path(self, path: str) -> str:
        for folder, label in self._own:
            if path.startswith(folder) and re.fullmatch(r"[\w/\\.-]+\.py", path.removeprefix(folder)):
                return f"{label}/{path.removeprefix(folder)}"
        ending = _last(_ENDING, path)
        if ending is None:
            return self._folder(path)
        path = path[: ending.end()]
        *_, name = _SEPARATORS.split(path)
        return f"{self._folder(path[: len(path) - len(name)])}/{self._file(path, name)}"

    def _folder(self, path: str) -> str:
        return self._folders.setdefault(path.rstrip("/\\"), f"<folder-{len(self._folders) + 1}>")

    def _file(self, path: str, name: str) -> str:
        ending = _last(_ENDING, name)
        kind = ending[0].lower() if ending else ""
        return self._files.setdefault((path, name), f"<file-{len(self._files) + 1}>{kind}")


def anonymous(text: str, own: Mapping[str, str], names: Mapping[str, str]) -> str:
    """One text by itself; see Anonymiser."""
    return Anonymiser(own, names).text(text)


def _folder(path: str) -> str:
    return path if path.endswith(("/", "\\")) else path + ("\\" if "\\" in path and "/" not in path else "/")


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return max(pattern.finditer(text), key=lambda found: found.end(), default=None)

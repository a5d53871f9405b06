"""What can be typed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from twinlens import __version__
from twinlens.core.relations import Relation, Sensitivity

if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]

EXIT_CODES = """\
exit codes: 0 completed · 1 completed, with problem files or failures · 2 wrong usage ·
3 could not run (one sentence on stderr) · 130 cancelled"""


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="twinlens",
        description="Finds near-duplicate photographs and clears them away safely. "
        "Without a command it opens the window.",
        epilog=EXIT_CODES,
    )
    parser.add_argument("--version", action="version", version=f"twinlens {__version__}")
    _shared_options(parser, at_top=True)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _looking(commands)
    _arranging(commands)
    _deciding(commands)
    return parser


def _command(commands: _Commands, name: str, does: str) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=does, description=does, epilog=EXIT_CODES)
    _shared_options(parser, at_top=False)
    return parser


def _shared_options(parser: argparse.ArgumentParser, *, at_top: bool) -> None:
    """Accepted before and after the command; what is not given after it must not undo what was given before."""
    missing = None if at_top else argparse.SUPPRESS
    parser.add_argument(
        "--home",
        type=Path,
        metavar="DIR",
        default=missing,
        help="keep library, caches, logs, journal and quarantine under DIR; the system trash is then never used",
    )
    parser.add_argument(
        "--json",
        action="store_true",
        default=False if at_top else argparse.SUPPRESS,
        help="print one JSON document on stdout",
    )


def _looking(commands: _Commands) -> None:
    scan = _command(commands, "scan", "Scan or rescan folders.")
    scan.add_argument("paths", nargs="+", type=Path, metavar="FOLDER")
    scan.add_argument("--workers", type=_positive, metavar="N", help="decoding processes (default: one per processor)")
    folders = _command(commands, "folders", "List the folders of the library, or change one.")
    change = folders.add_mutually_exclusive_group()
    change.add_argument("--protect", type=Path, metavar="DIR", help="never take a file from here")
    change.add_argument("--unprotect", type=Path, metavar="DIR")
    change.add_argument("--forget", type=Path, metavar="DIR", help="take a folder out of the library; touches no file")
    groups = _command(commands, "groups", "Groups of near-duplicates.")
    _grouping_options(groups)
    search = _command(commands, "search", "Shots that look like a picture.")
    search.add_argument("image", type=Path, metavar="IMAGE")
    search.add_argument("-k", type=_positive, default=10, metavar="N", help="how many results at most (default 10)")
    compare = _command(commands, "compare", "How two pictures are related.")
    compare.add_argument("first", type=Path, metavar="A")
    compare.add_argument("second", type=Path, metavar="B")
    embed = _command(commands, "embed", "The encoder's vectors.")
    embed.add_argument("paths", nargs="+", type=Path, metavar="FILE")
    contain = _command(commands, "contain", "What of folder B is in folder A, or safe anywhere in the library.")
    contain.add_argument("paths", nargs="+", type=Path, metavar="FOLDER", help="A B, or with --library only B")
    contain.add_argument("--library", action="store_true", help="look in the whole library, absent drives included")
    export = _command(commands, "export", "A report of the groups.")
    export.add_argument("--format", choices=("csv", "json", "html"), required=True)
    _grouping_options(export)
    doctor = _command(commands, "doctor", "Versions, providers, library health, and what cannot be decoded.")
    doctor.add_argument(
        "--restore-model",
        action="store_true",
        help="set an encoder of your own aside (HOME/models, renamed) and use the one that ships again",
    )


def _arranging(commands: _Commands) -> None:
    rules = _command(commands, "rules", "The rules by which a keeper is proposed: list them, or arrange them.")
    rules.add_argument("--reset", action="store_true", help="back to the order of the defaults, all on, no folders")
    rules.add_argument("--order", metavar="A,B,…", help="these first, in this order; the others follow by default")
    rules.add_argument("--off", default="", metavar="A,B,…", help="switch these off")
    rules.add_argument("--on", default="", metavar="A,B,…", help="switch these on again")
    rules.add_argument(
        "--folders", nargs="*", type=Path, metavar="DIR", help="preferred folders, best first; without any: none"
    )
    rules.add_argument(
        "--catalogue",
        type=Path,
        metavar="FILE.lrcat",
        help="read ratings, flags, labels, keywords and edits from Lightroom's catalogue, now and whenever it changed",
    )
    rules.add_argument("--forget-catalogue", type=Path, metavar="FILE.lrcat", help="forget what a catalogue said")


def _deciding(commands: _Commands) -> None:
    decide = _command(commands, "decide", "Record a decision.")
    decide.add_argument("kind", choices=("keep", "reject", "clear", "not-duplicate", "join", "unjoin"))
    decide.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    decide.add_argument(
        "--as", dest="relation", choices=("copy", "similar"), help="how the two that join takes belong together"
    )
    decide.add_argument(
        "--part",
        choices=("pair", "raw", "rendered"),
        help="of RAW+JPEG or RAW+HEIC pairs: reject only this half, or keep only this half; "
        "a FOLDER stands for all pairs in it that are not rejected",
    )
    clean = _command(commands, "clean", "Carry out the recorded rejections.")
    clean.add_argument(
        "--proposed",
        action="store_true",
        help="also take the duplicates of copy groups at strict sensitivity, but no crop or edit",
    )
    clean.add_argument(
        "--mark",
        choices=("xmp", "csv"),
        help="move nothing: put a keyword and label into XMP sidecars, or write a list, for a catalogue to act on",
    )
    clean.add_argument("--to", type=Path, metavar="FILE", help="where --mark csv writes its list; must not exist yet")
    consent = clean.add_mutually_exclusive_group(required=True)
    consent.add_argument("--dry-run", action="store_true", help="check everything, move nothing")
    consent.add_argument("--yes", action="store_true", help="move the files")
    _command(commands, "history", "Clean-ups so far.")
    restore = _command(commands, "restore", "Undo a clean-up, whole or for some files.")
    restore.add_argument("session", metavar="SESSION")
    restore.add_argument("paths", nargs="*", type=Path, metavar="PATH")


def _grouping_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="only shots below these")
    how = parser.add_mutually_exclusive_group()
    # Plain strings: argparse would show an enumeration's members as Python writes them.
    how.add_argument("--sensitivity", choices=[str(kind) for kind in Sensitivity], default=str(Sensitivity.NORMAL))
    how.add_argument("--threshold", type=float, metavar="X", help="on the score, from the stored floor to 1")
    parser.add_argument(
        "--relation",
        nargs="+",
        action="extend",
        choices=[*(str(kind) for kind in Relation), "all"],
        metavar="NAME",
        help="only these relations, or all (default: every relation of the copy level)",
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number

"""Marking instead of moving: the pictures stay as they are, and undo gives every sidecar back as it was."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest

from twinlens.core.errors import UsageError
from twinlens.core.job import Job
from twinlens.core.relations import DecisionKind
from twinlens.files import marks
from twinlens.files.journal import Journal
from twinlens.files.volumes import Volumes
from twinlens.files.xmp_mark import has_mark
from twinlens.workflows.cleanup import plan_cleanup
from twinlens.workflows.history import SIDECARS, history, session_items
from twinlens.workflows.mark import MarkKind, MarkReport, mark
from twinlens.workflows.sessions import recover
from workflows.shelf import MODEL, Shelf, contents

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
OLD = f'<rdf:RDF xmlns:rdf="{RDF}"><rdf:Description rdf:about="" xmlns:o="urn:o" o:x="\u00e9"/></rdf:RDF> \n'.encode()


def run(shelf: Shelf, kind: MarkKind = MarkKind.XMP, to: Path | None = None, *, dry_run: bool = False) -> MarkReport:
    return mark(shelf.home, plan_cleanup(shelf.home, MODEL), kind, to, Job.silent(), dry_run=dry_run)


def names(report: MarkReport) -> dict[str, list[str]]:
    return {each.shot.path.name: [path.name for path in each.sidecars] for each in report.marked}


def test_a_new_sidecar_comes_and_goes_with_undo(pair: Shelf) -> None:
    before = contents(pair.folder)
    assert names(run(pair, dry_run=True)) == {"copy.jpg": ["copy.xmp"]}
    assert contents(pair.folder) == before
    report = run(pair)
    after = contents(pair.folder)
    assert after.keys() - before.keys() == {str(pair.folder / "copy.xmp")}
    assert before.items() <= after.items(), "the pictures are as they were"
    assert has_mark((pair.folder / "copy.xmp").read_bytes())
    (session,) = history(pair.home)
    assert (session.id, session.files, session.restorable, session.places) == (report.session, 1, 1, (SIDECARS,))
    assert session.moved_nothing
    assert report.session
    back = pair.restore(report.session)
    assert [path.name for path, _ in back.restored] == ["copy.xmp"]
    assert contents(pair.folder) == before
    assert [item.state for item in session_items(pair.home, report.session)] == ["restored"]
    assert pair.restore(report.session).restored == (), "once is enough"
    assert pair.shots()["copy.jpg"].decision is DecisionKind.REJECT, "it may still be moved"


def test_an_old_sidecar_comes_back_to_the_byte_and_the_second(pair: Shelf) -> None:
    sidecar = pair.put("copy.xmp", OLD)
    os.utime(sidecar, ns=(1_500_000_000_000_000_001,) * 2)
    sidecar.chmod(0o640)
    pair.learn()
    report = run(pair)
    assert has_mark(sidecar.read_bytes())
    assert b'o:x="\xc3\xa9"' in sidecar.read_bytes()
    assert names(run(pair)) == {}, "the library must look at the changed sidecar first"
    pair.learn()
    again = run(pair)
    assert (names(again), again.session) == ({"copy.jpg": ["copy.xmp"]}, None), "it is marked already"
    assert report.session
    pair.restore(report.session, [pair.folder / "copy.jpg"])
    status = sidecar.stat()
    assert (sidecar.read_bytes(), status.st_mtime_ns, status.st_mode & 0o777) == (
        OLD, 1_500_000_000_000_000_001, 0o640,
    )  # fmt: skip


def test_what_another_program_wrote_since_is_not_undone(pair: Shelf) -> None:
    report = run(pair)
    sidecar = pair.folder / "copy.xmp"
    sidecar.write_bytes(sidecar.read_bytes() + b"\n")
    changed = sidecar.read_bytes()
    assert report.session
    back = pair.restore(report.session)
    assert [(path.name, str(reason)) for path, reason in back.failed] == [("copy.xmp", "changed")]
    assert sidecar.read_bytes() == changed
    assert [session.restorable for session in history(pair.home)] == [0]


def test_the_folders_habit_decides_the_name(shelf: Shelf) -> None:
    for name in ("keep.jpg", "copy.jpg", "a.CR2", "a.CR2.xmp", "b.CR2", "b.CR2.xmp"):
        shelf.put(name, OLD if name.endswith("xmp") else None)
    shelf.learn()
    shelf.match("keep.jpg", "copy.jpg")
    shelf.reject("copy.jpg")
    assert names(run(shelf)) == {"copy.jpg": ["copy.jpg.xmp"]}


def test_a_stem_that_two_photos_have_is_named_whole(pair: Shelf) -> None:
    pair.put("copy.png", b"another photo")
    pair.learn()
    assert names(run(pair)) == {"copy.jpg": ["copy.jpg.xmp"]}


def test_a_pair_of_raw_and_jpeg(shelf: Shelf) -> None:
    for name in ("keep.jpg", "keep.CR2", "copy.jpg", "copy.CR2"):
        shelf.put(name)
    shelf.learn()
    shelf.match("keep.jpg", "copy.jpg")
    shelf.reject("copy.jpg")
    assert names(run(shelf)) == {"copy.jpg": ["copy.xmp"]}


def test_each_file_of_a_pair_is_marked_where_sidecars_name_one_file(shelf: Shelf) -> None:
    for name in ("keep.jpg", "keep.CR2", "copy.jpg", "copy.CR2", "copy.CR2.xmp", "z.CR2", "z.CR2.xmp"):
        shelf.put(name, OLD if name.endswith("xmp") else None)
    shelf.learn()
    shelf.match("keep.jpg", "copy.jpg")
    shelf.reject("copy.jpg")
    assert names(run(shelf)) == {"copy.jpg": ["copy.CR2.xmp", "copy.jpg.xmp"]}


def test_a_sidecar_that_is_no_xmp_is_left_alone(pair: Shelf) -> None:
    pair.put("copy.xmp", b"my own notes")
    pair.learn()
    before = contents(pair.folder)
    for dry_run in (True, False):
        report = run(pair, dry_run=dry_run)
        assert [str(each.reason) for each in report.failed] == ["foreign-sidecar"]
        assert (report.marked, report.session) == ((), None)
    assert contents(pair.folder) == before


def test_only_what_a_clean_up_would_take_is_marked(shelf: Shelf) -> None:
    shelf.put("alone.jpg")
    shelf.learn()
    shelf.reject("alone.jpg")
    report = run(shelf)
    assert [str(each.reason) for each in report.failed] == ["no-survivor"]
    assert history(shelf.home) == []


def test_a_shot_is_marked_whole_or_not_at_all(pair: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("copy.xmp", "copy.jpg.xmp"):
        pair.put(name, OLD)
    pair.learn()
    before = contents(pair.folder)
    replace, calls = os.replace, []

    def second_fails(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 2:
            raise PermissionError(13, "no")
        replace(source, target)

    monkeypatch.setattr(marks.os, "replace", second_fails)
    report = run(pair)
    assert [str(each.reason) for each in report.failed] == ["not-permitted"]
    assert contents(pair.folder) == before, "and no temporary file is left"


def test_a_kill_before_the_writing_leaves_nothing_to_undo(pair: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(marks, "_replace", killed)
    with pytest.raises(KeyboardInterrupt):
        run(pair)
    recover(pair.home, Volumes.current())
    assert history(pair.home) == []
    (journal,) = pair.home.journal_dir.iterdir()
    assert pair.restore(Journal(journal).session).failed == ()


def test_a_list_names_what_goes_and_what_stays(pair: Shelf, tmp_path: Path) -> None:
    to = tmp_path / "rejected.csv"
    before = contents(pair.folder)
    assert (run(pair, MarkKind.CSV, to, dry_run=True).list, to.exists()) == (to, False)
    report = run(pair, MarkKind.CSV, to)
    ((_, header), (_, row)) = enumerate(csv.reader(io.StringIO(to.read_text())))
    found = dict(zip(header, row, strict=True))
    assert (found["path"], found["stays"]) == (str(pair.folder / "copy.jpg"), str(pair.folder / "keep.jpg"))
    assert contents(pair.folder) == before
    with pytest.raises(UsageError):
        run(pair, MarkKind.CSV, to)
    with pytest.raises(UsageError):
        run(pair, MarkKind.CSV)
    assert report.session
    pair.restore(report.session)
    assert not to.exists()

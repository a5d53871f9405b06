import os
import socket
from pathlib import Path

import pytest

from twinlens.core.job import Job, JobCancelledError
from twinlens.core.problems import FileProblem, ProblemReason
from twinlens.files import discovery
from twinlens.files.discovery import FoundFile, FoundKind, discover

JPEG = b"\xff\xd8\xff\xe0" + bytes(60)


def put(path, data=JPEG):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def walk(*folders, exclude=()):
    found = list(discover(folders, exclude=exclude))
    return [item for item in found if isinstance(item, FoundFile)], [
        item for item in found if isinstance(item, FileProblem)
    ]


def names(*folders, exclude=()):
    return [file.path.name for file in walk(*folders, exclude=exclude)[0]]


def test_files_come_in_byte_order_with_their_stamp(tmp_path):
    for name in ("b.jpg", "a/2.jpg", "a/1.jpg", "Z.png", "c/x.CR2", "c/x.xmp"):
        put(tmp_path / name)
    files, problems = walk(tmp_path)
    assert [str(file.path.relative_to(tmp_path)) for file in files] == [
        "Z.png", "b.jpg", "a/1.jpg", "a/2.jpg", "c/x.CR2", "c/x.xmp",
    ]  # fmt: skip
    assert not problems
    assert [file.kind for file in files[-2:]] == [FoundKind.RAW, FoundKind.SIDECAR]
    status = os.stat(tmp_path / "Z.png")
    assert (files[0].stamp.size, files[0].stamp.mtime_ns) == (status.st_size, status.st_mtime_ns)
    assert (files[0].identity.device, files[0].identity.inode) == (status.st_dev, status.st_ino)


@pytest.mark.parametrize(
    "hidden",
    [".thumbs", ".Trash", ".Trash-1000", "$RECYCLE.BIN", ".twinlens-quarantine", "My.photoslibrary", "x.photolibrary",
     "@eaDir", "Catalog Previews.lrdata", "System Volume Information"],
)  # fmt: skip
def test_folders_never_looked_into(tmp_path, hidden):
    put(tmp_path / hidden / "deep" / "a.jpg")
    put(tmp_path / "b.jpg")
    assert names(tmp_path) == ["b.jpg"]


def test_the_desktop_trash_is_not_scanned_even_when_asked_for(tmp_path):
    trash = tmp_path / "share" / "Trash"
    put(trash / "files" / "a.jpg")
    put(trash / "info" / "a.jpg.trashinfo", b"[Trash Info]")
    assert names(tmp_path) == []
    files, problems = walk(trash / "files")
    assert not files
    assert [problem.reason for problem in problems] == [ProblemReason.FOLDER_UNREADABLE]


def test_a_hidden_folder_named_outright_is_scanned(tmp_path):
    put(tmp_path / ".mine" / "a.jpg")
    assert names(tmp_path / ".mine") == ["a.jpg"]


def test_excluded_folders_are_passed_over_by_any_spelling(tmp_path):
    put(tmp_path / "home" / "quarantine" / "a.jpg")
    put(tmp_path / "b.jpg")
    (tmp_path / "way").symlink_to(tmp_path / "home")
    assert names(tmp_path, exclude=[tmp_path / "way"]) == ["b.jpg"]
    assert names(tmp_path / "home" / "quarantine", exclude=[tmp_path / "home"]) == []


def test_loops_end_and_linked_folders_are_walked_once_by_their_real_path(tmp_path):
    put(tmp_path / "in" / "a.jpg")
    put(tmp_path / "out" / "b.jpg")
    (tmp_path / "in" / "self").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "up").symlink_to(tmp_path)
    (tmp_path / "in" / "0first").symlink_to(tmp_path / "out")
    (tmp_path / "out" / "back").symlink_to(tmp_path / "in")
    files, problems = walk(tmp_path / "in")
    assert [file.path for file in files] == [tmp_path / "in" / "a.jpg", tmp_path / "out" / "b.jpg"]
    assert not problems


def test_overlapping_roots_in_any_order_give_each_file_once(tmp_path):
    put(tmp_path / "a" / "b" / "1.jpg")
    put(tmp_path / "a" / "2.jpg")
    roots = [tmp_path / "a" / "b", tmp_path, tmp_path / "a", tmp_path / "a" / "b" / ".." / "b"]
    assert walk(*roots) == walk(*reversed(roots))
    assert names(*roots) == ["2.jpg", "1.jpg"]


def test_hard_links_are_one_file_under_the_first_path(tmp_path):
    first = put(tmp_path / "a.jpg")
    (tmp_path / "b.jpg").hardlink_to(first)
    put(tmp_path / "c.jpg")
    files, _ = walk(tmp_path)
    assert [(file.path.name, file.links) for file in files] == [("a.jpg", 2), ("c.jpg", 1)]


def test_a_linked_file_is_reported_once_by_its_real_path(tmp_path):
    real = put(tmp_path / "z" / "real.jpg")
    (tmp_path / "a.jpg").symlink_to(real)
    (tmp_path / "b.jpg").symlink_to("a.jpg")
    assert [file.path for file in walk(tmp_path)[0]] == [real]
    outside = put(tmp_path / "other" / "o.jpg")
    (tmp_path / "z" / "o.jpg").symlink_to(outside)
    assert [file.path for file in walk(tmp_path / "z")[0]] == [real, outside]


def test_links_into_trash_and_broken_links(tmp_path):
    put(tmp_path / ".Trash-0" / "files" / "a.jpg")
    (tmp_path / "bin").symlink_to(tmp_path / ".Trash-0")
    (tmp_path / "gone.jpg").symlink_to(tmp_path / "nowhere.jpg")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    (tmp_path / "round.png").symlink_to("round.png")
    files, problems = walk(tmp_path)
    assert not files
    assert [(p.path.name, p.reason) for p in problems] == [
        ("gone.jpg", ProblemReason.VANISHED),
        ("round.png", ProblemReason.VANISHED),
    ]


def test_content_tells_where_the_name_does_not(tmp_path):
    put(tmp_path / "noext")
    put(tmp_path / "x.dat", b"\x89PNG\r\n\x1a\n" + bytes(30))
    put(tmp_path / "y.dat", b"RIFF\x10\0\0\0WEBPVP8 ")
    put(tmp_path / "heic", b"\0\0\0\x18ftypheic\0\0\0\0")
    put(tmp_path / "bitmap", b"BM" + bytes(12) + b"\x28\0\0\0" + bytes(20))
    put(tmp_path / "movie.mp4", b"\0\0\0\x18ftypisom\0\0\0\0")
    put(tmp_path / "movie", b"\0\0\0\x18ftypmp42\0\0\0\0")
    put(tmp_path / "film.mov", JPEG)
    put(tmp_path / "letter", b"BM is how this text begins, not a picture")
    put(tmp_path / "notes.txt", b"hello")
    put(tmp_path / "empty", b"")
    put(tmp_path / "empty.jpg", b"")
    files, problems = walk(tmp_path)
    assert [file.path.name for file in files] == [
        "bitmap", "empty.jpg", "film.mov", "heic", "movie.mp4", "noext", "x.dat", "y.dat",
    ]  # fmt: skip
    assert {file.kind for file in files} == {FoundKind.OTHER, FoundKind.PICTURE, FoundKind.FILM}
    assert {file.path.suffix for file in files if not file.kind.is_picture} == {".mov", ".mp4"}
    assert not problems


@pytest.mark.parametrize(
    "name", [b"caf\xff\xfe.jpg", "🦜🦜.jpg".encode(), b"two\nlines.jpg", b"x" * 251 + b".jpg", b"-rf .jpg"]
)
def test_names_of_any_bytes(tmp_path, name):
    path = os.path.join(os.fsencode(tmp_path), name)
    Path(os.fsdecode(path)).write_bytes(JPEG)
    (file,) = walk(tmp_path)[0]
    assert os.fsencode(file.path) == path


def test_pipes_and_sockets_are_never_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.jpg")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link.png").symlink_to("pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        here = os.open(tmp_path, os.O_RDONLY)
        try:
            listener.bind(f"/proc/self/fd/{here}/s.jpg")
        finally:
            os.close(here)
        files, problems = walk(tmp_path, tmp_path / "pipe")
    assert not files
    assert [(p.path.name, p.reason) for p in problems] == [
        ("pipe.jpg", ProblemReason.NOT_A_FILE),
        ("s.jpg", ProblemReason.NOT_A_FILE),
        ("pipe", ProblemReason.NOT_A_FILE),
    ]


def test_a_file_may_be_a_root_and_a_missing_one_is_a_problem(tmp_path):
    picture = put(tmp_path / "a.jpg")
    files, problems = walk(picture, tmp_path / "nowhere")
    assert [file.path for file in files] == [picture]
    assert [(p.path.name, p.reason) for p in problems] == [("nowhere", ProblemReason.VANISHED)]


def test_what_may_not_be_read_is_a_problem(tmp_path, monkeypatch):
    put(tmp_path / "closed" / "a.jpg")
    put(tmp_path / "secret")
    put(tmp_path / "z.jpg")
    real_scan, real_open = os.scandir, os.open

    def scandir(path):
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return real_scan(path)

    def opener(path, *rest):
        if Path(path).name == "secret":
            raise PermissionError(13, "Permission denied")
        return real_open(path, *rest)

    monkeypatch.setattr(os, "scandir", scandir)
    monkeypatch.setattr(os, "open", opener)
    files, problems = walk(tmp_path)
    assert [file.path.name for file in files] == ["z.jpg"]
    assert {(p.path.name, p.reason) for p in problems} == {
        ("closed", ProblemReason.FOLDER_UNREADABLE),
        ("secret", ProblemReason.UNREADABLE),
    }


def test_what_vanishes_on_the_way_ends_nothing(tmp_path):
    for name in ("a/1.jpg", "b/2.jpg", "c/3.jpg"):
        put(tmp_path / name)
    walking = discover([tmp_path])
    assert next(walking).path.name == "1.jpg"
    os.unlink(tmp_path / "b" / "2.jpg")
    os.rmdir(tmp_path / "b")
    rest = list(walking)
    assert [item.path.name for item in rest] == ["b", "3.jpg"]
    assert rest[0].reason is ProblemReason.VANISHED


def test_cloud_placeholders_are_named_and_not_read(tmp_path, monkeypatch):
    put(tmp_path / ".IMG_1.jpg.icloud", b"plist")
    put(tmp_path / "b.jpg.nextcloud", b" ")
    with open(tmp_path / "hole.jpg", "wb") as sparse:
        sparse.truncate(1_000_000)
    put(tmp_path / "small.jpg")
    files, problems = walk(tmp_path)
    assert [file.path.name for file in files] == ["small.jpg"]
    assert {p.path.name for p in problems} == {".IMG_1.jpg.icloud", "b.jpg.nextcloud", "hole.jpg"}
    assert {p.reason for p in problems} == {ProblemReason.UNREADABLE}
    monkeypatch.setattr(discovery, "is_placeholder", lambda path, status: path.name == "small.jpg")
    assert walk(tmp_path)[0][0].path.name == "hole.jpg"


def test_cancelling_stops_the_walk(tmp_path):
    put(tmp_path / "a.jpg")
    job = Job.silent()
    job.cancel()
    with pytest.raises(JobCancelledError):
        list(discover([tmp_path], check=job.check))

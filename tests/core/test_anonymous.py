"""What is sent to strangers: what must be gone is gone, what tells something stays."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from twinlens.core.anonymous import anonymous

OWN = {"/opt/twinlens/twinlens": "twinlens", "/usr/lib/python3": "python", "C:\\Programs\\Twinlens": "twinlens"}
NAMES = {"anna": "user", "ANNAS-PC": "computer", "Ferien 2019": "drive-1"}


def clean(text: str) -> str:
    return anonymous(text, OWN, NAMES)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("cannot show '/home/anna/Bilder/IMG 1.jpg' now", "cannot show '<folder-1>/<file-1>.jpg' now"),
        ("[Errno 13] Permission denied: '/home/anna/x'", "[Errno 13] Permission denied: '<folder-1>'"),
        ("no room in /home/anna/My Photos: disk full", "no room in <folder-1>"),
        ('  File "/opt/twinlens/twinlens/gui/app.py", line 3, in run', '  File "twinlens/gui/app.py", line 3, in run'),
        ('  File "/usr/lib/python3/json/x.py", line 3', '  File "python/json/x.py", line 3'),
        (r"cannot read C:\Users\anna\Pictures\a.CR3", "cannot read <folder-1>/<file-1>.cr3"),
        (r"cannot read \\nas\photos\a.nef", "cannot read <folder-1>/<file-1>.nef"),
        ("file:///home/anna/a.jpg refused", "<folder-1>/<file-1>.jpg"),
        ("Anna on annas-pc, drive Ferien 2019", "<user> on <computer>, drive <drive-1>"),
        ("IMG_2041.jpg is broken", "<file-1>.jpg is broken"),
        ("212 photos/s, and/or 1/2", "212 photos/s, and/or 1/2"),
        ("numpy 2.1.0, Qt 6.8", "numpy 2.1.0, Qt 6.8"),
        ("'/a/x.jpg' -> '/b/y.jpg'", "'<folder-1>/<file-1>.jpg'"),
    ],
)
def test_what_is_told(said: str, told: str) -> None:
    assert clean(said) == told


def test_the_same_thing_has_the_same_placeholder() -> None:
    told = clean("/home/a/x.jpg\n'/home/a/y.jpg'\n/home/a/x.jpg: broken\n/home/b/x.jpg")
    assert told.splitlines() == [
        "<folder-1>/<file-1>.jpg",
        "'<folder-1>/<file-2>.jpg'",
        "<folder-1>/<file-1>.jpg",
        "<folder-2>/<file-3>.jpg",
    ]


def test_a_folder_of_code_keeps_nothing_but_code() -> None:
    assert clean("/opt/twinlens/twinlens/Anna/secret.jpg") == "<folder-1>/<file-1>.jpg"


_signs = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="/\\:")
component = st.text(_signs, min_size=4, max_size=20).map(lambda name: f"q{name}q")
paths = st.lists(component, min_size=1, max_size=5)
roots = st.sampled_from(["/", "~/", "C:\\", "\\\\"])
endings = st.sampled_from(["", ".jpg", ".CR3", ".xmp", ".weird"])
frames = st.sampled_from(
    ["{}", "cannot read {}: {}", "'{}' is broken", "{!r}", "[Errno 2] no: {!r} -> {!r}", 'File "{}"']
)


@given(roots, paths, endings, frames, st.sampled_from(["", "log: ", "a\n", "x (", "path="]))
def test_no_part_of_a_path_survives(root: str, parts: list[str], ending: str, frame: str, before: str) -> None:
    path = root + ("/" if "/" in root else "\\").join(parts) + ending
    told = clean(before + frame.format(path, path))
    assert [part for part in parts if part in told] == []


@given(st.text(_signs, min_size=2, max_size=12), st.sampled_from(["{}", "of {}.", "({})", "drive {}, full"]))
def test_no_name_survives_as_a_word(name: str, frame: str) -> None:
    assume(name.strip() == name and name not in "of drive full <one>")
    assert anonymous(frame.format(name.swapcase()), {}, {name.swapcase(): "one"}) == frame.format("<one>")


@given(st.text())
def test_any_text_keeps_its_lines(text: str) -> None:
    assert clean(text).count("\n") == max(len(text.splitlines()) - 1, 0)

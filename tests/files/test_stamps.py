import os
from pathlib import Path
from types import SimpleNamespace

import pytest
import xxhash

from twinlens.files import stamps
from twinlens.files.hashing import full_hash
from twinlens.files.stamps import NotRegularError, is_placeholder, opened_regular, stamp_of
from twinlens.files.systems import system_named


def test_hash_is_that_of_all_bytes_and_can_be_cancelled(tmp_path):
    data = bytes(range(256)) * 10_000
    path = tmp_path / "a"
    path.write_bytes(data)
    assert full_hash(path) == xxhash.xxh3_128_hexdigest(data)

    class StopError(Exception):
        pass

    def stop():
        raise StopError

    with pytest.raises(StopError):
        full_hash(path, stop)


def test_pipes_and_folders_are_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path):
        with pytest.raises(NotRegularError):
            full_hash(path)
        with pytest.raises(NotRegularError):
            stamp_of(path)


def test_links_are_refused_where_asked(tmp_path):
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "l").symlink_to("a")
    assert stamp_of(tmp_path / "l") == stamp_of(tmp_path / "a")
    with pytest.raises(NotRegularError), opened_regular(tmp_path / "l", follow_links=False):
        pass


def test_placeholders_of_other_systems_are_told_by_their_attributes(monkeypatch):
    monkeypatch.setattr(stamps, "SYSTEM", system_named("win32"))
    plain = SimpleNamespace(st_size=10**6, st_blocks=8, st_file_attributes=0x20)
    assert not is_placeholder(Path("a.jpg"), plain)
    recall = SimpleNamespace(st_size=10**6, st_blocks=8, st_file_attributes=0x0040_0020)
    assert is_placeholder(Path("a.jpg"), recall)
    monkeypatch.setattr(stamps, "SYSTEM", system_named("darwin"))
    assert is_placeholder(Path("a.jpg"), SimpleNamespace(st_size=10**6, st_blocks=0, st_flags=0x4000_0000))
    assert not is_placeholder(Path("a.jpg"), SimpleNamespace(st_size=10**6, st_blocks=0, st_flags=0))


def test_no_blocks_alone_do_not_make_a_placeholder(tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(b"x" * 20_000)
    assert not is_placeholder(path, SimpleNamespace(st_size=20_000, st_blocks=0))
    assert not is_placeholder(path, SimpleNamespace(st_size=2_000, st_blocks=0))

"""Worker processes: whatever a file does to its decoder, it costs that file alone."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from twinlens.core.problems import FileProblem, ProblemReason
from twinlens.vision import decode_pool
from twinlens.vision.decode_pool import DecodePool, PoolClosedError
from twinlens.vision.decoding import DecodedPhoto, DecodeRequest, RenderedPicture, decode_photo
from twinlens.vision.hashing import identify_file
from vision.drawn import SIZE, corners, draw_photo, saved

POSIX = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


class CancelledError(Exception):
    pass


def nothing() -> None:
    pass


@pytest.fixture
def hostile(monkeypatch) -> None:
    """Workers that do what the names of files say."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    monkeypatch.setattr(decode_pool, "_WORK", ("vision.hostile", "work"))


@pytest.fixture
def photos(tmp_path):
    """Writes photographs of the given names and makes requests of them."""

    def write(*names: str) -> list[DecodeRequest]:
        data = saved(corners(), "JPEG")
        for name in names:
            (tmp_path / name).write_bytes(data)
        return [DecodeRequest(tmp_path / name, SIZE) for name in names]

    return write


def outcomes(pool: DecodePool, requests: list[DecodeRequest]) -> dict[str, str]:
    """By name: ok, or the reason."""
    found = {}
    for request, result in pool.decode(requests, nothing):
        assert request.path.name not in found
        if isinstance(result, FileProblem):
            assert result.path == request.path
        found[request.path.name] = "ok" if isinstance(result, DecodedPhoto) else str(result.reason)
    return found


def children() -> set[int]:
    return {child.pid for child in psutil.Process().children() if "resource_tracker" not in " ".join(child.cmdline())}


def test_every_request_comes_back_with_what_decoding_gives(tmp_path):
    requests = []
    for number in range(60):
        path = tmp_path / f"{number}.jpg"
        path.write_bytes(saved(draw_photo(number, (60, 40)), "JPEG") if number % 10 else b"no picture")
        requests.append(DecodeRequest(path, SIZE))
    with DecodePool(2) as pool:
        results = dict(pool.decode(iter(requests), nothing))
    assert set(results) == set(requests)
    assert results == {request: decode_photo(request) for request in requests}


def test_nothing_to_do_starts_nothing():
    before = children()
    with DecodePool(2) as pool:
        assert list(pool.decode([], nothing)) == []
        assert children() == before


@POSIX
@pytest.mark.usefixtures("hostile")
def test_crashes_cost_the_crashing_files_alone(photos):
    names = [f"{kind}{number}.jpg" for number in range(2) for kind in ("a", "b", "c", "exit", "d", "segfault", "e")]
    with DecodePool(2) as pool:
        found = outcomes(pool, photos(*names, "killed.jpg", "bug.jpg"))
        assert outcomes(pool, photos("after.jpg")) == {"after.jpg": "ok"}
    crashed = {name for name, outcome in found.items() if outcome != "ok"}
    assert crashed == {name for name in found if name.startswith(("exit", "segfault", "killed", "bug"))}
    assert {found[name] for name in crashed} == {"crashed-decoder"}


@POSIX
@pytest.mark.usefixtures("hostile")
def test_a_worker_killed_by_something_else_costs_no_file(photos):
    with DecodePool(1) as pool:
        assert outcomes(pool, photos("once.jpg", "a.jpg")) == {"once.jpg": "ok", "a.jpg": "ok"}


@POSIX
@pytest.mark.usefixtures("hostile")
def test_a_worker_killed_between_two_files_costs_no_file(photos):
    with DecodePool(1) as pool:
        assert outcomes(pool, photos("a.jpg")) == {"a.jpg": "ok"}
        (worker,) = children()
        psutil.Process(worker).kill()
        assert outcomes(pool, photos("b.jpg")) == {"b.jpg": "ok"}


@pytest.mark.usefixtures("hostile")
def test_hanging_files_are_given_up_and_others_go_on(photos):
    with DecodePool(2, timeout_s=1.0) as pool:
        found = outcomes(pool, photos("hang1.jpg", *(f"{n}.jpg" for n in range(20)), "hang2.jpg"))
    assert {name for name, outcome in found.items() if outcome == "timed-out"} == {"hang1.jpg", "hang2.jpg"}
    assert sum(outcome == "ok" for outcome in found.values()) == 20


@pytest.mark.skipif(sys.platform != "linux", reason="processes are capped on Linux")
@pytest.mark.usefixtures("hostile")
def test_memory_is_capped(photos):
    with DecodePool(1, memory_limit=256 * 2**20) as pool:
        assert outcomes(pool, photos("bomb.jpg", "a.jpg")) == {"bomb.jpg": "too-large", "a.jpg": "ok"}


def test_memory_is_watched_where_it_cannot_be_capped(photos, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    monkeypatch.setattr(decode_pool, "_WORK", ("vision.hostile", "work_uncapped"))
    monkeypatch.setattr(decode_pool.memory, "CAPPED_BY_SYSTEM", False)
    with DecodePool(1, memory_limit=256 * 2**20) as pool:
        assert outcomes(pool, photos("swell.jpg", "a.jpg")) == {"swell.jpg": "too-large", "a.jpg": "ok"}


@pytest.mark.skipif(sys.platform != "linux", reason="processes are capped on Linux")
@pytest.mark.usefixtures("hostile")
def test_what_earlier_files_left_in_memory_costs_no_file(photos):
    with DecodePool(1, memory_limit=400 * 2**20) as pool:
        names = ["litter1.jpg", "litter2.jpg", "litter3.jpg", "need.jpg", "bomb.jpg", "a.jpg"]
        found = outcomes(pool, photos(*names))
    assert found == {**dict.fromkeys(names, "ok"), "bomb.jpg": "too-large"}


@pytest.mark.usefixtures("hostile")
def test_a_worker_that_has_grown_is_replaced(photos):
    with DecodePool(1) as pool:
        assert outcomes(pool, photos("a.jpg")) == {"a.jpg": "ok"}
        first = children()
        assert outcomes(pool, photos("b.jpg")) == {"b.jpg": "ok"}
        assert children() == first
        assert outcomes(pool, photos("grow.jpg", "c.jpg")) == {"grow.jpg": "ok", "c.jpg": "ok"}
        assert not children() & first


@pytest.mark.usefixtures("hostile")
def test_cancelling_ends_the_run_at_once_and_the_pool_can_go_on(photos):
    calls = 0

    def cancel_soon() -> None:
        nonlocal calls
        calls += 1
        if calls > 12:
            raise CancelledError

    with DecodePool(1) as pool:
        run = pool.decode(photos("hang.jpg", "a.jpg"), cancel_soon)
        started = time.monotonic()
        with pytest.raises(CancelledError):
            list(run)
        assert time.monotonic() - started < 30
        assert calls == 13
        assert outcomes(pool, photos("b.jpg")) == {"b.jpg": "ok"}


@pytest.mark.usefixtures("hostile")
def test_stopping_from_another_thread(photos):
    before = children()
    pool = DecodePool(2)
    stopper = threading.Thread(target=pool.stop)
    run = pool.decode(photos("a.jpg", "hang1.jpg", "hang2.jpg", "b.jpg"), nothing)
    next(run)
    stopper.start()
    with pytest.raises(PoolClosedError):
        list(run)
    stopper.join()
    assert children() == before
    with pytest.raises(PoolClosedError):
        list(pool.decode(photos("c.jpg"), nothing))


def test_a_run_that_is_not_finished_leaves_the_pool_usable(photos):
    requests = photos(*(f"{number}.jpg" for number in range(10)))
    with DecodePool(1) as pool:
        run = pool.decode(requests, nothing)
        next(run)
        with pytest.raises(RuntimeError, match="one run at a time"):
            next(pool.decode(requests, nothing))
        run.close()
        assert len(outcomes(pool, requests)) == 10


def test_leaving_the_pool_leaves_no_process(photos):
    before = children()
    with DecodePool(2) as pool:
        outcomes(pool, photos("a.jpg", "b.jpg", "c.jpg"))
        assert children() > before
    assert children() == before


def test_only_a_few_requests_are_taken_ahead(photos):
    (request,) = photos("a.jpg")
    taken = 0

    def requests():
        nonlocal taken
        for _ in range(300):
            taken += 1
            yield request

    with DecodePool(1) as pool:
        run = pool.decode(requests(), nothing)
        next(run)
        assert taken < 40
        run.close()


def test_it_works_from_a_thread(photos):
    found = {}

    def run() -> None:
        with DecodePool(1) as pool:
            found.update(outcomes(pool, photos("a.jpg")))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert found == {"a.jpg": "ok"}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_names_that_are_no_text(tmp_path):
    path = tmp_path / os.fsdecode(b"caf\xe9 \n.jpg")
    path.write_bytes(saved(corners(), "JPEG"))
    with DecodePool(1) as pool:
        ((request, result),) = pool.decode([DecodeRequest(path, SIZE)], nothing)
    assert request.path == path
    assert isinstance(result, DecodedPhoto)


def test_content_keys_without_decoding(photos, tmp_path):
    paths = [request.path for request in photos("a.jpg", "b.jpg")] + [tmp_path / "gone.jpg"]
    with DecodePool(1) as pool:
        found = list(pool.identify(paths, nothing))
    assert sorted(found, key=str) == sorted((identify_file(path) for path in paths), key=str)


def test_rendering_beside_a_run(photos):
    requests = photos(*(f"{number}.jpg" for number in range(5)))
    with DecodePool(1) as pool:
        run = pool.decode(requests, nothing)
        next(run)
        shown = pool.render(requests[0].path, 50).result(timeout=60)
        assert isinstance(shown, RenderedPicture)
        assert (shown.width, shown.height) == (50, 33)
        missing = pool.render(Path("gone.jpg")).result(timeout=60)
        assert missing == FileProblem(Path("gone.jpg"), ProblemReason.VANISHED)
        assert len(list(run)) == 4


@pytest.mark.usefixtures("hostile")
def test_renderings_end_with_the_pool(photos):
    before = children()
    pool = DecodePool(1)
    running, waiting, unwanted = (pool.render(photos(name)[0].path) for name in ("show1.jpg", "show2.jpg", "show3.jpg"))
    assert unwanted.cancel()
    while not running.running():
        time.sleep(0.01)
    pool.stop()
    with pytest.raises(PoolClosedError):
        running.result(timeout=60)
    assert waiting.cancelled()
    with pytest.raises(PoolClosedError):
        pool.render(Path("a.jpg"))
    assert children() == before


def test_decoders_that_cannot_be_started_are_an_error(photos, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    monkeypatch.setattr(decode_pool, "_WORK", ("vision.hostile", "die_at_once"))
    with DecodePool(1) as pool, pytest.raises(RuntimeError, match="cannot be started: the decoder ended with code 7"):
        list(pool.decode(photos("a.jpg"), nothing))


SCRIPT = """
import sys
from pathlib import Path
from twinlens.vision import decode_pool
from twinlens.vision.decode_pool import DecodePool
from twinlens.vision.decoding import DecodeRequest
import antigravity_is_imported_by_main
decode_pool._WORK = ("vision.hostile", "work")
with DecodePool(1) as pool:
    found = list(pool.decode([DecodeRequest(Path(name), 32) for name in sys.argv[1:]], lambda: None))
print([getattr(result, "stamp", result) is not None for _, result in found], "done")
"""


def test_a_script_without_a_guard_and_silent_workers(photos, tmp_path):
    """The main module is not run again in the workers, and what they write is seen by nobody."""
    (tmp_path / "script.py").write_text(SCRIPT)
    counter = tmp_path / "antigravity_is_imported_by_main.py"
    counter.write_text(f"open({str(tmp_path / 'imports')!r}, 'a').write('x')")
    names = [str(request.path) for request in photos("noisy.jpg", "a.jpg")]
    run = subprocess.run(
        [sys.executable, str(tmp_path / "script.py"), *names],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert (run.stdout, run.stderr, run.returncode) == ("[True, True] done\n", "", 0)
    assert (tmp_path / "imports").read_text() == "x"


def test_workers_import_neither_qt_nor_onnxruntime():
    heavy = "{'PySide6', 'onnxruntime', 'hnswlib', 'sqlalchemy', 'cv2', 'torch', 'rawpy', 'pillow_heif', 'pillow_jxl'}"
    code = f"import sys, twinlens.vision.decode_worker; print({heavy} & set(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )
    assert run.stdout == "set()\n"

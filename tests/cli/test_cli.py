"""The command line is a contract: documents, exit codes, and one sentence where it cannot run."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from photos import save_photo
from twinlens.cli import context, run_command
from twinlens.resources import verifier_files
from vision.onnx_models import card_of, tiny_model, tiny_verifier, verifier_card_of, write_model, write_verifier

Run = Callable[..., tuple[int, Any]]


def paths(shots: list[dict[str, Any]]) -> set[str]:
    return {Path(shot["path"]).name for shot in shots}


def test_scan_groups_and_search(run: Run, photos: Path) -> None:
    code, report = run("scan", photos, "--workers", 1)
    assert code == 0
    assert {key: report[key] for key in ("found", "new", "changed", "moved", "unchanged", "missing", "offline")} == {
        "found": 4, "new": 4, "changed": 0, "moved": 0, "unchanged": 0, "missing": 0, "offline": 0,
    }  # fmt: skip
    assert report["problems"] == []
    assert isinstance(report["seconds"], float)

    code, document = run("groups")
    assert code == 0
    (group,) = document["groups"]
    assert group["level"] == "copy"
    assert paths(group["shots"]) == {"a.jpg", "small.jpg", "twin.jpg"}
    found = {Path(each["path"]).name: each["evidence"] for each in group["shots"]}
    assert found["a.jpg"] is found["twin.jpg"] is None, "the keeper, and the same bytes"
    assert found["small.jpg"]["changes"] == ["resized"]
    assert found["small.jpg"]["agreement"] > 0.95
    assert found["small.jpg"]["region_in_keeper"] == [0, 0, 1, 1]
    keeper, *rest = group["shots"]
    assert (keeper["role"], keeper["relation"], keeper["score"]) == ("keeper", None, None)
    assert keeper["reasons"]
    assert {shot["role"] for shot in rest} == {"duplicate"}
    assert (keeper["width"], keeper["height"]) == (800, 600)
    assert run("groups", photos / "sub")[1] == {"groups": []}

    code, found = run("search", photos / "small.jpg", "-k", 2)
    assert code == 0
    assert paths(found["results"]) == {"a.jpg", "twin.jpg"}
    assert all(result["region"] is None and result["score"] > 0.5 for result in found["results"])


def test_options_stand_before_and_after_the_command(
    home: Path, photos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["scan", str(photos), "--json", "--home", str(home), "--workers", "1"]) == 0
    assert json.loads(capsys.readouterr().out)["found"] == 4
    assert (home / "library.db").exists()


def test_problem_files_end_with_one(run: Run, photos: Path) -> None:
    (photos / "empty.jpg").touch()
    code, report = run("scan", photos)
    assert code == 1
    assert [(Path(each["path"]).name, each["reason"]) for each in report["problems"]] == [("empty.jpg", "empty")]
    assert run("groups")[0] == 0


def test_names_that_are_no_text_come_out_escaped(run: Run, photos: Path) -> None:
    os.rename(os.fsencode(photos / "a.jpg"), os.fsencode(photos) + b"/caf\xe9.jpg")
    run("scan", photos)
    ((group,),) = run("groups")[1].values()
    names = {os.fsencode(shot["path"]).rsplit(b"/", 1)[1] for shot in group["shots"]}
    assert b"caf\xe9.jpg" in names


@pytest.mark.parametrize(
    "arguments",
    [
        ["scan"],
        ["groups", "--sensitivity", "sharp"],
        ["groups", "--relation", "cousin"],
        ["clean"],
        ["clean", "--yes", "--dry-run"],
        ["no-such-command"],
    ],
)
def test_argparse_refuses_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run_command(arguments)
    assert ended.value.code == 2
    assert "<" not in capsys.readouterr().err, "names as the person types them, not as Python shows its values"


@pytest.mark.parametrize(
    "arguments",
    [
        ["scan", "/no/such/folder"],
        ["groups", "--threshold", "0.0001"],
        ["groups", "--threshold", "1.5"],
        ["decide", "keep", "/no/such/file.jpg"],
        ["decide", "not-duplicate", "/only/one.jpg"],
        ["decide", "join", "/only/one.jpg"],
        ["decide", "keep", "--as", "copy", "/no/such/file.jpg"],
        ["contain", "/only/one"],
        ["folders", "--forget", "/no/such/folder"],
        ["restore", "no-such-session"],
    ],
)
def test_wrong_usage_ends_with_two(run: Run, arguments: list[str]) -> None:
    assert run(*arguments) == (2, None)


def test_two_pictures_are_joined_and_taken_apart(run: Run, photos: Path) -> None:
    run("scan", photos)
    one, other = sorted(photos.rglob("*.jpg"))[:2]
    run("decide", "not-duplicate", one, other)
    assert run("decide", "join", one, other, "--as", "similar") == (0, {"changed": 1})
    assert run("decide", "join", one, other, "--as", "similar") == (0, {"changed": 0})
    _, report = run("groups", "--relation", "similar")
    (joined,) = [shot for group in report["groups"] for shot in group["shots"][1:]]
    assert (joined["relation"], joined["score"], joined["role"]) == ("similar", None, "member")
    assert run("decide", "unjoin", one, other) == (0, {"changed": 1})
    assert run("groups", "--relation", "similar")[1] == {"groups": []}


def test_a_locked_home_ends_with_three_and_can_still_be_read(
    run: Run, photos: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("scan", photos)
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD_LOCK, str(home / "lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert run_command(["--home", str(home), "scan", str(photos)]) == 3
        assert capsys.readouterr().err.count("\n") == 1
        assert run("groups")[0] == 0
    assert run("scan", photos)[0] == 0


_HOLD_LOCK = """
import sys, filelock
with filelock.FileLock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_decide_clean_history_restore(run: Run, photos: Path) -> None:
    run("scan", photos)
    before = {path: path.read_bytes() for path in photos.rglob("*.jpg")}
    assert run("decide", "reject", photos / "small.jpg") == (0, {"changed": 1})
    assert run("decide", "reject", photos / "small.jpg") == (0, {"changed": 0})

    code, planned = run("clean", "--dry-run")
    assert (code, planned["session"]) == (0, None)
    assert paths(planned["removed"]) == {"small.jpg"}
    assert (photos / "small.jpg").exists()

    code, done = run("clean", "--yes")
    assert code == 0
    assert done["failed"] == []
    assert done["bytes"] == len(before[photos / "small.jpg"])
    (removed,) = done["removed"]
    assert not (photos / "small.jpg").exists()
    assert Path(removed["to"]).read_bytes() == before[photos / "small.jpg"]

    (session,) = run("history")[1]["sessions"]
    assert (session["id"], session["files"], session["restorable"]) == (done["session"], 1, 1)
    code, restored = run("restore", done["session"])
    assert code == 0
    assert restored == {
        "restored": [{"path": str(photos / "small.jpg"), "to": str(photos / "small.jpg")}],
        "failed": [],
    }
    assert {path: path.read_bytes() for path in photos.rglob("*.jpg")} == before
    assert run("clean", "--yes") == (0, {"session": None, "removed": [], "failed": [], "bytes": 0})


def test_proposed_takes_the_duplicates_of_strict_copy_groups(run: Run, photos: Path) -> None:
    run("scan", photos)
    code, done = run("clean", "--proposed", "--yes")
    assert code == 0
    gone = paths(done["removed"])
    assert "twin.jpg" in gone or "a.jpg" in gone
    assert (photos / "stranger.jpg").exists()
    run("restore", done["session"])
    assert len(list(photos.rglob("*.jpg"))) == 4


def test_compare_says_what_deleting_either_would_lose(
    run: Run, photos: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(photos / "a.jpg", photos / "told.jpg")
    packet = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description xmp:Rating="5"><dc:subject><rdf:Bag>
<rdf:li>sea</rdf:li></rdf:Bag></dc:subject></rdf:Description></x:xmpmeta>"""
    (photos / "told.jpg.xmp").write_text(packet)
    pair = photos / "a.jpg", photos / "told.jpg"
    told = run("compare", *pair)[1]["explanation"]
    assert told["losing_a"] == {"losses": [], "unknown": []}
    rating, keywords = told["losing_b"]["losses"]
    assert (rating["what"], rating["amount"], keywords["words"]) == ("rating", 5, ["sea"])
    assert (told["only_in_a"], told["only_in_b"]) == ([], ["rating", "keywords"])
    assert (told["pixels_of_b"], told["scale_of_b"]) == (1.0, 1.0)
    assert run("compare", photos / "a.jpg", photos / "nothing.jpg")[1]["explanation"] is None
    smaller = run("compare", photos / "a.jpg", photos / "small.jpg")[1]
    assert (smaller["explanation"]["pixels_of_b"], smaller["explanation"]["scale_of_b"]) == (0.25, 0.5)
    assert smaller["evidence"]["region_in_a"] == smaller["evidence"]["region_in_b"] == [0, 0, 1, 1]
    capsys.readouterr()
    run_command(["--home", str(home), "compare", *map(str, pair)])
    words = capsys.readouterr().out
    assert "deleting A loses: nothing" in words
    assert "deleting B loses: rating (5), keywords (sea)" in words


def test_compare_embed_contain_export_folders_doctor(run: Run, photos: Path, tmp_path: Path) -> None:
    code, verdict = run("compare", photos / "a.jpg", photos / "sub" / "twin.jpg")
    assert (code, verdict["relation"], verdict["score"]) == (0, "identical", 1.0)
    assert (verdict["probability"], verdict["region"]) == (1.0 if verifier_files() else None, None)
    assert run("compare", photos / "a.jpg", photos / "stranger.jpg")[1]["relation"] is None
    code, vectors = run("embed", photos / "a.jpg", photos / "nothing.jpg")
    assert code == 1
    assert [len(each["vector"]) for each in vectors["vectors"]] == [256]
    assert [each["reason"] for each in vectors["problems"]] == ["vanished"]

    card = tmp_path / "card"
    save_photo(card / "new.jpg", 77)
    shutil.copy(photos / "a.jpg", card / "copied.jpg")
    code, contained = run("contain", photos, card)
    assert code == 0
    told = {name: contained[name] for name in ("contained", "missing", "share")}
    assert told == {"contained": 1, "missing": [str(card / "new.jpg")], "share": 0.5}
    held = {Path(shot["path"]).name: [each["held"] for each in shot["elsewhere"]] for shot in contained["shots"]}
    assert held == {"new.jpg": [], "copied.jpg": ["identical"]}
    assert (contained["safe"], contained["safety"]) == (False, {"green": 0, "amber": 0, "red": 2}), "one drive"

    code, folders = run("folders", "--protect", photos)
    assert code == 0
    row = next(each for each in folders["folders"] if each["path"] == str(photos))
    assert (row["protected"], row["shots"], row["offline"]) == (True, 4, False)
    assert run("export", "--format", "json")[1] == run("groups")[1]
    assert run("doctor")[1]["ok"] is True


def test_compare_reports_the_verifiers_probability(
    run: Run,
    home: Path,
    photos: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    model = tiny_verifier()
    files = write_verifier(tmp_path / "pairs", model, verifier_card_of(model))
    monkeypatch.setattr(context, "verifier_files", lambda: files)
    assert run("compare", photos / "a.jpg", photos / "sub" / "twin.jpg")[1]["probability"] == 1.0
    alike = run("compare", photos / "a.jpg", photos / "small.jpg")[1]["probability"]
    unlike = run("compare", photos / "a.jpg", photos / "stranger.jpg")[1]["probability"]
    assert 0.0 <= unlike < 0.9 < alike <= 1.0
    assert run("doctor")[1]["verifier"] == {"id": "tiny-pairs-1", "ok": True, "provider": "CPU"}
    run_command(["--home", str(home), "compare", str(photos / "a.jpg"), str(photos / "small.jpg")])
    assert "same picture with probability 0.9" in capsys.readouterr().out

    files[0].write_bytes(model + b"\0")
    assert run_command(["--home", str(home), "compare", str(photos / "a.jpg"), str(photos / "small.jpg")]) == 3
    assert "is not the one its card describes; install Twinlens again." in capsys.readouterr().err
    report = run("doctor")[1]
    assert (report["ok"], report["verifier"]["ok"]) == (False, False)
    assert any(fault.startswith("verifier: ") for fault in report["faults"])

    monkeypatch.setattr(context, "verifier_files", lambda: None)
    report = run("doctor")[1]
    assert (report["ok"], report["verifier"]) == (True, None)


def test_an_own_encoder_that_is_refused_can_be_set_aside(
    run: Run, home: Path, photos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_model(home / "models", tiny_model(), card_of(tiny_model()))
    assert run("embed", photos / "a.jpg")[1]["model"] == "tiny-1"
    encoder = run("doctor")[1]["encoder"]
    assert encoder == {"id": "tiny-1", "ok": True, "provider": "CPU", "dim": 8, "own": True}

    (home / "models" / "encoder.onnx").write_bytes(tiny_model(seed=8))
    assert run_command(["--home", str(home), "scan", str(photos)]) == 3
    said = capsys.readouterr().err.splitlines()[-1]
    assert "is not the one its card describes; twinlens doctor --restore-model goes back" in said
    assert run("doctor") == (3, None)

    report = run("doctor", "--restore-model")[1]
    assert (report["ok"], report["encoder"]["own"]) == (True, False)
    assert Path(report["set_aside"], "encoder.onnx").read_bytes() == tiny_model(seed=8)
    assert run("doctor", "--restore-model")[1]["set_aside"] is None
    assert run("scan", photos)[0] == 0


def test_another_encoder_than_last_time_is_said_and_a_scan_compares_anew(
    run: Run, home: Path, photos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("scan", photos)
    run("decide", "keep", photos / "small.jpg")
    write_model(home / "models", tiny_model(), card_of(tiny_model()))
    assert run_command(["--home", str(home), "groups"]) == 0
    assert "4 photos are not compared by this encoder yet; scan their folders again." in capsys.readouterr().err
    assert run("doctor")[1]["waiting"] == {"photos": 4, "offline": 0}
    assert run_command(["--home", str(home), "scan", str(photos), "--workers", "1"]) == 0
    assert "4 unchanged" in (told := capsys.readouterr().out)
    assert "4 compared anew" in told
    document = run("groups")[1]
    assert "small.jpg" in {name for group in document["groups"] for name in paths(group["shots"])}
    assert run_command(["--home", str(home), "groups"]) == 0
    assert "not compared" not in capsys.readouterr().err


def test_export_as_csv_and_html(
    home: Path, photos: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    assert run_command(["--home", str(home), "scan", str(photos)]) == 0
    capfdbinary.readouterr()
    assert run_command(["--home", str(home), "export", "--format", "csv"]) == 0
    assert len(capfdbinary.readouterr().out.splitlines()) == 4
    assert run_command(["--home", str(home), "export", "--format", "html"]) == 0
    assert capfdbinary.readouterr().out.count(b"data:image/jpeg;base64,") == 3


def test_interrupting_ends_with_130_and_a_killed_scan_goes_on(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    for seed in range(12):
        save_photo(folder / f"{seed}.png", seed, size=(600, 400))
    command = [sys.executable, "-m", "twinlens", "--home", str(home), "--json", "scan", str(folder), "--workers", "1"]

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def first_picture(process: subprocess.Popen[bytes]) -> None:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith(b"Reading pictures"):
                return

    with start() as process:
        first_picture(process)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
    with start() as process:
        first_picture(process)
        process.kill()
    with start() as process:
        out, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        assert json.loads(out)["found"] == 12

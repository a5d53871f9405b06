"""Another encoder than last time: everything is seen anew, what a person decided stays, and nothing is done twice."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from photos import draw_photo, save_photo
from twinlens.core.job import Job, JobCancelledError, Stage
from twinlens.core.photos import Group
from twinlens.core.relations import DecisionKind, Level, Relation
from twinlens.files.volumes import Volume, Volumes
from twinlens.paths import AppPaths
from twinlens.vision.decode_pool import DecodePool
from twinlens.workflows.cleanup import carry_out, plan_cleanup
from twinlens.workflows.decide import decide, decide_not_duplicate
from twinlens.workflows.groups import GroupSource, load_groups, load_shots, places_now
from twinlens.workflows.home import Home, open_home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.renewal import Renewal, find_renewal
from twinlens.workflows.scan import ScanOptions, ScanReport, scan
from twinlens.workflows.scan import intake as intake_module
from vision.onnx_models import card_of, tiny_model, write_model

ONE_WORKER = ScanOptions(workers=1)
SCENES = 4
# Mean colours are all alike to a random projection: only the very top of the cosines tells scenes apart.
CALIBRATION = {"cosine": [0.99, 0.9995, 1.0], "score": [0.0, 0.5, 1.0]}


def tiny_encoder(folder: Path, number: int) -> LazyEncoder:
    model = tiny_model(seed=number)
    card = card_of(model, id=f"tiny-{number}", calibration=CALIBRATION)
    return LazyEncoder(*write_model(folder / f"encoder {number}", model, card))


@pytest.fixture
def older(tmp_path: Path) -> LazyEncoder:
    return tiny_encoder(tmp_path, 1)


@pytest.fixture
def newer(tmp_path: Path) -> LazyEncoder:
    return tiny_encoder(tmp_path, 2)


@pytest.fixture(autouse=True)
def short_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that an interruption comes between two of them."""
    monkeypatch.setattr(intake_module, "BATCH_FILES", 2)


@pytest.fixture
def library(photos: Path, home: Home, older: LazyEncoder) -> Path:
    """Scenes with a smaller copy each, known to the older encoder, and decided upon."""
    for seed in range(SCENES):
        save_photo(photos / f"{seed}.jpg", seed)
        draw_photo(seed).resize((360, 240)).save(photos / f"{seed} small.jpg", quality=90)
    scan(home, older, [photos], Job.silent(), ONE_WORKER)
    decide(home, DecisionKind.REJECT, [photos / "0 small.jpg"])
    decide(home, DecisionKind.KEEP, [photos / "1.jpg"])
    decide_not_duplicate(home, photos / "2.jpg", photos / "2 small.jpg")
    return photos


@pytest.fixture
def fresh(tmp_path: Path, blank_home: Path) -> Iterator[Home]:
    """Another home, that never knew an older encoder."""
    shutil.copytree(blank_home, tmp_path / "fresh")
    opened = open_home(AppPaths.of(tmp_path / "fresh").home)
    yield opened
    opened.close()


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that were decoded from now on."""
    names: list[str] = []
    decode = DecodePool.decode

    def noting(pool: DecodePool, requests, check: Callable[[], None]):
        for request, result in decode(pool, requests, check):
            names.append(request.path.name)
            yield request, result

    monkeypatch.setattr(DecodePool, "decode", noting)
    return names


class Interrupted(Job):
    """Cancelled, or killed, after some pictures."""

    def __init__(self, after: int, *, kill: bool = False) -> None:
        super().__init__()
        self._after = after
        self._kill = kill

    def report(self, stage: Stage, done: int, total: int | None = None, **what) -> None:
        super().report(stage, done, total, **what)
        if stage is Stage.EMBED and done == self._after:
            if self._kill:
                raise KilledError
            self.cancel()
            self.check()


class KilledError(BaseException):
    """Nothing of ours catches it, as nothing catches a real kill."""


def shown(home: Home, encoder: LazyEncoder) -> list[Group]:
    thresholds = encoder.card.thresholds
    return GroupSource(home).groups(encoder.card, thresholds.loose, (Level.COPY,))


def members(groups: list[Group]) -> set[frozenset[str]]:
    return {frozenset(member.shot.path.name for member in group.members) for group in groups}


def decisions(home: Home) -> tuple[dict[str, DecisionKind | None], set[tuple[str, str]]]:
    kinds = {shot.path.name: shot.decision for shot in load_shots(home, places_now(home))}
    return kinds, set(home.library.decisions.not_duplicates())


def renew(home: Home, encoder: LazyEncoder, job: Job | None = None) -> ScanReport:
    return scan(home, encoder, find_renewal(home, encoder.card).folders, job or Job.silent(), ONE_WORKER)


PAIRS = {frozenset({f"{seed}.jpg", f"{seed} small.jpg"}) for seed in range(SCENES) if seed != 2}


def test_nothing_waits_for_the_encoder_that_saw_it_all(home: Home, library: Path, older: LazyEncoder) -> None:
    assert find_renewal(home, older.card) == Renewal()
    assert members(shown(home, older)) == PAIRS


def test_what_the_older_encoder_found_stays_in_sight_until_the_newer_has_seen_it(
    home: Home, library: Path, older: LazyEncoder, newer: LazyEncoder, fresh: Home, decoded: list[str]
) -> None:
    before = decisions(home)
    assert find_renewal(home, newer.card) == Renewal((library,), 2 * SCENES, 0)
    assert members(shown(home, newer)) == PAIRS
    assert load_groups(home, newer.card, threshold=newer.card.thresholds.loose) == []

    report = renew(home, newer)
    assert (report.renewed, report.unchanged, report.new, report.changed) == (2 * SCENES, 2 * SCENES, 0, 0)
    assert sorted(decoded) == sorted(path.name for path in library.iterdir())
    assert decisions(home) == before
    assert find_renewal(home, newer.card) == Renewal()
    assert home.cache.models.others(newer.card.id) == []
    assert home.cache.matches.count(older.card.id) == home.cache.embeddings.count(older.card.id) == 0

    # As if there had never been another: but for the decisions, which a fresh home has to be told.
    scan(fresh, newer, [library], Job.silent(), ONE_WORKER)
    decide_not_duplicate(fresh, library / "2.jpg", library / "2 small.jpg")
    assert members(shown(home, newer)) == members(shown(fresh, newer))
    assert home.cache.matches.count(newer.card.id) == fresh.cache.matches.count(newer.card.id)


@pytest.mark.parametrize("kill", [False, True])
@pytest.mark.parametrize("after", [1, 6])
def test_interrupted_anywhere_it_goes_on_where_it_was(
    home: Home, library: Path, newer: LazyEncoder, fresh: Home, decoded: list[str], after: int, kill: bool
) -> None:
    before = decisions(home)
    with pytest.raises(KilledError if kill else JobCancelledError):
        renew(home, newer, Interrupted(after, kill=kill))
    done = home.cache.embeddings.count(newer.card.id)
    assert after - 2 <= done <= after
    assert decisions(home) == before
    # What both have seen is the newer one's to say; of all the rest the older one's word stands.
    assert members(shown(home, newer)) == PAIRS
    assert find_renewal(home, newer.card) == Renewal((library,), 2 * SCENES - done, 0)

    decoded.clear()
    renew(home, newer)
    assert len(decoded) == 2 * SCENES - done
    assert decisions(home) == before
    scan(fresh, newer, [library], Job.silent(), ONE_WORKER)
    assert home.cache.matches.count(newer.card.id) == fresh.cache.matches.count(newer.card.id)
    assert home.cache.models.others(newer.card.id) == []


def test_drives_that_are_away_are_left_for_later_and_counted(
    tmp_path: Path, home: Home, older: LazyEncoder, newer: LazyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mounted(*volumes: Volume) -> None:
        monkeypatch.setattr(Volumes, "current", lambda: Volumes([Volume("root", "System", Path("/")), *volumes]))

    drive, folder = tmp_path / "drive", tmp_path / "here"
    for seed in range(2):
        save_photo(drive / "away" / f"{seed}.jpg", seed)
        draw_photo(seed).resize((360, 240)).save(drive / "away" / f"{seed} small.jpg", quality=90)
    save_photo(folder / "3.jpg", 5)
    mounted(Volume("usb", "Card", drive))
    scan(home, older, [drive / "away", folder], Job.silent(), ONE_WORKER)
    found = members(shown(home, older))
    assert len(found) == 2

    drive.rename(tmp_path / "unplugged")
    mounted()
    assert find_renewal(home, newer.card) == Renewal((folder,), 1, 4)
    renew(home, newer)
    assert find_renewal(home, newer.card) == Renewal((), 0, 4)
    assert members(shown(home, newer)) == found, "photographs away keep the groups they had"

    (tmp_path / "unplugged").rename(drive)
    mounted(Volume("usb", "Card", drive))
    assert find_renewal(home, newer.card) == Renewal((drive / "away",), 4, 0)
    renew(home, newer)
    assert find_renewal(home, newer.card) == Renewal()
    assert home.cache.models.others(newer.card.id) == []


def test_nothing_is_moved_on_an_older_encoders_word(home: Home, library: Path, newer: LazyEncoder) -> None:
    plan = plan_cleanup(home, model_id=newer.card.id, least_score=newer.card.thresholds.loose)
    report = carry_out(home, plan, Job.silent(), dry_run=False)
    assert report.removed == ()
    assert [left.path.name for left in report.failed] == ["0 small.jpg"]
    renew(home, newer)
    plan = plan_cleanup(home, model_id=newer.card.id, least_score=newer.card.thresholds.loose)
    assert [gone.path.name for gone in carry_out(home, plan, Job.silent(), dry_run=False).removed] == ["0 small.jpg"]


def test_a_lost_cache_is_made_again_in_the_same_way(
    tmp_path: Path, home: Home, library: Path, older: LazyEncoder
) -> None:
    before, found = decisions(home), members(shown(home, older))
    home.close()
    home.paths.cache.unlink()
    again = open_home(home.paths)
    try:
        assert find_renewal(again, older.card) == Renewal((library,), 2 * SCENES, 0)
        renew(again, older)
        assert (decisions(again), members(shown(again, older))) == (before, found)
    finally:
        again.close()


def test_what_cannot_be_read_any_more_is_a_problem_and_waits_no_longer(
    home: Home, library: Path, newer: LazyEncoder
) -> None:
    stamp = (library / "3.jpg").stat()
    data = (library / "3.jpg").read_bytes()
    (library / "3.jpg").write_bytes(data[:200].ljust(len(data), b"\0"))
    os.utime(library / "3.jpg", ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    report = renew(home, newer)
    assert [problem.path.name for problem in report.problems] == ["3.jpg"]
    assert find_renewal(home, newer.card) == Renewal()


def test_photographs_added_meanwhile_are_matched_with_those_seen_before(
    home: Home, library: Path, newer: LazyEncoder
) -> None:
    with pytest.raises(JobCancelledError):
        renew(home, newer, Interrupted(4))
    draw_photo(0).resize((420, 280)).save(library / "0 more.jpg", quality=90)
    renew(home, newer)
    (group,) = [group for group in shown(home, newer) if "0 more.jpg" in str(group)]
    assert {member.shot.path.name for member in group.members} == {"0.jpg", "0 small.jpg", "0 more.jpg"}
    assert {member.relation for member in group.members[1:]} == {Relation.RESIZED}

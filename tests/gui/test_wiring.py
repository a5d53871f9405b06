"""The real application behind the window, from a folder of photographs to a clean-up and back."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from lightroom import Photo, write_catalogue
from photos import save_photo
from twinlens.core.job import Job
from twinlens.core.keepers import DEFAULT_RULES, KeeperReason, KeeperRules
from twinlens.core.problems import FileProblem
from twinlens.core.relations import DecisionKind, Level, Sensitivity
from twinlens.gui.backend import Backend, SearchAnswer, UnreadableQueryError
from twinlens.gui.job_runner import JobKind
from twinlens.gui.look.icons import Icons
from twinlens.gui.look.theme import Theme
from twinlens.gui.main_window import MainWindow
from twinlens.gui.services import make_services
from twinlens.gui.shell.memory import Memory
from twinlens.gui.wiring import Application
from twinlens.paths import AppPaths
from twinlens.resources import model_files
from twinlens.settings import Settings
from twinlens.workflows.groups import load_shots, places_now
from twinlens.workflows.home import open_home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.renewal import Renewal
from twinlens.workflows.search import Query
from vision.onnx_models import card_of, tiny_model, write_model


@pytest.fixture(scope="module")
def encoder() -> LazyEncoder:
    return LazyEncoder(*model_files())


@pytest.fixture
def application(tmp_path: Path, encoder: LazyEncoder) -> Iterator[Application]:
    home = open_home(AppPaths.of(tmp_path / "home").home)
    made = Application(home, encoder, Settings(decode_workers=1))
    yield made
    made.close()
    home.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two photographs, one of them twice, and a file that is none."""
    folder = tmp_path / "photos"
    kept = save_photo(folder / "kept.jpg", 1)
    (folder / os.fsdecode(b"cop\xe9.jpg")).write_bytes(kept.read_bytes())
    save_photo(folder / "other.jpg", 2)
    (folder / "broken.jpg").write_bytes(kept.read_bytes()[:500])
    return folder


def test_it_is_a_backend(application: Application) -> None:
    asked = {name for name in vars(Backend) if not name.startswith("_")}
    assert asked <= set(dir(application))


def test_from_a_folder_to_a_clean_up_and_back(application: Application, folder: Path) -> None:
    summary = application.scan([folder], Job.silent())
    assert (summary.found, summary.new) == (4, 4)
    assert [problem.path.name for problem in application.problems()] == ["broken.jpg"]
    (row,) = application.folders()
    assert (row.path, row.shots, row.duplicates, row.offline) == (folder, 3, 1, False)

    (group,) = application.groups(application.thresholds()[Sensitivity.NORMAL], Level.COPY)
    keeper, copy = (member.shot for member in group.members)
    assert application.preview(keeper.content_key) is not None
    assert application.scanned_preview(keeper.path) == application.preview(keeper.content_key)
    assert application.scanned_preview(folder / "unknown.jpg") is None

    application.decide([copy], DecisionKind.REJECT)
    plan = application.plan_cleanup(Job.silent())
    ((leaving, staying),) = plan.leaving
    assert staying is not None
    assert (leaving.path, staying.path) == (copy.path, keeper.path)
    assert plan.destinations == (str(folder.parent / "home" / "quarantine"),)
    assert copy.path.exists()

    outcome = application.clean(Job.silent())
    assert outcome.removed == 1
    assert not copy.path.exists()
    (session,) = application.history()
    assert (session.files, session.restorable) == (1, 1)
    (item,) = application.session_items(session.id)
    assert item.path == copy.path
    assert item.now_at is not None

    assert application.restore(session.id, None, Job.silent()).restored == ((copy.path, copy.path),)
    assert copy.path.read_bytes() == keeper.path.read_bytes()


def test_not_a_duplicate_can_be_said_and_taken_back(application: Application, folder: Path) -> None:
    save_photo(folder / "again.jpg", 1, quality=60)
    application.scan([folder], Job.silent())
    threshold = application.thresholds()[Sensitivity.LOOSE]
    (group,) = application.groups(threshold, Level.COPY)
    other = next(m.shot for m in group.members if m.shot.content_key != group.keeper.shot.content_key)
    pair = group.keeper.shot.content_key, other.content_key
    application.set_not_duplicate(*pair, True)
    (apart,) = application.groups(threshold, Level.COPY)
    assert len(apart.members) == len(group.members) - 1
    application.set_not_duplicate(*pair, False)
    assert application.groups(threshold, Level.COPY) == [group]


def test_a_deleted_session_is_gone(application: Application, folder: Path) -> None:
    application.scan([folder], Job.silent())
    (group,) = application.groups(application.thresholds()[Sensitivity.NORMAL], Level.COPY)
    application.decide([group.members[1].shot], DecisionKind.REJECT)
    outcome = application.clean(Job.silent())
    assert outcome.session is not None
    assert application.empty_session(outcome.session, Job.silent()) == 1
    assert [item.state for item in application.session_items(outcome.session)] == ["gone"]


def test_pictures_are_decoded_for_showing_behind_a_wall(application: Application, folder: Path) -> None:
    picture = application.picture(folder / "kept.jpg", 100)
    assert not isinstance(picture, FileProblem)
    assert (picture.width, picture.full_width) == (100, 480)
    assert len(picture.rgb) == picture.width * picture.height * 3
    assert isinstance(application.picture(folder / "nothing.jpg", None), FileProblem)
    assert isinstance(application.metadata(folder / "kept.jpg"), list)


def test_search_finds_the_like_and_refuses_what_is_no_picture(application: Application, folder: Path) -> None:
    application.scan([folder], Job.silent())
    early: list[SearchAnswer] = []
    answer = application.search(Query((folder / "kept.jpg").read_bytes()), 2, Job.silent(), early.append)
    assert {hit.shot for hit in early[0].hits} == {hit.shot for hit in answer.hits}
    assert answer.own is not None
    assert {hit.shot.path.name for hit in answer.hits} == {"kept.jpg", os.fsdecode(b"cop\xe9.jpg")}
    assert application.renewal() == Renewal()
    with pytest.raises(UnreadableQueryError):
        application.search(Query(b"no picture"), 3, Job.silent())
    assert application.start_encoder() == application.provider() != ""


def test_protecting_and_forgetting(application: Application, folder: Path) -> None:
    application.scan([folder], Job.silent())
    application.protect(folder, True)
    assert application.folders()[0].protected
    application.protect(folder, False)
    application.forget(folder)
    assert application.folders() == []


def test_the_window_over_the_real_application(
    qtbot: QtBot, application: Application, folder: Path, theme: Theme, icons: Icons, tmp_path: Path
) -> None:
    services = make_services(application, theme, icons)
    window = MainWindow(services, Memory(tmp_path / "window.json"))
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(services.jobs.succeeded, timeout=30_000) as ended:
        window.open_paths([folder])
    summary = ended.args[1]
    assert dataclasses.asdict(summary)["found"] == 4
    qtbot.waitUntil(lambda: window.review.model.rowCount() == 1, timeout=10_000)
    services.close()


def test_another_encoder_sees_all_anew_when_the_window_opens_and_after_an_interruption(
    qtbot: QtBot, encoder: LazyEncoder, folder: Path, theme: Theme, icons: Icons, tmp_path: Path
) -> None:
    """Closed half way, the next window goes on; decisions and pairs that are not duplicates are as before."""
    for number in range(40):
        save_photo(folder / f"more {number}.jpg", number + 10)
    save_photo(folder / "again.jpg", 1, quality=60)
    newer = LazyEncoder(*write_model(tmp_path / "newer", tiny_model(), card_of(tiny_model())))
    home = open_home(AppPaths.of(tmp_path / "home").home)
    before = Application(home, encoder, Settings(decode_workers=1))
    after = Application(home, newer, Settings(decode_workers=1))
    before.scan([folder], Job.silent())
    normal = encoder.card.thresholds.normal
    (group,) = before.groups(normal, Level.COPY)
    keeper, *others = (member.shot for member in group.members)
    after.decide([others[0]], DecisionKind.REJECT)
    apart = next(shot for shot in others if shot.content_key != keeper.content_key)
    after.set_not_duplicate(keeper.content_key, apart.content_key, True)
    decided = {shot.path: shot.decision for shot in load_shots(home, places_now(home))}
    pairs = home.library.decisions.not_duplicates()
    waiting = after.renewal()
    assert (waiting.folders, waiting.photos) == ((folder,), 44)
    settings = Memory(tmp_path / "window.json")

    def window_over(application: Application) -> MainWindow:
        window = MainWindow(make_services(application, theme, icons), settings)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitUntil(lambda: window.services.jobs.kind is JobKind.SCAN, timeout=10_000)
        return window

    window = window_over(after)
    qtbot.waitUntil(lambda: home.cache.embeddings.count("tiny-1") > 0, timeout=30_000)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=30_000)
    window.services.close()
    done = home.cache.embeddings.count("tiny-1")
    assert 0 < done < 43
    assert after.renewal().photos < 44

    window = window_over(after)
    qtbot.waitUntil(lambda: window.services.jobs.kind is None, timeout=60_000)
    assert after.renewal() == Renewal()
    assert home.cache.models.others("tiny-1") == []
    assert {shot.path: shot.decision for shot in load_shots(home, places_now(home))} == decided
    assert home.library.decisions.not_duplicates() == pairs
    window.close()
    window.services.close()
    after.close()
    before.close()
    home.close()


def test_rules_and_catalogues_change_the_keeper_at_once(application: Application, folder: Path) -> None:
    application.scan([folder], Job.silent())
    normal = application.thresholds()[Sensitivity.NORMAL]

    def keeper() -> Path:
        (group,) = application.groups(normal, Level.COPY)
        return group.keeper.shot.path

    first = keeper()
    catalogue = folder.parent / "Lightroom.lrcat"
    write_catalogue(catalogue, Photo(f"{folder}/", "", "kept", "jpg", rating=5))
    application.add_catalogue(catalogue)
    assert [(record.photos, record.found) for record in application.catalogues()] == [(1, 1)]
    assert keeper() == folder / "kept.jpg"
    application.forget_catalogue(catalogue)
    assert keeper() == first

    assert application.rules() == DEFAULT_RULES
    order = (KeeperReason.PREFERRED_FOLDER,)
    assert application.rules_effect(KeeperRules(order, folders=(str(folder),))) == (0, 1)
    inside = folder / "sub"
    inside.mkdir()
    (inside / "third.jpg").write_bytes((folder / "kept.jpg").read_bytes())
    application.scan([folder], Job.silent())
    assert keeper() == first
    preferred = KeeperRules(order, folders=(str(inside),))
    assert application.rules_effect(preferred) == (1, 1)
    application.arrange_rules(preferred)
    assert application.rules().folders == (str(inside),)
    assert keeper() == inside / "third.jpg"

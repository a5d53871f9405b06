"""A made-up application for the window: the whole Backend over drawn pictures, with as many groups as asked for.

Nothing touches the disk. A picture's content key says how to draw it: `f-SIZE-SEED-EDIT-ASPECT-SHIFT`.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from drawing import jpeg, photo, rgb_bytes
from explaining import Explaining
from handing_on import FakeSession, HandingOn
from keeping import Keeping
from twinlens.core.job import Job, Stage
from twinlens.core.photos import Companion, CompanionKind, ContentKey, FileStamp, Group, Member, PictureFacts, Shot
from twinlens.core.problems import FileProblem, ProblemReason
from twinlens.core.relations import DecisionKind, Level, Relation, Role, Sensitivity
from twinlens.core.undo import Choice
from twinlens.gui.backend import (
    CleanupOutcome,
    CleanupPreview,
    FolderRow,
    Picture,
    RestoreOutcome,
    SearchAnswer,
    SearchHit,
    SessionItem,
)
from twinlens.gui.pictures.overlays import box
from twinlens.vision.finer_difference import Shown, finer_unlikeness
from twinlens.vision.inspecting import Inspected, inspect
from twinlens.workflows.history import SessionSummary
from twinlens.workflows.renewal import Renewal
from twinlens.workflows.scan import ScanReport

SCENES = 400
"""Different drawings; with more groups than this they repeat."""
HOME = Path("/photos/Archive")
CARD = Path("/media/card/DCIM")
CAMERAS = ("NIKON Z 6", "Canon EOS R5", "FUJIFILM X-T4", "iPhone 14 Pro", "OLYMPUS E-M1")
PLACES = ("2019/Dolomites", "2020/Lofoten", "2021/Kyoto 京都", "2022/Marrakesh مراكش", "2023/Home", "2024/Skye")
LONG_NAME = "a very long name that a camera would never give but a person who exports with a template does, " * 2
RELATION_OF = {
    "resized": Relation.RESIZED, "crop": Relation.CROP, "mirrored": Relation.ROTATED, "turned": Relation.ROTATED,
    "warm": Relation.EDITED, "grey": Relation.EDITED, "bright": Relation.EDITED, "framed": Relation.EDITED,
    "dark": Relation.EDITED, "original": Relation.REENCODED,
}  # fmt: skip
EDIT_CYCLE = ("resized", "crop", "grey", "original", "mirrored", "warm", "framed", "turned", "bright", "dark")
ASPECTS = (1.5, 1.5, 1.333, 0.667, 1.5, 1.0, 3.2, 0.75, 1.778)
SENSITIVITIES = {Sensitivity.STRICT: 0.95, Sensitivity.NORMAL: 0.8, Sensitivity.LOOSE: 0.5}


@dataclass
class FakeBackend(Explaining, HandingOn, Keeping):
    """Everything a window can ask, from a seedless, deterministic library of `group_count` copy groups."""

    group_count: int = 24
    scanned: bool = True
    step_s: float = 0.0
    """How long each step of a job pretends to take."""
    steps: int = 40
    with_problems: bool = True
    offline_volume: bool = True
    waiting: Renewal = field(default_factory=Renewal)
    """What the encoder has not seen; a scan sees all that is here."""
    all_safe: bool = False
    """Whether the backup check finds everything safe."""
    error: Exception | None = None
    """Raised by every job."""
    decisions: dict[int, DecisionKind] = field(default_factory=dict)
    different: set[frozenset[str]] = field(default_factory=set)
    joined: dict[frozenset[str], Relation] = field(default_factory=dict)
    """Written down only: the made-up groups don't follow it."""
    new: set[int] = field(default_factory=set)
    """Shots said to be new to their group."""
    sessions: list[FakeSession] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)
    protected: set[Path] = field(default_factory=set)
    forgotten: set[Path] = field(default_factory=set)
    scanned_folders: list[Path] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    # library page

    def folders(self) -> list[FolderRow]:
        if not self.scanned:
            return []
        rows = [
            FolderRow(HOME, "/", False, HOME in self.protected, 48_002, self.group_count, "2026-11-20T18:22:00+00:00"),
            FolderRow(CARD, "EOS_DIGITAL", self.offline_volume, False, 1_204, 31, "2026-10-02T09:10:00+00:00"),
            FolderRow(Path("/photos/Exports für Kunden/المغرب 日本"), "Archive 2", False, True, 812, 0, None),
        ]  # fmt: skip
        return [row for row in rows if row.path not in self.forgotten]

    def protect(self, folder: Path, protected: bool) -> None:
        (self.protected.add if protected else self.protected.discard)(folder)

    def forget(self, folder: Path) -> None:
        self.forgotten.add(folder)

    def problems(self) -> list[FileProblem]:
        if not (self.with_problems and self.scanned):
            return []
        reasons = list(ProblemReason)
        names = [
            "IMG_0231.JPG",
            "scan 1998.tif",
            "صورة.heic",
            "写真 (3).cr3",
            os.fsdecode(b"caf\xe9.png"),
            LONG_NAME + ".jpg",
        ]
        return [
            FileProblem(
                HOME / PLACES[i % len(PLACES)] / names[i % len(names)], reason, "broken data stream at 1,204 bytes"
            )
            for i, reason in enumerate(reasons)
        ]

    def provider(self) -> str:
        return "CPU"

    def start_encoder(self) -> str:
        return "CPU"

    def renewal(self) -> Renewal:
        return self.waiting

    # review

    def thresholds(self) -> dict[Sensitivity, float]:
        return dict(SENSITIVITIES)

    def floor(self) -> float:
        return 0.4

    def groups(self, threshold: float, level: Level) -> list[Group]:
        if not self.scanned:
            return []
        total = {Level.COPY: self.group_count, Level.BURST: self.group_count // 4, Level.SIMILAR: self.group_count // 6}
        made = (self._group(level, number, threshold) for number in range(total.get(level, 0)))
        return [group for group in made if group is not None]

    def decide(self, shots: Sequence[Shot], kind: DecisionKind | None) -> None:
        for shot in shots:
            if kind is None:
                self.decisions.pop(shot.id, None)
            else:
                self.decisions[shot.id] = kind

    def choose(self, choices: Sequence[Choice]) -> set[int]:
        fitting = {each.shot: each for each in choices if self.decisions.get(each.shot) in (each.before, each.after)}
        for each in fitting.values():
            self.decide([self._shot(each.shot)], each.after)
        return set(fitting)

    def set_not_duplicate(self, first: ContentKey, second: ContentKey, different: bool) -> None:
        pair = frozenset((first, second))
        (self.different.add if different else self.different.discard)(pair)

    def join(self, key: ContentKey, others: Sequence[ContentKey], relation: Relation) -> list[ContentKey]:
        apart = [other for other in others if frozenset((key, other)) in self.different]
        self.different -= {frozenset((key, other)) for other in others}
        self.joined |= {frozenset((key, other)): relation for other in others}
        return apart

    def unjoin(self, key: ContentKey, others: Sequence[ContentKey]) -> None:
        for other in others:
            self.joined.pop(frozenset((key, other)), None)

    def preview(self, key: ContentKey) -> bytes | None:
        return _preview(key)

    def scanned_preview(self, path: Path) -> bytes | None:
        shot = self._shot_at(path)
        return None if shot is None else _preview(shot.content_key)

    def picture(self, path: Path, max_side: int | None) -> Picture | FileProblem:
        shot = self._shot_at(path)
        if shot is None:
            return FileProblem(path, ProblemReason.VANISHED)
        side = min(max_side or 2400, max(shot.facts.width, shot.facts.height), 2400)
        width, height, data = rgb_bytes(draw(shot.content_key, side))
        return Picture(width, height, data, shot.facts.width, shot.facts.height)

    def inspect(self, width: int, height: int, bgrx: bytes) -> Inspected:
        return inspect(width, height, bgrx)

    def finer_unlikeness(self, photo: Shown, kept: Shown, coarse: bytes, side: int) -> bytes:
        return finer_unlikeness(photo, kept, coarse, side)

    def metadata(self, path: Path) -> list[tuple[str, str]]:
        shot = self._shot_at(path)
        if shot is None:
            return []
        rows = [
            ("Taken", shot.facts.taken_at or "unknown"),
            ("Camera", shot.facts.camera or "unknown"),
            ("Lens", "24-70mm f/2.8"),
            ("Exposure", f"1/{100 + shot.id % 400} s at f/8"),
            ("ISO", str(100 * (1 + shot.id % 4))),
            ("Rating", "★" * (shot.facts.rating or 0) or "none"),
            ("Keywords", "mountains, evening"),
            ("Software", "Firmware 1.2" if shot.id % 10 == 0 else "Exported by hand"),
            ("Colour profile", "sRGB" if shot.id % 3 else "Display P3"),
        ]
        return rows

    # jobs

    def scan(self, folders: Sequence[Path], job: Job) -> ScanReport:
        self.scanned_folders.extend(folders)
        started = time.monotonic()
        self._pretend(job, Stage.DISCOVER, self.steps // 4, total=False)
        self._pretend(job, Stage.EMBED, self.steps)
        self._pretend(job, Stage.MATCH, self.steps // 4)
        self.scanned = True
        self.waiting = Renewal(offline=self.waiting.offline)
        problems = tuple(self.problems())
        return ScanReport(48_002, 212, 3, 1, 47_786, 0, 1_204, problems, time.monotonic() - started)

    def search(self, query, count: int, job: Job, early=None) -> SearchAnswer:
        self._pretend(job, Stage.SEARCH, 3)
        hits = []
        for rank, group in enumerate(self.groups(0.5, Level.COPY)[: max(1, count // 3)]):
            for member in group.members[:3]:
                relation = member.relation or Relation.RESIZED
                place = box((0.2, 0.12, 0.72, 0.68)) if relation is Relation.CROP else None
                hits.append(SearchHit(member.shot, max(0.31, 0.99 - 0.07 * rank), relation, rank == 0, None, place))
        answer = SearchAnswer(tuple(hits[:count]))
        (early or str)(answer)
        return answer

    def plan_cleanup(self, job: Job) -> CleanupPreview:
        self._pretend(job, Stage.VERIFY, max(1, self.steps // 8))
        leaving: list[tuple[Shot, Shot | None]] = []
        staying: list[tuple[Shot, str]] = []
        for group in self.groups(0.5, Level.COPY):
            kept = [member.shot for member in group.members if member.shot.decision is not DecisionKind.REJECT]
            for member in group.members:
                if member.shot.decision is not DecisionKind.REJECT:
                    continue
                if not kept:
                    staying.append((member.shot, "no-kept-copy"))
                elif member.shot.protected:
                    staying.append((member.shot, "protected"))
                else:
                    leaving.append((member.shot, kept[0]))
        total = sum(shot.bytes for shot, _ in leaving)
        return CleanupPreview(tuple(leaving), tuple(staying), total, ("trash",))

    def clean(self, job: Job) -> CleanupOutcome:
        plan = self.plan_cleanup(Job.silent())
        if not plan.leaving:
            return CleanupOutcome(None, 0, 0, ())
        self._pretend(job, Stage.MOVE, len(plan.leaving))
        session = f"2026112{len(self.sessions)}-101500"
        items = [
            SessionItem(shot.path, shot.content_key, shot.bytes, "restorable", Path("/trash") / shot.path.name)
            for shot, _ in plan.leaving
        ]
        row = SessionSummary(session, "2026-11-21T02:14:00+00:00", len(items), plan.bytes, len(items), ("trash",))
        with self.lock:
            self.sessions.insert(0, FakeSession(row, items))
            self.gone.update(shot.id for shot, _ in plan.leaving)
        return CleanupOutcome(session, len(items), plan.bytes, ())

    def restore(self, session: str, paths: Sequence[Path] | None, job: Job) -> RestoreOutcome:
        found = self._session(session)
        wanted = [item for item in found.items if item.state == "restorable" and (paths is None or item.path in paths)]
        self._pretend(job, Stage.RESTORE, max(1, len(wanted)))
        back = {item.path for item in wanted}
        found.items[:] = [
            replace(item, state="restored", now_at=None) if item.path in back else item for item in found.items
        ]
        found.row = replace(found.row, restorable=found.row.restorable - len(back))
        self.gone -= {shot_id for shot_id in self.gone if self._shot(shot_id).path in back}
        return RestoreOutcome(tuple((path, path) for path in back), ())

    def empty_session(self, session: str, job: Job) -> int:
        found = self._session(session)
        emptied = found.row.restorable
        self._pretend(job, Stage.MOVE, max(1, emptied))
        found.items[:] = [replace(item, state="gone") if item.state == "restorable" else item for item in found.items]
        found.row = replace(found.row, restorable=0)
        return emptied

    # history

    def history(self) -> list[SessionSummary]:
        return [session.row for session in self.sessions]

    def session_items(self, session: str) -> list[SessionItem]:
        return list(self._session(session).items)

    # making it up

    def _session(self, session: str) -> FakeSession:
        return next(each for each in self.sessions if each.row.id == session)

    def _pretend(self, job: Job, stage: Stage, steps: int, *, total: bool = True) -> None:
        if self.error is not None:
            raise self.error
        scale = 1200 if stage is Stage.EMBED and self.step_s else 1
        for step in range(steps + 1):
            seed = step % SCENES
            current = str(_shot(10 * seed).path)
            known = steps * scale if total else None
            job.report(stage, step * scale, known, matches=step * 3, problems=step // 10, current=current)
            if self.step_s:
                time.sleep(self.step_s)

    def _shot_at(self, path: Path) -> Shot | None:
        digits = path.stem.split("_")[1].split("-")[0].split(" ")[0] if "_" in path.stem else ""
        if not digits.isdecimal():
            return None
        number = int(digits) - 2000
        shots = [self._shot(10 * number + member) for member in range(6)]
        shots += [self._shot(10 * (number + base) + member) for base in (1_000_000, 2_000_000) for member in range(6)]
        return next((shot for shot in shots if shot.path == path), None)

    def _shot(self, shot_id: int) -> Shot:
        return replace(_shot(shot_id), decision=self.decisions.get(shot_id), protected=_shot(shot_id).protected)

    def _group(self, level: Level, number: int, threshold: float) -> Group | None:
        base = 10 * (number + {Level.BURST: 1_000_000, Level.SIMILAR: 2_000_000}.get(level, 0))
        count = 2 + (number * 7) % 5
        shots = [self._shot(base + index) for index in range(count) if base + index not in self.gone]
        if len(shots) < 2:
            return None
        keeper, *others = shots
        members = [
            Member(keeper, Role.KEEPER, reasons=("has-raw", "more-pixels") if number % 3 == 0 else ("more-pixels",))
        ]
        for other in others:
            score = 0.999 - 0.045 * (other.id % 10) - 0.2 * (number % 5 == 4)
            if score < threshold or frozenset((keeper.content_key, other.content_key)) in self.different:
                continue
            edit = other.content_key.split("-")[3]
            relation = RELATION_OF[edit] if level is Level.COPY else Relation(level.value)
            if level is Level.COPY and number % 6 == 5 and other is others[-1]:
                relation = Relation.IDENTICAL
            role = Role.DUPLICATE if level is Level.COPY else Role.MEMBER
            reasons = ("more-pixels", "more-metadata")
            members.append(Member(other, role, relation, score, reasons, other.id in self.new))
        return Group(f"{level}-{number}", level, tuple(members)) if len(members) > 1 else None


@lru_cache(maxsize=200_000)
def _shot(shot_id: int) -> Shot:
    number, member = divmod(shot_id, 10)
    scene = number % 1_000_000
    is_copy = number < 1_000_000
    edit = "original" if member == 0 or not is_copy else EDIT_CYCLE[(scene + member) % len(EDIT_CYCLE)]
    aspect = ASPECTS[scene % len(ASPECTS)]
    long_side = (
        (12_000 if scene % 11 == 3 else 6000) if member == 0 else (120 if scene % 11 == 3 else 6000 // (member + 1))
    )
    width, height = (long_side, round(long_side / aspect)) if aspect >= 1 else (round(long_side * aspect), long_side)
    if edit == "turned":
        width, height = height, width
    size = int(width * height * 0.42) + shot_id % 1000
    shift = 0 if is_copy else member
    key = ContentKey(f"f-{size}-{scene % SCENES}-{edit}-{aspect}-{shift}")
    folder = HOME / PLACES[scene % len(PLACES)] / ("exports" if member else "")
    stem = f"IMG_{2000 + scene}" + ("" if member == 0 else f"-{edit}" if is_copy else f" {member}")
    name = f"{stem} {LONG_NAME}.jpg" if scene % 13 == 7 and member == 1 else f"{stem}.jpg"
    taken = f"20{19 + scene % 6}-0{1 + scene % 9}-1{scene % 10}T{8 + scene % 12:02}:{scene % 60:02}:{member:02}"
    facts = PictureFacts(
        format="JPEG", width=width, height=height, taken_at=taken, camera=CAMERAS[scene % len(CAMERAS)],
        rating=4 if member == 0 and scene % 4 == 0 else None, metadata_tags=120 - 20 * member,
    )  # fmt: skip
    companions: tuple[Companion, ...] = ()
    if member == 0 and scene % 3 == 0:
        raw = Companion(folder / f"{stem}.NEF", CompanionKind.RAW, FileStamp(size * 3, 0))
        companions = (raw, Companion(folder / f"{stem}.xmp", CompanionKind.SIDECAR, FileStamp(4_096, 0)))
    return Shot(
        id=shot_id, path=folder / name, stamp=FileStamp(size, 1_600_000_000_000_000_000 + scene * 10**12),
        content_key=key, facts=facts, companions=companions,
        protected=scene % 17 == 8 and member == 1, offline=scene % 19 == 10 and member == 1,
        returned=scene % 23 == 6 and member == 1,
    )  # fmt: skip


def draw(key: ContentKey, long_side: int):
    """The picture a content key stands for."""
    _, _, seed, edit, aspect, shift = key.split("-")
    return photo(int(seed), edit, long_side, float(aspect), float(shift))


@lru_cache(maxsize=4096)
def _preview(key: ContentKey) -> bytes:
    return jpeg(draw(key, 512))

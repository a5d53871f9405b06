"""Groups for tests, in one line."""

from pathlib import Path

from twinlens.core.photos import ContentKey, FileStamp, Group, Member, PictureFacts, Shot
from twinlens.core.relations import DecisionKind, Level, Relation, Role


def shot(number: int, *, size: int = 1000, decision: DecisionKind | None = None, width: int = 3000, **more) -> Shot:
    facts = PictureFacts("JPEG", width, width * 2 // 3)
    path = Path(f"/photos/IMG_{number}.jpg")
    key = ContentKey(f"f-{size}-{number}-original-1.5-0")
    return Shot(number, path, FileStamp(size, 0), key, facts, decision=decision, **more)


def group(name: str, *shots: Shot) -> Group:
    keeper, *others = shots
    members = [Member(keeper, Role.KEEPER, reasons=("more-pixels",))]
    members += [Member(each, Role.DUPLICATE, Relation.RESIZED, 0.9, ("more-pixels",)) for each in others]
    return Group(name, Level.COPY, tuple(members))


def groups(count: int, of: int = 3) -> list[Group]:
    return [group(f"g{n}", *(shot(10 * n + place, size=1000 + place) for place in range(of))) for n in range(count)]

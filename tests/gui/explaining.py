"""The part of the made-up application that explains pairs: by the edits that its pictures' content keys name."""

from __future__ import annotations

from twinlens.core.evidence import WHOLE, Change, Evidence
from twinlens.core.explaining import Laid, Notes, Outline, explain
from twinlens.core.photos import Shot
from twinlens.core.relating import name_version
from twinlens.core.relations import Level, Relation
from twinlens.workflows.explain import WHOLE_FRAME, Explained, UnlikeMap

CROP = ((0.2, 0.125), (0.917, 0.125), (0.917, 0.8), (0.2, 0.8))
"""Where the drawn crops lie in their pictures."""
SIDE = 64
_TURNED: Outline = ((1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0))
_MIRRORED: Outline = ((1.0, 0.0), (0.0, 0.0), (0.0, 1.0), (1.0, 1.0))
_OF_THE_OTHER: dict[str, Outline] = {
    "crop": tuple(
        ((x - CROP[0][0]) / (CROP[1][0] - CROP[0][0]), (y - CROP[0][1]) / (CROP[2][1] - CROP[0][1]))
        for x, y in WHOLE_FRAME
    ),
    "turned": ((0.0, 1.0), (0.0, 0.0), (1.0, 0.0), (1.0, 1.0)),
}
_CHANGES = {
    "resized": (Change.RESIZED,), "crop": (Change.CROPPED,), "mirrored": (Change.MIRRORED,), "turned": (Change.TURNED,),
    "warm": (Change.COLOUR,), "grey": (Change.BLACK_AND_WHITE,), "bright": (Change.TONE,), "framed": (Change.FRAMED,),
    "dark": (Change.TONE,), "original": (),
}  # fmt: skip
_OUTLINES = {"crop": CROP, "mirrored": _MIRRORED, "turned": _TURNED}


class Explaining:
    """What `FakeBackend` answers about pairs: keepers are originals."""

    def explain(self, photo: Shot, kept: Shot, level: Level) -> Explained:
        if level is not Level.COPY:
            return Explained(explain(photo, kept, Relation(level), None, NOTHING))
        if edit_of(photo) == "original" and edit_of(kept) != "original":
            found = self.explain(kept, photo, level)
            laid, unlike = found.explanation.laid, found.unlike
            explanation = explain(photo, kept, found.explanation.relation, laid and laid.turned_round, NOTHING)
            turned = unlike and UnlikeMap(unlike.side, unlike.unlike, unlike.in_kept, unlike.in_photo)
            return Explained(explanation, turned)
        edit = edit_of(photo)
        outline = _OUTLINES.get(edit, WHOLE_FRAME)
        shown = 0.48 if edit == "crop" else 1.0
        shared = 0.9 if edit == "framed" else 1.0
        evidence = Evidence(120, 0.97, 0.9, shared, shown, WHOLE, WHOLE, _CHANGES[edit])
        brighter = {"bright": 20.0, "dark": -20.0}.get(edit)
        laid = Laid(evidence, outline, _OF_THE_OTHER.get(edit, outline), brighter, (edit == "grey", False))
        explanation = explain(photo, kept, name_version(evidence.changes), laid, NOTHING)
        return Explained(explanation, UnlikeMap(SIDE, spot(), WHOLE_FRAME, outline))


NOTHING = (Notes(), Notes())


def edit_of(shot: Shot) -> str:
    return shot.content_key.split("-")[3]


def spot() -> bytes:
    """Nothing alike in the upper left eighth, all alike elsewhere."""
    eighth = SIDE // 8
    return bytes(255 if x < eighth and y < eighth else 0 for y in range(SIDE) for x in range(SIDE))

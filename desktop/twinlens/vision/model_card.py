"""The card that lies beside a model, above all the encoder's: what it is, what it takes, and what its cosines mean."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from twinlens.core.errors import ModelRefusedError
from twinlens.core.evidence import VERIFIED_SCORE, Evidence
from twinlens.core.relations import Sensitivity

_LEAST_POINTS = 2
Card = TypeVar("Card")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """On score: what counts as a match at each sensitivity, and down to where matches are kept at all."""

    floor: float
    loose: float
    normal: float
    strict: float

    def of(self, sensitivity: Sensitivity) -> float:
        """The threshold that a name stands for."""
        return {Sensitivity.LOOSE: self.loose, Sensitivity.NORMAL: self.normal, Sensitivity.STRICT: self.strict}[
            sensitivity
        ]


@dataclass(frozen=True, slots=True)
class Calibration:
    """From cosine to score by straight pieces between points; beyond the ends the score stays."""

    cosine: tuple[float, ...]
    score: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class EvidenceScale:
    """From how far two pictures agree, once laid over one another, to score, by straight pieces between points."""

    agreement: tuple[float, ...]
    score: tuple[float, ...]


_SURE = EvidenceScale((0.0, 1.0), (VERIFIED_SCORE, VERIFIED_SCORE))


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What an encoder says about itself."""

    id: str
    sha256: str
    dim: int
    input_size: int
    input_name: str
    output_name: str
    calibration: Calibration
    thresholds: Thresholds
    candidate_cosine: float = 1.0
    """From this cosine on a near neighbour is worth looking at, though its score is below the floor; 1: never."""
    part_cosine: float = 1.0
    """From this cosine on a whole picture is worth looking at that is like a part of another; 1: never."""

    evidence: EvidenceScale = _SURE
    """Of pictures that were found to show one: how sure that is."""

    @property
    def looks_at_parts(self) -> bool:
        """Whether it says what the cosine of a part and a whole means: an older encoder's does not."""
        return self.part_cosine < 1

    def score(self, cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """Calibrated confidence, 0 to 1, of cosines."""
        points = np.interp(cosines, self.calibration.cosine, self.calibration.score)
        return np.asarray(points, dtype=np.float32)

    def score_of(self, evidence: Evidence) -> float:
        """Calibrated confidence, 0 to 1, that two pictures which were found to show one really do."""
        return float(np.interp(evidence.agreement, self.evidence.agreement, self.evidence.score))

    def cosine_for(self, score: float) -> float:
        """The least cosine that reaches a score; above 1 where none does."""
        scores, cosines = self.calibration.score, self.calibration.cosine
        if score > scores[-1]:
            return 1.0 + float(np.finfo(np.float32).eps)
        if score <= scores[0]:
            return -1.0
        above = int(np.searchsorted(scores, score, side="left"))
        low, high = scores[above - 1], scores[above]
        share = (score - low) / (high - low)
        return cosines[above - 1] + share * (cosines[above] - cosines[above - 1])


def load_card(path: Path) -> ModelCard:
    """Read an encoder's card. Raises ModelRefusedError with a sentence for the user."""
    return read_card("encoder", path, _card)


def read_card(role: str, path: Path, understand: Callable[[dict[str, Any]], Card]) -> Card:
    """Read a card; `understand` may raise whatever comes of looking for entries that are not there."""
    try:
        return understand(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise ModelRefusedError(f"The {role}'s card {path} is missing") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelRefusedError(f"The {role}'s card {path} cannot be read ({error})") from error


def _card(content: dict[str, Any]) -> ModelCard:
    calibration = Calibration(
        tuple(float(value) for value in content["calibration"]["cosine"]),
        tuple(float(value) for value in content["calibration"]["score"]),
    )
    thresholds = Thresholds(**{name: float(content["thresholds"][name]) for name in Thresholds.__slots__})
    card = ModelCard(
        id=str(content["id"]),
        sha256=str(content["sha256"]).lower(),
        dim=int(content["dim"]),
        input_size=int(content["input"]["size"]),
        input_name=str(content["input"]["name"]),
        output_name=str(content["output"]["name"]),
        calibration=calibration,
        thresholds=thresholds,
        candidate_cosine=float(content.get("candidate_cosine", 1.0)),
        part_cosine=float(content.get("part_cosine", 1.0)),
        evidence=_evidence_scale(content["evidence"]) if "evidence" in content else _SURE,
    )
    _check(card)
    return card


def _evidence_scale(content: dict[str, Any]) -> EvidenceScale:
    return EvidenceScale(tuple(map(float, content["agreement"])), tuple(map(float, content["score"])))


def _check(card: ModelCard) -> None:
    _check_curve(card.calibration.cosine, card.calibration.score)
    _check_curve(card.evidence.agreement, card.evidence.score)
    levels = card.thresholds
    if not 0 <= levels.floor <= levels.loose <= levels.normal <= levels.strict <= 1:
        raise ValueError("its thresholds are not in order")
    looked_at_from = (card.candidate_cosine, card.part_cosine)
    if not card.id or card.dim < 1 or card.input_size < 1 or not all(-1 <= cosine <= 1 for cosine in looked_at_from):
        raise ValueError("its numbers make no sense")


def _check_curve(given: tuple[float, ...], scores: tuple[float, ...]) -> None:
    start, score = np.array(given), np.array(scores)
    if len(start) < _LEAST_POINTS or len(start) != len(score) or not np.isfinite([*start, *score]).all():
        raise ValueError("its calibration is no curve")
    if (np.diff(start) <= 0).any() or (np.diff(score) < 0).any() or score.min() < 0 or score.max() > 1:
        raise ValueError("its calibration does not rise from 0 to 1")

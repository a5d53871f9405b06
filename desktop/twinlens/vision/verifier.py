"""The pair verifier: are these two one picture? A second, tiny network, asked about pairs that are chosen already."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twinlens.vision.model_card import read_card
from twinlens.vision.onnx_session import Network, Provider

_ROLE = "pair verifier"
_TOLERANCE = 1e-5


@dataclass(frozen=True, slots=True)
class VerifierCard:
    """What a verifier says about itself."""

    id: str
    sha256: str
    input_names: tuple[str, str]
    input_size: int
    output_name: str


class Verifier:
    """The verifier of one model file, checked against its card."""

    def __init__(self, model_path: Path, card_path: Path) -> None:
        """Load the model. Raises ModelRefusedError where file and card don't fit each other."""
        self.card = read_card(_ROLE, card_path, _card)
        # On the CPU: waking a graphics card takes longer than all that this network will ever be asked at once.
        self._network = Network(_ROLE, model_path, self.card.sha256, threads=1, allow_cuda=False)
        self._network.check_names(self.card.input_names, self.card.output_name)
        size = self.card.input_size
        trial = np.full((size, size, 3), 128, dtype=np.uint8)
        self._network.try_out(lambda: self.same_picture(trial, trial))

    @property
    def provider(self) -> Provider:
        """Where the network runs."""
        return self._network.provider

    def probabilities(self, first: NDArray[np.uint8], second: NDArray[np.uint8]) -> NDArray[np.float32]:
        """How probably each pair is one picture: float32 [N] of two times [N, size, size, 3] RGB."""
        size = self.card.input_size
        for pixels in (first, second):
            if pixels.dtype != np.uint8 or pixels.shape != (len(first), size, size, 3):
                raise ValueError(f"verifier inputs are uint8 [N, {size}, {size}, 3], not {pixels.dtype} {pixels.shape}")
        if not len(first):
            return np.empty(0, dtype=np.float32)
        given = self._network.run(dict(zip(self.card.input_names, (first, second), strict=True)), self.card.output_name)
        # Written so that what is no number at all fails as well.
        if given.shape != (len(first),) or not ((given >= -_TOLERANCE) & (given <= 1 + _TOLERANCE)).all():
            raise self._network.refuse_output()
        return np.clip(given, 0.0, 1.0)

    def same_picture(self, first: NDArray[np.uint8], second: NDArray[np.uint8]) -> float:
        """How probably two pictures, [size, size, 3] each, are one, however the second was turned or mirrored.

        The network knows pictures that are upright, so the second is shown in all eight ways a square can lie, and
        the most probable counts. Since whole pictures are squashed to the square, turning it is turning the picture.
        """
        ways = np.stack([np.rot90(side, turns) for side in (second, second[:, ::-1]) for turns in range(4)])
        return float(self.probabilities(np.broadcast_to(first, ways.shape), ways).max())


def _card(content: dict[str, Any]) -> VerifierCard:
    first, second = map(str, content["input"]["names"])
    card = VerifierCard(
        id=str(content["id"]),
        sha256=str(content["sha256"]).lower(),
        input_names=(first, second),
        input_size=int(content["input"]["size"]),
        output_name=str(content["output"]["name"]),
    )
    if not card.id or card.input_size < 1 or first == second:
        raise ValueError("its numbers or names make no sense")
    return card

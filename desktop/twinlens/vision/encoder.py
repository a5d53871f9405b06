"""From pixels to unit vectors, through ONNX Runtime."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from twinlens.core.errors import ModelRefusedError
from twinlens.vision.model_card import ModelCard, Thresholds, load_card
from twinlens.vision.onnx_session import Network, Provider

__all__ = ["Encoder", "ModelCard", "ModelRefusedError", "Thresholds", "load_card"]

_NORM_TOLERANCE = 1e-3


class Encoder:
    """The encoder of one model file, checked against its card."""

    def __init__(
        self, model_path: Path, card_path: Path, *, threads: int | None = None, allow_cuda: bool = True
    ) -> None:
        """Load the model. Raises ModelRefusedError where file and card don't fit each other."""
        self.card = load_card(card_path)
        self._network = Network("encoder", model_path, self.card.sha256, threads=threads, allow_cuda=allow_cuda)
        self._network.check_names([self.card.input_name], self.card.output_name)
        size = self.card.input_size
        trial = np.full((2, size, size, 3), 128, dtype=np.uint8)
        trial[:, : size // 2] = 64
        self._network.try_out(lambda: self.embed(trial))

    @property
    def provider(self) -> Provider:
        """Where the network runs."""
        return self._network.provider

    def embed(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Unit vectors, one row each, of encoder inputs: [N, size, size, 3] RGB."""
        size = self.card.input_size
        if pixels.dtype != np.uint8 or pixels.shape[1:] != (size, size, 3):
            raise ValueError(f"encoder inputs are uint8 [N, {size}, {size}, 3], not {pixels.dtype} {pixels.shape}")
        if not len(pixels):
            return np.empty((0, self.card.dim), dtype=np.float32)
        vectors = self._network.run({self.card.input_name: pixels}, self.card.output_name)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        if vectors.shape != (len(pixels), self.card.dim) or not (np.abs(norms - 1) < _NORM_TOLERANCE).all():
            raise self._network.refuse_output()
        return cast("NDArray[np.float32]", vectors / norms)

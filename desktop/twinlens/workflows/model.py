"""The encoder as workflows are handed it: the card at once, the network when first needed."""

from __future__ import annotations

import threading
from pathlib import Path

from twinlens.vision.encoder import Encoder, ModelCard, load_card


class LazyEncoder:
    """Reads the card when made; starts ONNX Runtime only when a vector is asked for. Safe on any thread.

    Raises:
        ModelRefusedError: the card or, later, the network is missing, damaged, or not the one the card describes.
    """

    def __init__(self, model: Path, card: Path) -> None:
        self._model_path = model
        self._card_path = card
        self._lock = threading.Lock()
        self._encoder: Encoder | None = None
        self.card: ModelCard = load_card(card)

    def get(self) -> Encoder:
        """The encoder, started on the first call."""
        with self._lock:
            if self._encoder is None:
                self._encoder = Encoder(self._model_path, self._card_path)
            return self._encoder

    @property
    def provider(self) -> str:
        """Where the network runs, "CPU" or "CUDA"; empty while it was not needed."""
        return self._encoder.provider if self._encoder else ""

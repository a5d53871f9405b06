"""The two networks as workflows are handed them: cards at once, the networks themselves when first needed."""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from twinlens.core.errors import ModelRefusedError, OwnModelRefusedError, StorageError
from twinlens.vision.encoder import Encoder, ModelCard, load_card
from twinlens.vision.verifier import Verifier

ModelFiles = tuple[Path, Path]
"""A network and its card."""
_OWN_ENCODER = ("encoder.onnx", "encoder.json")


class LazyEncoder:
    """Reads the card when made; starts ONNX Runtime only when a vector is asked for. Safe on any thread.

    Raises:
        ModelRefusedError: the card or, later, the network is missing, damaged, or not the one the card describes.
    """

    def __init__(self, model: Path, card: Path, *, own: bool = False) -> None:
        """`own`: a person put it into the home, and can go back to the shipped one."""
        self._model_path = model
        self._card_path = card
        self._lock = threading.Lock()
        self._encoder: Encoder | None = None
        self.own = own
        with self._remedy_told():
            self.card: ModelCard = load_card(card)

    def start(self) -> None:
        """Load the network now, unless it is loaded."""
        self._get()

    def embed(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """See Encoder."""
        encoder = self._get()
        with self._remedy_told():
            return encoder.embed(pixels)

    @property
    def provider(self) -> str:
        """Where the network runs, "CPU" or "CUDA"; empty while it was not needed."""
        return self._encoder.provider if self._encoder else ""

    def _get(self) -> Encoder:
        with self._lock, self._remedy_told():
            if self._encoder is None:
                self._encoder = Encoder(self._model_path, self._card_path)
            return self._encoder

    @contextmanager
    def _remedy_told(self) -> Iterator[None]:
        """What to do about a refusal depends on whose the model is."""
        try:
            yield
        except ModelRefusedError as error:
            if self.own:
                raise OwnModelRefusedError(error.fault) from error
            raise


class LazyVerifier:
    """The pair verifier, loaded when first asked for. There may be none: then nothing is said about pairs."""

    def __init__(self, files: ModelFiles | None) -> None:
        self._files = files
        self._lock = threading.Lock()
        self._verifier: Verifier | None = None

    def get(self) -> Verifier | None:
        """The verifier, or None where this installation has none.

        Raises:
            ModelRefusedError: there is one, and it is damaged or not the one its card describes.
        """
        with self._lock:
            if self._verifier is None and self._files is not None:
                self._verifier = Verifier(*self._files)
            return self._verifier


def choose_encoder(own_folder: Path, shipped: Callable[[], ModelFiles]) -> LazyEncoder:
    """The encoder in a home's folder of models, where a person put one, else the shipped one.

    An own one is started at once, whatever it is needed for: a card that disagrees with its network would also give
    wrong thresholds. Half a model is refused rather than passed over: nobody should believe that it is in use.

    Raises:
        ModelRefusedError: see LazyEncoder; OwnModelRefusedError for an own one.
    """
    own = (own_folder / _OWN_ENCODER[0], own_folder / _OWN_ENCODER[1])
    if any(os.path.lexists(file) for file in own):
        encoder = LazyEncoder(*own, own=True)
        encoder.start()
        return encoder
    return LazyEncoder(*shipped())


def restore_shipped(own_folder: Path) -> Path | None:
    """Set a person's own encoder aside, so that the shipped one is used again. Where it lies now; None: there was none.

    Raises:
        StorageError: it cannot be renamed.
    """
    if not any(os.path.lexists(own_folder / name) for name in _OWN_ENCODER):
        return None
    numbers = itertools.chain([""], (f"-{number}" for number in itertools.count(2)))
    places = (own_folder.with_name(f"{own_folder.name}-set-aside{number}") for number in numbers)
    aside = next(place for place in places if not os.path.lexists(place))
    try:
        own_folder.rename(aside)
    except OSError as error:
        raise StorageError(f"{own_folder} cannot be renamed ({error.strerror}); rename it by hand.") from error
    return aside

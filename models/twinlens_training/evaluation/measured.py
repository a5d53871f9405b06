"""What an evaluation looks at: a model and its rivals, edited copies of photographs kept out of training, strangers."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from twinlens.vision.preprocess import encoder_input

from ..data.background import in_background
from .baselines import Describer, Floats32
from .copies import Copies, describe_copies, describe_plain
from .impostors import Impostors, impostors_of
from .parts import Parts, measure_parts


class OnnxEncoder:
    """An exported model on the CPU: pictures in, unit vectors out."""

    def __init__(self, model: Path, threads: int = 1) -> None:
        import onnxruntime

        onnxruntime.set_default_logger_severity(4)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self.size = int(self._session.get_inputs()[0].shape[1])

    def vectors(self, pixels: NDArray[np.uint8]) -> Floats32:
        """[N, S, S, 3] uint8 to [N, dim]."""
        slices = [pixels[at : at + 32] for at in range(0, len(pixels), 32)]
        return np.concatenate([self._session.run(["embedding"], {"pixels": part})[0] for part in slices])


def model_describer(encoder: OnnxEncoder) -> Describer:
    """Embeddings, compared by cosine."""

    def describe(images: Sequence[Image.Image]) -> NDArray[Any]:
        return encoder.vectors(np.stack([encoder_input(image, encoder.size) for image in images]))

    return Describer("model", describe, lambda a, b: np.asarray(a @ b.T, np.float32))


@dataclass(frozen=True)
class Measured:
    """What an evaluation looked at: the figures are made of it, and the plots."""

    copies: dict[str, Copies]
    """By describer, the model first."""
    impostors: Impostors
    parts: Parts


def measure(encoder: OnnxEncoder, photos: Path, most: int | None, others: Sequence[Describer]) -> Measured:
    """Describe the photographs kept out of training and their copies, and the strangers; the slow part, some minutes.

    `most` limits the photographs kept out (and thirty times as many strangers).
    """
    quiet = bool(os.environ.get("CI"))
    model = model_describer(encoder)
    # The background is in the model: its photographs are no strangers to it.
    names, vectors = describe_plain(photos, model, "train", stranger_limit(most), quiet)
    strangers = np.flatnonzero(~in_background(len(names)))
    copies = describe_copies(photos, [model, *others], most=most, quiet=quiet)
    impostors = impostors_of(copies[model.name], vectors[strangers], [names[place] for place in strangers], photos)
    return Measured(copies, impostors, measure_parts(encoder, photos, vectors[strangers], most, quiet))


def stranger_limit(most: int | None) -> int | None:
    """How many photographs of `train` are described where `most` are of `val`."""
    return None if most is None else 30 * most

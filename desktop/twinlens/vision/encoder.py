"""From pixels to unit vectors, through ONNX Runtime."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from twinlens.core.errors import ModelRefusedError
from twinlens.vision.model_card import ModelCard, Thresholds, load_card

__all__ = ["Encoder", "ModelCard", "ModelRefusedError", "Thresholds", "load_card"]

Provider = Literal["CUDA", "CPU"]
_CUDA = "CUDAExecutionProvider"
_CPU = "CPUExecutionProvider"
_FATAL_ONLY = 4
_NORM_TOLERANCE = 1e-3
_READ_SIZE = 2**20


class Encoder:
    """The encoder of one model file, checked against its card."""

    def __init__(
        self, model_path: Path, card_path: Path, *, threads: int | None = None, allow_cuda: bool = True
    ) -> None:
        """Load the model. Raises ModelRefusedError where file and card don't fit each other."""
        self.card = load_card(card_path)
        _check_hash(model_path, self.card)
        self._session = _session(model_path, threads or os.cpu_count() or 1, allow_cuda=allow_cuda)
        self.provider: Provider = "CUDA" if _CUDA in self._session.get_providers() else "CPU"
        self._check_signature()
        self._try_out(model_path, threads or os.cpu_count() or 1)

    def embed(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Unit vectors, one row each, of encoder inputs: [N, size, size, 3] RGB."""
        size = self.card.input_size
        if pixels.dtype != np.uint8 or pixels.shape[1:] != (size, size, 3):
            raise ValueError(f"encoder inputs are uint8 [N, {size}, {size}, 3], not {pixels.dtype} {pixels.shape}")
        if not len(pixels):
            return np.empty((0, self.card.dim), dtype=np.float32)
        feed = {self.card.input_name: np.ascontiguousarray(pixels)}
        (output,) = self._session.run([self.card.output_name], feed)
        vectors = np.asarray(output, dtype=np.float32)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        if vectors.shape != (len(pixels), self.card.dim) or not (np.abs(norms - 1) < _NORM_TOLERANCE).all():
            raise ModelRefusedError("The encoder's output is not what its card says; reinstall Twinlens.")
        return cast("NDArray[np.float32]", vectors / norms)

    def _check_signature(self) -> None:
        inputs = {value.name for value in self._session.get_inputs()}
        outputs = {value.name for value in self._session.get_outputs()}
        if inputs != {self.card.input_name} or self.card.output_name not in outputs:
            raise ModelRefusedError("The encoder and its card name different inputs or outputs; reinstall Twinlens.")

    def _try_out(self, model_path: Path, threads: int) -> None:
        """Embed two grey squares: CUDA may be there and not work, and a card may promise another dimension."""
        size = self.card.input_size
        trial = np.full((2, size, size, 3), 128, dtype=np.uint8)
        trial[:, : size // 2] = 64
        try:
            self.embed(trial)
        except ModelRefusedError:
            raise
        except Exception as error:
            if self.provider == "CPU":
                raise ModelRefusedError(f"The encoder {model_path} does not run ({_line(error)}).") from error
            self._session = _session(model_path, threads, allow_cuda=False)
            self.provider = "CPU"
            self._try_out(model_path, threads)


def _session(model_path: Path, threads: int, *, allow_cuda: bool) -> onnxruntime.InferenceSession:
    onnxruntime.set_default_logger_severity(_FATAL_ONLY)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = _FATAL_ONLY
    options.intra_op_num_threads = threads
    # Threads that spin while they wait take the cores from the decoders, which are the slower part of a scan.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # TensorRT is never asked for: it prints, and compiles for minutes.
    cuda = allow_cuda and _CUDA in onnxruntime.get_available_providers()
    providers: list[Any] = [_CUDA, _CPU] if cuda else [_CPU]
    try:
        return onnxruntime.InferenceSession(model_path.read_bytes(), options, providers=providers)
    except OSError as error:
        raise ModelRefusedError(f"The encoder {model_path} cannot be read ({error.strerror}).") from error
    except Exception as error:
        if cuda:
            return _session(model_path, threads, allow_cuda=False)
        raise ModelRefusedError(f"The encoder {model_path} cannot be loaded ({_line(error)}).") from error


def _check_hash(model_path: Path, card: ModelCard) -> None:
    digest = hashlib.sha256()
    try:
        with model_path.open("rb") as file:
            while piece := file.read(_READ_SIZE):
                digest.update(piece)
    except FileNotFoundError as error:
        raise ModelRefusedError(f"The encoder {model_path} is missing; reinstall Twinlens.") from error
    except OSError as error:
        raise ModelRefusedError(f"The encoder {model_path} cannot be read ({error.strerror}).") from error
    if digest.hexdigest() != card.sha256:
        raise ModelRefusedError(f"The encoder {model_path} is not the one its card describes; reinstall Twinlens.")


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]

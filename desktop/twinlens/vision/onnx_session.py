"""One network in an ONNX file: checked against what its card says of it, and run where it really works."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, Literal

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from twinlens.core.errors import ModelRefusedError

Provider = Literal["CUDA", "CPU"]
_CUDA = "CUDAExecutionProvider"
_CPU = "CPUExecutionProvider"
_FATAL_ONLY = 4


class Network:
    """A network that is the one its card describes. Its owner tries it out once, with inputs it knows."""

    def __init__(
        self, role: str, path: Path, sha256: str, *, threads: int | None = None, allow_cuda: bool = True
    ) -> None:
        """`role` names it in sentences: "encoder". Raises ModelRefusedError where it is not the one of the card."""
        self.role = role
        self._path = path
        self._threads = threads or os.cpu_count() or 1
        data = self._read()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ModelRefusedError(f"The {role} {path} is not the one its card describes")
        self._session = self._open(data, allow_cuda=allow_cuda)

    @property
    def provider(self) -> Provider:
        """Where it runs."""
        return "CUDA" if _CUDA in self._session.get_providers() else "CPU"

    def check_names(self, inputs: Collection[str], output: str) -> None:
        """Refuse a network that takes or gives something else than its card says."""
        taken = {value.name for value in self._session.get_inputs()}
        given = {value.name for value in self._session.get_outputs()}
        if taken != set(inputs) or output not in given:
            raise ModelRefusedError(f"The {self.role} {self._path} and its card name different inputs or outputs")

    def run(self, feed: Mapping[str, NDArray[np.uint8]], output: str) -> NDArray[np.float32]:
        """One output for these inputs."""
        (given,) = self._session.run([output], {name: np.ascontiguousarray(pixels) for name, pixels in feed.items()})
        return np.asarray(given, dtype=np.float32)

    def refuse_output(self) -> ModelRefusedError:
        """What to raise for an output that the card did not promise."""
        return ModelRefusedError(f"What comes out of the {self.role} {self._path} is not what its card says")

    def try_out(self, trial: Callable[[], object]) -> None:
        """Run something small: CUDA may be there and not work, and a card may promise what is not so."""
        try:
            trial()
        except ModelRefusedError:
            raise
        except Exception as error:
            if self.provider == "CPU":
                raise ModelRefusedError(f"The {self.role} {self._path} does not run ({_line(error)})") from error
            self._session = self._open(self._read(), allow_cuda=False)
            self.try_out(trial)

    def _read(self) -> bytes:
        """All of the file in one read: what is checked is what is run."""
        try:
            return self._path.read_bytes()
        except FileNotFoundError as error:
            raise ModelRefusedError(f"The {self.role} {self._path} is missing") from error
        except OSError as error:
            raise ModelRefusedError(f"The {self.role} {self._path} cannot be read ({error.strerror})") from error

    def _open(self, data: bytes, *, allow_cuda: bool) -> onnxruntime.InferenceSession:
        onnxruntime.set_default_logger_severity(_FATAL_ONLY)
        options = onnxruntime.SessionOptions()
        options.log_severity_level = _FATAL_ONLY
        options.intra_op_num_threads = self._threads
        # Threads that spin while they wait take the cores from the decoders, which are the slower part of a scan.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # TensorRT is never asked for: it prints, and compiles for minutes.
        cuda = allow_cuda and _CUDA in onnxruntime.get_available_providers()
        providers: list[Any] = [_CUDA, _CPU] if cuda else [_CPU]
        try:
            return onnxruntime.InferenceSession(data, options, providers=providers)
        except Exception as error:
            if cuda:
                return self._open(data, allow_cuda=False)
            raise ModelRefusedError(f"The {self.role} {self._path} cannot be loaded ({_line(error)})") from error


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]

"""An int8 copy of an exported model, and what it costs and gains.

Weights and activations become 8-bit integers by scales that calibration pictures fix beforehand (static quantisation;
QuantizeLinear and DequantizeLinear nodes around what is computed in integers). Convolutions are, with the additions
between them; the standardisation of the input, the pooling's powers and the last layer stay in fp32, where a rounding
would reach the vector directly. The activations are unsigned and the weights signed: what VNNI multiplies in one
instruction. AVX2 without VNNI adds pairs of products in 16 bits, which overflow: there, weights of 8 bits give vectors
that have nothing to do with the model's (mean cosine 0.42). Those of 7 bits are right on every processor (0.997), and
the same file must serve all.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twinlens.vision.preprocess import encoder_input

from ..data.photos import read_photos
from ..evaluation.measured import Measured, OnnxEncoder, measure
from .export import card_for, milliseconds

OPERATIONS = ("Conv", "Add")
PICTURES = 200
"""Calibration pictures; of `train`, spread over its sources."""


class QuantiseError(RuntimeError):
    """No int8 model was written; the message says why."""


@dataclass(frozen=True)
class Quantised:
    """An int8 model beside the one that it was made of."""

    card: dict[str, Any]
    fp32: dict[str, Any]
    """As `card`, measured in the same way."""
    milliseconds: dict[str, float]
    """Of processor time per picture on one thread, "fp32" and "int8", measured in turn."""


def quantise(model: Path, photos: Path, target: Path, most: int | None = None, bits: int = 7) -> Quantised:
    """Write an int8 copy of a model with a card beside it, calibrated on `train` and measured like the model itself.

    `bits` of the weights: 7, or 8 to be run with VNNI only. Raises QuantiseError where the photographs are too few to
    calibrate with, and for a target that is the model.
    """
    if target.resolve() == model.resolve():
        raise QuantiseError("the int8 model must not take the place of the fp32 one")
    size = OnnxEncoder(model).size
    pictures = calibration_pictures(photos, size)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_int8(model, target, pictures, bits)
    times = milliseconds_in_turn({"fp32": model, "int8": target}, size)
    origin = json.loads(model.with_suffix(".json").read_text(encoding="utf-8"))
    kept = {key: origin[key] for key in ("data", "training") if key in origin}
    kept["quantised"] = {
        "from": origin["id"], "operations": OPERATIONS, "calibration_pictures": len(pictures),
        "weight_bits": bits,
    }  # fmt: skip
    name = origin["id"].rpartition("-")[0]
    with tempfile.TemporaryDirectory() as folder:
        # The fp32 model is measured once more: its committed card may be of other edits.
        again = Path(folder) / "fp32.onnx"
        again.write_bytes(model.read_bytes())
        before = card_for(again, name, {}, _measured(again, photos, most), None)
    card = card_for(target, name, kept, _measured(target, photos, most), None, "-int8")
    return Quantised(card, before, times)


def calibration_pictures(photos: Path, size: int, count: int = PICTURES) -> NDArray[np.uint8]:
    """[count, S, S, 3] of `train`, evenly spread over the first 20 times as many."""
    chosen = [encoder_input(image, size) for _, image in _every(photos, 20, 20 * count)]
    if not chosen:
        raise QuantiseError("there are no photographs of `train` to calibrate with")
    return np.stack(chosen)


def _every(photos: Path, step: int, most: int) -> Iterator[tuple[str, Any]]:
    for number, found in enumerate(read_photos(photos, "train")):
        if number >= most:
            return
        if number % step == 0:
            yield found


def write_int8(model: Path, target: Path, pictures: NDArray[np.uint8], bits: int = 7) -> None:
    """Quantise a model by pictures [N, S, S, 3]; the same ones give the same bytes."""
    from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process

    class Reader(CalibrationDataReader):  # type: ignore[misc]
        def __init__(self) -> None:
            self._left = iter(range(0, len(pictures), 16))

        def get_next(self) -> dict[str, NDArray[np.uint8]] | None:
            at = next(self._left, None)
            return None if at is None else {"pixels": pictures[at : at + 16]}

    part, ready = target.with_name(target.name + ".part"), target.with_name(target.name + ".ready")
    try:
        quant_pre_process(str(model), str(ready), skip_symbolic_shape=True)
        quantize_static(
            str(ready), str(part), Reader(), quant_format=QuantFormat.QDQ, op_types_to_quantize=list(OPERATIONS),
            per_channel=True, reduce_range=bits == 7, activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
        )  # fmt: skip
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
        ready.unlink(missing_ok=True)


def milliseconds_in_turn(models: dict[str, Path], size: int, rounds: int = 5) -> dict[str, float]:
    """The least of some medians for each model, taken in turn: what else the machine does falls on all alike."""
    times = [{name: milliseconds(path, size) for name, path in models.items()} for _ in range(rounds)]
    return {name: round(min(each[name] for each in times), 2) for name in models}


def _measured(model: Path, photos: Path, most: int | None) -> Measured:
    return measure(OnnxEncoder(model), photos, most, [])


def table(found: Quantised) -> str:
    """Both side by side as a Markdown table."""
    columns = {"fp32": found.fp32, "int8": found.card}
    rows = [["", *columns], ["---"] * 3]
    for key, name in (("micro_ap", "micro-AP"), ("recall_at_precision_999", "recall at 99.9 % precision")):
        rows.append([name, *(f"{card['figures']['copies']['model'][key]:.4f}" for card in columns.values())])
    for name in ("strict", "normal", "loose"):
        values = (f"{card['threshold_check'][name]['recall']:.4f}" for card in columns.values())
        rows.append([f"recall at its own threshold, {name}", *values])
    rows.append(["ms a picture, one thread", *(f"{found.milliseconds[name]:.2f}" for name in columns)])
    rows.append(["MB", *(f"{card['figures']['bytes'] / 1e6:.1f}" for card in columns.values())])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)

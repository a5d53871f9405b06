"""A tiny encoder and a tiny pair verifier as ONNX, with their cards."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper

INPUT_SIZE = 32
DIM = 8
_GRID = 4


def tiny_model(*, dim: int = DIM, normalised: bool = True, input_name: str = "pixels", seed: int = 7) -> bytes:
    """Mean colours of 4 x 4 cells, projected at random and made a unit vector."""
    weights = np.random.default_rng(seed).normal(size=(_GRID * _GRID * 3, dim)).astype(np.float32)
    cell = INPUT_SIZE // _GRID
    nodes = [
        helper.make_node("Cast", [input_name], ["float"], to=TensorProto.FLOAT),
        helper.make_node("Transpose", ["float"], ["planes"], perm=[0, 3, 1, 2]),
        helper.make_node("AveragePool", ["planes"], ["cells"], kernel_shape=[cell, cell], strides=[cell, cell]),
        helper.make_node("Flatten", ["cells"], ["flat"]),
        helper.make_node("MatMul", ["flat", "weights"], ["projected" if normalised else "embedding"]),
    ]
    if normalised:
        nodes.append(helper.make_node("LpNormalization", ["projected"], ["embedding"], axis=1, p=2))
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info(input_name, TensorProto.UINT8, ["n", INPUT_SIZE, INPUT_SIZE, 3])],
        [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["n", dim])],
        [numpy_helper.from_array(weights, "weights")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(model)
    return model.SerializeToString()


def card_of(model: bytes, **changes: Any) -> dict[str, Any]:
    """A sound card of that model; `changes` replace entries."""
    return {
        "id": "tiny-1",
        "sha256": hashlib.sha256(model).hexdigest(),
        "dim": DIM,
        "input": {"size": INPUT_SIZE, "name": "pixels"},
        "output": {"name": "embedding"},
        "calibration": {"kind": "piecewise-linear", "cosine": [0.2, 0.6, 1.0], "score": [0.0, 0.5, 1.0]},
        "thresholds": {"floor": 0.2, "loose": 0.4, "normal": 0.6, "strict": 0.9},
        **changes,
    }


def write_model(folder: Path, model: bytes, card: dict[str, Any]) -> tuple[Path, Path]:
    """Model and card as files."""
    return _write(folder, "encoder", model, json.dumps(card))


def _write(folder: Path, name: str, model: bytes, card: str) -> tuple[Path, Path]:
    folder.mkdir(parents=True, exist_ok=True)
    model_path, card_path = folder / f"{name}.onnx", folder / f"{name}.json"
    model_path.write_bytes(model)
    card_path.write_text(card)
    return model_path, card_path


def tiny_verifier(
    *,
    size: int = INPUT_SIZE,
    names: tuple[str, str] = ("first", "second"),
    flat: bool = True,
    steepness: float = 0.1,
    batch: int | str = "n",
) -> bytes:
    """The nearer two pictures are in mean absolute difference, the more probably they are one."""
    nodes = [
        *(helper.make_node("Cast", [name], [f"{name} float"], to=TensorProto.FLOAT) for name in names),
        helper.make_node("Sub", [f"{name} float" for name in names], ["difference"]),
        helper.make_node("Abs", ["difference"], ["distance"]),
        helper.make_node("ReduceMean", ["distance"], ["mean"], axes=[1, 2, 3], keepdims=0 if flat else 1),
        helper.make_node("Mul", ["mean", "steepness"], ["steep"]),
        helper.make_node("Sub", ["middle", "steep"], ["logit"]),
        helper.make_node("Sigmoid", ["logit"], ["probability"]),
    ]
    shape = [batch] if flat else [batch, 1, 1, 1]
    graph = helper.make_graph(
        nodes,
        "tiny verifier",
        [helper.make_tensor_value_info(name, TensorProto.UINT8, [batch, size, size, 3]) for name in names],
        [helper.make_tensor_value_info("probability", TensorProto.FLOAT, shape)],
        [
            numpy_helper.from_array(np.array(steepness, np.float32), "steepness"),
            numpy_helper.from_array(np.array(4, np.float32), "middle"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(model)
    return model.SerializeToString()


def verifier_card_of(model: bytes, **changes: Any) -> dict[str, Any]:
    """A sound card of that verifier; `changes` replace entries."""
    return {
        "id": "tiny-pairs-1",
        "sha256": hashlib.sha256(model).hexdigest(),
        "input": {"names": ["first", "second"], "size": INPUT_SIZE},
        "output": {"name": "probability"},
        **changes,
    }


def write_verifier(folder: Path, model: bytes, card: dict[str, Any]) -> tuple[Path, Path]:
    """Model and card as files."""
    return _write(folder, "verifier", model, json.dumps(card))

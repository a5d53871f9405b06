"""Writing a torch module as an ONNX file."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

OPSET = 17


def write(module: nn.Module, examples: Sequence[Tensor], inputs: Sequence[str], output: str, target: Path) -> None:
    """Write `module`, which takes tensors like `examples` under the names `inputs`; their first axis may be any."""
    with warnings.catch_warnings():
        # torch's older exporter writes a smaller, plainer graph; it says that it is the older one.
        for message in (".*legacy TorchScript-based ONNX export.*", ".*feature will be removed.*"):
            warnings.filterwarnings("ignore", message=message, category=DeprecationWarning)
        torch.onnx.export(
            module.eval(), tuple(examples), str(target), input_names=list(inputs), output_names=[output],
            dynamic_axes={name: {0: "n"} for name in (*inputs, output)}, opset_version=OPSET, dynamo=False,
        )  # fmt: skip

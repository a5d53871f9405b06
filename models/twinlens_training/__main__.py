"""`python -m twinlens_training train|plot|evaluate|looks|export|quantise|verifier`."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from pathlib import Path

from .verifier import command as verifier

MODELS = Path(__file__).resolve().parent.parent
EXPORTED = MODELS / "exported" / "encoder.onnx"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; gives the exit code."""
    parser = argparse.ArgumentParser(prog="twinlens_training", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    _add_train(commands)
    _add_plot(commands)
    _add_evaluate(commands)
    _add_looks(commands)
    _add_export(commands)
    _add_quantise(commands)
    verifier.add(commands, EXPORTED.parent)
    chosen = parser.parse_args(arguments)
    result: int = chosen.run(chosen)
    return result


def _add_train(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("train", help="train an encoder, or go on where the run's folder left off")
    command.add_argument("--config", type=Path, default=MODELS / "configs" / "first.toml", help="the run's TOML file")
    command.add_argument(
        "--photos", type=Path, required=True, help="folder of photos-*.tar with manifest.csv; only read"
    )
    command.add_argument(
        "--out", type=Path, required=True, help="folder for checkpoint and log, outside the repository"
    )
    command.add_argument("--cache", type=Path, help="folder for the unpacked photographs, 1.6 GB (default: --out)")
    command.add_argument("--minutes", type=float, help="time budget: the schedule follows the clock, not config.steps")
    command.add_argument("--threads", type=int, default=2, help="threads of the network (default 2)")
    command.add_argument("--workers", type=int, default=1, help="processes that make views; 0: none (default 1)")
    command.add_argument("--save-minutes", type=float, default=4.0, help="between checkpoints and figures (default 4)")
    command.add_argument("--start-from", type=Path, help="checkpoint whose weights a new run in --out begins with")
    command.add_argument(
        "--device", choices=("auto", "cpu", "cuda"), default="auto", help="auto (default): CUDA where there is one"
    )
    command.set_defaults(run=_train)


def _train(chosen: argparse.Namespace) -> int:
    from .config import ConfigError, load_config
    from .data.photos import PhotosError, load_split
    from .training.trainer import DeviceError, ResumeError, RunOptions, train

    cache = chosen.cache or chosen.out
    options = RunOptions(
        chosen.out, chosen.minutes, chosen.threads, chosen.workers, chosen.start_from, chosen.save_minutes,
        device=chosen.device,
    )  # fmt: skip
    try:
        config = load_config(chosen.config)
        train(config, load_split(chosen.photos, "train", cache), load_split(chosen.photos, "val", cache), options)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2
    except (DeviceError, OSError, PhotosError, ResumeError) as error:
        print(error, file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        print(f"stopped; the same command goes on from {chosen.out / 'checkpoint.pt'}", file=sys.stderr)
        return 130
    return 0


def _add_plot(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("plot", help="draw a run's pictures again: its curves and, with --photos, its space")
    command.add_argument("--run", dest="folder", type=Path, required=True, help="the run's folder (train's --out)")
    command.add_argument("--photos", type=Path, help="folder of photos-*.tar with manifest.csv; only read")
    command.add_argument("--cache", type=Path, help="folder with the unpacked photographs (default: --run)")
    command.set_defaults(run=_plot)


def _plot(chosen: argparse.Namespace) -> int:
    from .data.photos import PhotosError, load_split
    from .training.plots import draw_run
    from .training.trainer import ResumeError, run_vectors

    try:
        vectors = None
        if chosen.photos:
            held_out = load_split(chosen.photos, "val", chosen.cache or chosen.folder)
            vectors = run_vectors(chosen.folder, held_out)
        print(*draw_run(chosen.folder, vectors), sep="\n")
    except (OSError, PhotosError, ResumeError) as error:
        print(error, file=sys.stderr)
        return 3
    return 0


def _add_evaluate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("evaluate", help="an exported model beside pHash, dHash and colour moments")
    command.add_argument("--model", type=Path, default=EXPORTED, help="the .onnx file, its card beside it")
    command.add_argument(
        "--photos", type=Path, required=True, help="folder of photos-*.tar with manifest.csv; only read"
    )
    command.add_argument("--eval", type=Path, help="folder of public sets with groundtruth.csv; left out: none")
    command.add_argument("--plots", type=Path, help="folder to draw the figures into, as PNG; made if it is not there")
    command.add_argument("--most", type=int, help="use only so many photographs (default: all of `val`)")
    command.add_argument("--threads", type=int, default=1, help="threads of the network (default 1)")
    command.add_argument("--no-hashes", action="store_true", help="leave hashes and colour moments out")
    command.add_argument("--json", action="store_true", help="print JSON instead of tables")
    command.set_defaults(run=_evaluate)


def _evaluate(chosen: argparse.Namespace) -> int:
    from .data.photos import PhotosError
    from .evaluation.evaluate import evaluate
    from .evaluation.report import table

    try:
        result = evaluate(
            chosen.model, chosen.photos, chosen.eval, chosen.most, not chosen.no_hashes, chosen.threads, chosen.plots
        )
    except (OSError, PhotosError) as error:
        print(error, file=sys.stderr)
        return 3
    print(json.dumps(result, indent=1) if chosen.json else table(result))
    return 0


def _add_looks(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("looks", help="what copies are called once they are laid over their photographs")
    command.add_argument(
        "--photos", type=Path, required=True, help="folder of photos-*.tar with manifest.csv; only read"
    )
    command.add_argument("--most", type=int, default=24, help="so many photographs, each under every edit (default 24)")
    command.add_argument("--start", type=int, default=0, help="the first of them (default 0)")
    command.add_argument("--half", type=int, default=1, choices=(0, 1), help="1: the quoted half (default)")
    command.set_defaults(run=_looks)


def _looks(chosen: argparse.Namespace) -> int:
    from .data.photos import PhotosError
    from .evaluation.looks import look_at_copies
    from .evaluation.report import looks_table

    try:
        print(looks_table(look_at_copies(chosen.photos, chosen.half, chosen.most, chosen.start)))
    except (OSError, PhotosError) as error:
        print(error, file=sys.stderr)
        return 3
    return 0


def _add_export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("export", help="write a checkpoint as ONNX, calibrate and measure it, write its card")
    command.add_argument("--checkpoint", type=Path, required=True, help="checkpoint.pt in a run's folder")
    command.add_argument(
        "--photos", type=Path, required=True, help="folder of photos-*.tar with manifest.csv; only read"
    )
    command.add_argument("--eval", type=Path, help="folder of public sets with groundtruth.csv; left out: none")
    command.add_argument("--out", type=Path, default=EXPORTED, help="the .onnx file to write; the card goes beside it")
    command.add_argument("--most", type=int, help="measure with only so many photographs (default: all of `val`)")
    command.add_argument("--size", type=int, help="side of the input in pixels (default: the configuration's)")
    command.add_argument(
        "--weights",
        choices=("averaged", "network"),
        default="averaged",
        help="the running mean of the weights (default), or the last ones (better where the size changed late)",
    )
    command.add_argument("--trained-by", default="", help="the training command, for the card")
    command.set_defaults(run=_export)


def _export(chosen: argparse.Namespace) -> int:
    from .deployment.export import ExportError, background_of, load_run, write_card, write_onnx
    from .evaluation.report import table, thresholds_table

    run = load_run(chosen.checkpoint, chosen.size, chosen.weights)
    try:
        chosen.out.parent.mkdir(parents=True, exist_ok=True)
        background = background_of(run, chosen.photos, chosen.most)
        difference = write_onnx(run.encoder, run.config.input_size, chosen.out, background)
        card = write_card(run, chosen.out, chosen.photos, chosen.eval, chosen.trained_by, chosen.most)
    except ExportError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{card['id']}: differs from torch by {difference:.1e} at most, step {run.step}\n")
    print(table(card["figures"]), thresholds_table(card), sep="\n\n")
    return 0


def _add_quantise(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("quantise", help="write an int8 copy of an exported model and measure both")
    command.add_argument("--model", type=Path, default=EXPORTED, help="the fp32 .onnx file, its card beside it")
    command.add_argument(
        "--photos", type=Path, required=True, help="folder of photos-*.tar with manifest.csv; only read"
    )
    command.add_argument("--out", type=Path, required=True, help="the int8 .onnx file to write, and its card")
    command.add_argument("--most", type=int, help="measure with only so many photographs (default: all of `val`)")
    command.add_argument(
        "--weight-bits", type=int, choices=(7, 8), default=7, help="8 is right on processors with VNNI only (default 7)"
    )
    command.set_defaults(run=_quantise)


def _quantise(chosen: argparse.Namespace) -> int:
    from .data.photos import PhotosError
    from .deployment.quantise import QuantiseError, quantise, table

    try:
        found = quantise(chosen.model, chosen.photos, chosen.out, chosen.most, chosen.weight_bits)
    except (OSError, PhotosError, QuantiseError) as error:
        print(error, file=sys.stderr)
        return 3
    print(f"{found.card['id']}\n", table(found), sep="\n")
    return 0


if __name__ == "__main__":
    # Asked to end, end as on Ctrl-C, so that worker processes are not left behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(130))
    sys.exit(main())

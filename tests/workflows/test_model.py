"""Which encoder is used: the one a person put into the home, or the shipped one; and the way back."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from twinlens.core.errors import ModelRefusedError, OwnModelRefusedError, StorageError
from twinlens.resources import model_files
from twinlens.workflows.model import choose_encoder, restore_shipped
from vision.onnx_models import card_of, tiny_model, write_model


def no_shipped() -> tuple[Path, Path]:
    raise AssertionError("the shipped encoder was asked for")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "models"


def test_the_shipped_encoder_unless_there_is_an_own_one(folder: Path) -> None:
    assert not choose_encoder(folder, model_files).own
    write_model(folder, tiny_model(), card_of(tiny_model()))
    own = choose_encoder(folder, no_shipped)
    assert (own.own, own.card.id, own.provider) == (True, "tiny-1", "CPU")


FAULTS = {
    "another network": (tiny_model() + b"\0", {}),
    "another dimension": (tiny_model(dim=12), {}),
    "another input": (tiny_model(input_name="other"), {}),
    "another size": (tiny_model(), {"input": {"size": 16, "name": "pixels"}}),
    "no calibration": (tiny_model(), {"calibration": None}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_own_encoder_whose_card_disagrees_is_refused_with_the_way_back(folder: Path, fault: str) -> None:
    model, changes = FAULTS[fault]
    write_model(folder, model, {**card_of(model if fault != "another network" else tiny_model()), **changes})
    with pytest.raises(OwnModelRefusedError, match=r"; twinlens doctor --restore-model goes back .*\.$") as refused:
        choose_encoder(folder, no_shipped)
    assert str(refused.value).count(". ") == 0, "one sentence"


@pytest.mark.parametrize("missing", ["encoder.onnx", "encoder.json"])
def test_half_an_own_encoder_is_refused(folder: Path, missing: str) -> None:
    write_model(folder, tiny_model(), card_of(tiny_model()))
    (folder / missing).unlink()
    with pytest.raises(OwnModelRefusedError, match="is missing"):
        choose_encoder(folder, no_shipped)


def test_a_shipped_encoder_that_is_refused_is_to_be_installed_again(tmp_path: Path) -> None:
    files = write_model(tmp_path, tiny_model() + b"\0", card_of(tiny_model()))
    with pytest.raises(ModelRefusedError, match="; install Twinlens again") as refused:
        choose_encoder(tmp_path / "none", lambda: files).start()
    assert not isinstance(refused.value, OwnModelRefusedError)


def test_restoring_deletes_nothing_and_can_be_done_again(folder: Path) -> None:
    assert restore_shipped(folder) is None
    kept = []
    for _ in range(3):
        write_model(folder, tiny_model(), card_of(tiny_model()))
        aside = restore_shipped(folder)
        assert aside is not None
        kept.append(aside)
        assert not choose_encoder(folder, model_files).own
    assert [path.name for path in kept] == ["models-set-aside", "models-set-aside-2", "models-set-aside-3"]
    assert all((path / "encoder.onnx").read_bytes() == tiny_model() for path in kept)
    assert restore_shipped(folder) is None


def test_a_folder_that_cannot_be_renamed_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path, _target: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    write_model(folder, tiny_model(), card_of(tiny_model()))
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(StorageError, match=r"\(Permission denied\); rename it by hand"):
        restore_shipped(folder)

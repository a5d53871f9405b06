"""Settings survive a crash, a typo and an older or newer Twinlens."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from twinlens.core.photos import ContentKey
from twinlens.paths import AppPaths
from twinlens.settings import Settings, load_settings, save_settings
from twinlens.workflows.home import open_home


def test_defaults_where_there_is_no_file(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none.toml") == Settings()


@given(
    theme=st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])),
    workers=st.integers(0, 64),
    timeout=st.floats(0.5, 1e4),
    keys=st.dictionaries(st.text(st.characters(codec="utf-8")), st.lists(st.text(st.characters(codec="utf-8")))),
)
def test_what_is_saved_is_loaded(
    tmp_path_factory: object, theme: str, workers: int, timeout: float, keys: dict[str, list[str]]
) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.toml"  # type: ignore[attr-defined]
    settings = Settings(theme=theme, decode_workers=workers, decode_timeout_s=timeout, keys=keys)
    save_settings(settings, path)
    assert load_settings(path) == settings
    assert [each.name for each in path.parent.iterdir()] == ["settings.toml"]


def test_unknown_names_and_wrong_kinds_are_ignored(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('theme = "dark"\nfuture = true\ndecode_workers = "many"\n', encoding="utf-8")
    assert load_settings(path) == Settings(theme="dark")


def test_keys_that_are_no_lists_of_text_are_ignored(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('[keys]\n"review.keep" = ["P"]\n"review.reject" = 3\n"review.clear" = [1]\n', encoding="utf-8")
    assert load_settings(path) == Settings(keys={"review.keep": ["P"]})


def test_a_damaged_file_is_ignored(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"theme = \xff\xfe")
    assert load_settings(path) == Settings()


def test_a_given_home_holds_everything(tmp_path: Path) -> None:
    paths = AppPaths.of(tmp_path)
    homes = asdict(paths.home)
    assert all(path.is_relative_to(tmp_path) for path in (*homes.values(), paths.logs, paths.settings))
    assert paths.home.quarantine == tmp_path / "quarantine"


def test_without_a_home_the_system_decides_and_its_trash_may_be_used() -> None:
    assert AppPaths.of(None).home.quarantine is None


def test_the_room_for_previews_reaches_the_cache(tmp_path: Path) -> None:
    paths = AppPaths.of(tmp_path)
    home = open_home(paths.home, Settings(preview_cache_mb=64).preview_cache_bytes)
    keys = [ContentKey(f"k{number}") for number in range(9)]
    home.cache.previews.save([(key, bytes(10 * 2**20)) for key in keys])
    kept = [key for key in keys if home.cache.previews.get(key) is not None]
    home.close()
    assert 0 < len(kept) * 10 <= 64
    assert kept[-1] == keys[-1]

"""How long a scan will take: right within what is known, never jumping, never falling back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinlens.core.job import Progress, Stage
from twinlens.core.time_left import TimeLeft

SLOW_START_S = 4.0


def scan(pictures: int, a_picture: float, looks: int) -> Iterator[tuple[float, Progress]]:
    """The reports of a scan whose later stages cost what they usually do, after a slow start."""
    now = 0.0
    for done in range(pictures + 1):
        now = SLOW_START_S + done * a_picture if done else 0.0
        yield (
            now,
            Progress(
                Stage.EMBED, done, pictures, done / now if now else 0.0, None, round(done * looks / pictures / 1.2)
            ),
        )
    began = now
    for done in range(0, pictures + 1, 10):
        now = began + done * 0.1 * a_picture
        yield now, Progress(Stage.MATCH, done, pictures, 10 / a_picture)
    began = now
    for done in range(0, looks + 1, 64):
        now = began + done * 0.46 * a_picture
        yield now, Progress(Stage.COMPARE, done, max(looks // 2, done), 1 / (0.46 * a_picture) if done else 0.0)


@pytest.mark.parametrize(
    ("pictures", "a_picture", "looks"), [(1140, 0.06, 3400), (1140, 0.06, 40), (20_000, 0.02, 9000)]
)
def test_the_whole_scan_is_foreseen_from_its_first_quarter(pictures: int, a_picture: float, looks: int) -> None:
    reports = list(scan(pictures, a_picture, looks))
    end, left = reports[-1][0], TimeLeft()
    said = [(now, left.hear(progress, now)) for now, progress in reports]
    for share in (0.25, 0.5, 0.75):
        now, seconds = next(each for each in said if each[0] >= share * end)
        assert seconds == pytest.approx(end - now, rel=0.25)


def test_nothing_is_said_before_anything_is_known() -> None:
    left = TimeLeft()
    assert left.hear(Progress(Stage.DISCOVER, 100, None), 0.0) is None
    assert left.hear(Progress(Stage.EMBED, 3, 100, 1.0), 3.0) is None
    assert left.share == 0.0


def test_a_scan_that_reads_nothing_says_what_its_stage_says() -> None:
    assert TimeLeft().hear(Progress(Stage.VERIFY, 1, 4, 1.0, 3.0), 0.0) == 3.0


def test_a_pause_is_no_work() -> None:
    steady, paused = TimeLeft(), TimeLeft()
    for number, (now, progress) in enumerate(scan(500, 0.1, 100)):
        late = 1000.0 if number > 200 else 0.0
        if number == 201:
            paused.pause()
        one, other = steady.hear(progress, now), paused.hear(progress, now + late)
        if one is not None and other is not None:
            assert other == pytest.approx(one, rel=0.05, abs=0.5)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(Stage),
            st.integers(0, 50),
            st.none() | st.integers(0, 50),
            st.floats(0, 1e6),
            st.integers(0, 10**6),
        )
    )
)
def test_whatever_comes_it_is_a_length_of_time(told) -> None:
    left, share = TimeLeft(), 0.0
    for number, (stage, done, total, rate, matches) in enumerate(told):
        seconds = left.hear(Progress(stage, done, total, rate, None, matches), number / 3)
        assert seconds is None or seconds >= 0
        assert share <= left.share <= 1
        share = left.share

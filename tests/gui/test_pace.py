"""Reading along with a scan never costs more than its share."""

from __future__ import annotations

from twinlens.gui.shell.pace import Pace


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_first_reading_is_due_at_once_and_never_two_at_a_time() -> None:
    pace = Pace(Clock())
    assert pace.due
    pace.begin()
    assert not pace.due


def test_a_quick_reading_rests_two_seconds() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.begin()
    pace.end()
    clock.now += 1.9
    assert not pace.due
    clock.now += 0.2
    assert pace.due


def test_a_slow_reading_rests_ten_times_as_long() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.begin()
    clock.now += 3
    pace.end()
    clock.now += 29
    assert not pace.due
    pace.hurry()
    assert pace.due

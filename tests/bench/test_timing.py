"""Contenders take turns, for equally long, and none is favored."""

from itertools import groupby

from visualnn.bench import timing
from visualnn.bench.timing import Effort, least_seconds


def test_that_contenders_take_turns():
    order = []
    least_seconds([lambda: order.append("a"), lambda: order.append("b")], Effort(3, 1e-3, 3))
    turns = [name for name, _ in groupby(order)]
    assert turns == ["a", "b"] * (len(turns) // 2)
    assert len(turns) >= 2 * (1 + 3)


def test_that_the_slower_contender_takes_longer():
    works = [lambda: sum(range(10)), lambda: sum(range(10_000))]
    quick, slow = least_seconds(works, Effort(3, 1e-4, 3))
    assert slow > 5 * quick


def test_that_the_quick_are_timed_for_as_long_as_the_slow(monkeypatch):
    needs, seen = {"quick": 0.001, "slow": 0.02}, []

    def timed(contender, count):
        seen.append((contender(), count))
        return needs[contender()] * count

    monkeypatch.setattr(timing, "_seconds", timed)
    assert least_seconds([lambda: "quick", lambda: "slow"], Effort(3, 0.005, 2)) == [0.001, 0.02]
    assert seen[-4:] == [("quick", 20), ("slow", 1)] * 2


def test_that_a_disturbed_timing_does_not_count(monkeypatch):
    times = iter([1.0, 1.0, 5.0, 1.0, 0.75, 9.0])
    monkeypatch.setattr(timing, "_seconds", lambda contender, count: next(times) * count)
    assert least_seconds([print, print], Effort(2, 1.0, 2)) == [0.75, 1.0]

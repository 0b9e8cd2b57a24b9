"""Whose turn it is: the gaps between columns while training runs fast."""

from visualnn.ui.diagram.gaps import EDGES_A_FRAME, Gaps

EDGES = (16, 64, 160)


def test_that_what_was_never_painted_is_painted_at_once():
    assert Gaps().due("abc", EDGES, in_turns=True) == [0, 1, 2]


def test_that_what_looks_the_same_is_left_alone():
    gaps = Gaps()
    gaps.due("abc", EDGES, in_turns=True)
    assert gaps.due("abc", EDGES, in_turns=False) == []
    assert gaps.due("abX", EDGES, in_turns=False) == [2]


def test_that_all_is_painted_where_nothing_runs_fast():
    gaps = Gaps()
    gaps.due("abc", EDGES, in_turns=False)
    assert gaps.due("xyz", EDGES, in_turns=False) == [0, 1, 2]


def test_that_a_frame_paints_no_more_than_its_share_of_edges_in_the_long_run():
    gaps, painted = Gaps(), [0, 0, 0]
    gaps.due("abc", EDGES, in_turns=True)
    for frame in range(100):
        for gap in gaps.due([(frame, gap) for gap in range(3)], EDGES, in_turns=True):
            painted[gap] += 1
    total = sum(n * edges for n, edges in zip(painted, EDGES, strict=True))
    assert total <= 100 * EDGES_A_FRAME + max(EDGES)
    assert max(painted) - min(painted) <= 1  # and none is left behind


def test_that_the_last_look_is_painted_although_it_had_to_wait():
    gaps = Gaps()
    gaps.due("abc", EDGES, in_turns=True)
    shown = list("abc")
    for _ in range(20):
        for gap in gaps.due("xyz", EDGES, in_turns=True):
            shown[gap] = "xyz"[gap]
    assert shown == list("xyz")


def test_that_everything_is_due_again_on_a_new_ground():
    gaps = Gaps()
    gaps.due("abc", EDGES, in_turns=True)
    gaps.forget()
    assert gaps.due("abc", EDGES, in_turns=True) == [0, 1, 2]

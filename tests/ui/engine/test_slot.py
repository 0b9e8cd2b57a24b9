from hypothesis import given
from hypothesis import strategies as st

from visualnn.ui.engine.slot import Slot


@given(st.lists(st.sampled_from(["wish", "due", "done", "again"])))
def test_that_the_latest_wish_is_never_lost_and_one_is_under_way_at_most(moves):
    slot, wishes, finished = Slot(), 0, 0
    for move in moves:
        match move:
            case "wish":
                wishes += 1
                slot.wish(wishes)
            case "due" if slot.under_way:
                assert slot.due() is None
            case "due":
                slot.due()
            case "done":
                finished = slot.done() or finished
            case "again":
                slot.again()
        assert wishes in (slot.waiting, slot.under_way, finished)


def test_that_what_was_under_way_is_asked_again_unless_there_is_a_newer_wish():
    slot = Slot()
    slot.wish("old")
    slot.due()
    slot.again()
    assert slot.due() == "old"
    slot.wish("new")
    slot.again()
    assert slot.due() == "new"
    assert not slot.waiting

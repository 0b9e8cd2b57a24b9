from PySide6.QtCore import QObject

from visualnn.ui.backprop.relay import Relay


class View:
    def __init__(self, visible=True):
        self.visible, self.shown, self.pointed = visible, [], []

    def isVisible(self):  # noqa: N802
        return self.visible

    def show_sheet(self, sheet):
        self.shown.append(sheet)

    def point_at(self, sheet):
        self.pointed.append(sheet)


def test_that_what_trains_is_shown_one_view_a_frame(qtbot):
    views, parent = [View(), View(), View()], QObject()
    relay = Relay(views, lambda: "sheet", parent)
    relay.begin(spread=True)
    assert [len(view.shown) for view in views] == [1, 0, 0]
    relay.point()
    assert [len(view.pointed) for view in views] == [1, 0, 0]
    qtbot.waitUntil(lambda: views[2].shown == ["sheet"])
    assert views[1].shown == ["sheet"]


def test_that_a_hidden_view_costs_nothing_until_it_is_looked_at(qtbot):
    seen, hidden, parent = View(), View(visible=False), QObject()
    relay = Relay([seen, hidden], lambda: "sheet", parent)
    relay.begin()
    relay.begin()
    assert (len(seen.shown), len(hidden.shown)) == (2, 0)
    hidden.visible = True
    relay.end()
    assert (len(seen.shown), len(hidden.shown)) == (2, 1)
    hidden.visible = False
    relay.begin()
    relay.end(hidden=True)
    assert len(hidden.shown) == 2

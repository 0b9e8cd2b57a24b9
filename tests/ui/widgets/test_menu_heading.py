"""Titles in a menu are seen, and cannot be chosen."""

import pytest
from PySide6.QtWidgets import QMenu

from visualnn.ui.widgets.menu_heading import add_heading


@pytest.fixture
def menu(qtbot):
    menu = QMenu()
    qtbot.addWidget(menu)
    for title, choice in (("Scale", "Linear"), ("Smoothing", "Raw")):
        add_heading(menu, title)
        menu.addAction(choice)
    return menu


def test_that_the_words_of_a_title_have_room(menu):
    titles = [action for action in menu.actions() if action.text() in ("Scale", "Smoothing")]
    assert [title.defaultWidget().text() for title in titles] == ["Scale", "Smoothing"]
    for title in titles:
        wanted = title.defaultWidget().sizeHint()
        assert menu.actionGeometry(title).height() >= wanted.height()


def test_that_a_title_cannot_be_chosen_and_a_line_stands_between_groups_only(menu):
    actions = menu.actions()
    kinds = ["line" if a.isSeparator() else "on" if a.isEnabled() else "title" for a in actions]
    assert kinds == ["title", "on", "line", "title", "on"]

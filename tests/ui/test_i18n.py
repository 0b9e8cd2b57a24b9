from __future__ import annotations

from visualnn.ui.i18n import install, spec_text


def test_that_a_language_without_a_translation_leaves_english(qtbot):
    assert not install("xx")
    assert spec_text("Learning rate") == "Learning rate"


def test_that_no_text_is_not_looked_up(qtbot):
    assert spec_text("") == ""

import pytest

from visualnn.experiment.explain import Names, OfExample, Place, ask, chain, explain, stages
from visualnn.figures.chain_rule import chain_card
from visualnn.figures.veil import hidden_by, shows_factor, shows_gradient, shows_loss, shows_update
from visualnn.figures.worked import Sheet

W5 = Place("w", 2, 0, 0)


@pytest.fixture
def sheet():
    e = explain(OfExample())
    return Sheet(e, stages(e, brief=True), 0, Names(e), selected=W5, predicting=True)


def first(sheet, shown):
    """Return the first stage at which something may be seen."""
    return next(i for i in range(len(sheet.line)) if shown(sheet.edited(index=i)))


def test_that_each_number_is_seen_from_its_stage_on(sheet):
    keys = [stage.key for stage in sheet.line]
    assert first(sheet, lambda s: shows_gradient(s, W5)) == keys.index("slope_w")
    assert first(sheet, lambda s: shows_update(s, W5)) == keys.index("update")
    assert first(sheet, shows_loss) == keys.index("loss")
    assert first(sheet, lambda s: shows_loss(s, after=True)) == keys.index("update")


def test_that_a_factor_is_seen_when_what_it_is_read_off_is_known(sheet):
    slope, bend, incoming = chain(sheet.explanation, W5).paths[0].factors
    assert first(sheet, lambda s: shows_factor(s, incoming)) == 2
    assert first(sheet, lambda s: shows_factor(s, bend)) == 4
    assert first(sheet, lambda s: shows_factor(s, slope)) == 6


def test_that_without_predicting_everything_is_seen_at_once(sheet):
    card = chain_card(sheet.edited(predicting=False), "paths")
    assert card.shown
    assert all(term.shown for term in card.products[0].terms)
    assert not chain_card(sheet, "paths").shown


def test_that_what_is_asked_stays_hidden_at_its_stage(sheet):
    at = sheet.edited(index=7, hidden=frozenset({W5}))
    assert not shows_gradient(at, W5)
    assert shows_gradient(at, Place("w", 2, 1, 1))


def test_that_a_question_about_a_slope_does_not_hide_the_value(sheet):
    import numpy as np

    stage = next(stage for stage in sheet.line if stage.key == "slope_a")
    question = ask(sheet.names, stage, np.random.default_rng(0))
    assert question.of_slope
    (place,) = hidden_by(question)
    assert place.sample == -1

"""Questions can be checked against the arrays, and answers are marked fairly."""

import numpy as np
import pytest

from visualnn.errors import InputError
from visualnn.experiment.explain import OfBatch, OfExample, OfSample, Place, explain, index_of
from visualnn.experiment.explain.names import Names
from visualnn.experiment.explain.notation import Notation
from visualnn.experiment.explain.phrase import Phrase
from visualnn.experiment.explain.questions import SIGNS, Question, ask, mark, number_in, tolerance
from visualnn.experiment.explain.stages import stages
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training


def stage(e, key, layer=0, brief=False):
    return next(s for s in stages(e, brief) if (s.key, s.layer) == (key, layer))


def every_question(e, seeds=12):
    names = Names(e)
    for line in (stages(e), stages(e, brief=True)):
        for one in line:
            for seed in range(seeds):
                if question := ask(names, one, np.random.default_rng(seed)):
                    yield one, question


def subjects():
    run = Training(
        resolve(Experiment(data="iris", hidden=(4, 3), normalization="layer", dropout=0.3))
    )
    run.advance(3)  # Adam's very first step is equally long everywhere
    return [explain(OfExample()), explain(OfSample(3), run), explain(OfBatch(), run)]


@pytest.mark.parametrize("index", range(3))
def test_that_every_answer_is_read_off_the_arrays(index):
    e = subjects()[index]
    kinds = set()
    for _, question in every_question(e):
        kinds.add(question.kind)
        place = question.places[0]
        match question.kind:
            case "value":
                read = e.slope if question.of_slope else e.value
                assert question.answer == read(place)
            case "sign":
                right = question.options[int(question.answer)]
                assert (
                    str(right)
                    == {1: "positive", 0: "zero", -1: "negative"}[np.sign(e.slope(place))]
                )
            case "most":
                moves = [abs(e.step_vector[index_of(e.layout, p)]) for p in question.places]
                assert np.argmax(moves) == question.answer
                assert moves[int(question.answer)] == np.abs(e.step_vector).max()
            case "loss":
                fell = e.after.total < e.before.total
                assert str(question.options[int(question.answer)]) == ("falls" if fell else "rises")
    assert kinds == {"value", "sign", "most", "loss"}


def test_that_a_number_is_asked_for_in_the_notation_s_convention():
    e = explain(OfExample())
    names, doubled = Names(e), Names(e, Notation(half="without ½"))
    for key, layer, times in (("slope_a", 1, 2), ("loss", 2, 2), ("sum", 1, 1), ("slope_w", 2, 2)):
        asked = [
            [ask(one, stage(e, key, layer), np.random.default_rng(seed)) for seed in range(9)]
            for one in (names, doubled)
        ]
        pairs = [(a, b) for a, b in zip(*asked, strict=True) if a.kind == "value"]
        assert pairs
        assert all(other.answer == times * own.answer for own, other in pairs)


def test_that_a_gradient_is_asked_for_without_the_penalty_and_says_so():
    run = Training(resolve(Experiment(samples=60, hidden=(3,), l2=0.1)))
    e = explain(OfSample(1), run)
    question = ask(Names(e), stage(e, "slope_w", 1), np.random.default_rng(1))
    assert "without the penalty" in str(question.prompt)
    if question.kind == "value":
        assert question.answer == e.slope(question.places[0])


def test_that_a_question_is_about_what_comes_next():
    e = explain(OfExample())
    for one, question in every_question(e):
        revealed = set(one.reveals)
        if question.kind in ("value", "sign"):
            (place,) = question.places
            assert (("d:" if question.of_slope else "") + place.kind, place.layer) in revealed


def test_that_the_right_option_or_number_is_marked_right_and_others_wrong():
    e = explain(OfExample())
    names = Names(e)
    for _, question in every_question(e, seeds=4):
        if question.kind == "value":
            assert mark(question, names.number(question.answer), names).right
            assert mark(question, f"{question.answer:.4f}", names).right
            assert not mark(question, f"{question.answer * 1.02 + 1e-4}", names).right
        else:
            marks = [mark(question, at, names).right for at in range(len(question.options))]
            assert marks.count(True) == 1
            assert marks.index(True) == question.answer


def test_that_an_equal_generator_asks_the_same():
    e = explain(OfExample())
    asked = [ask(Names(e), stage(e, "sum", 1), np.random.default_rng(5)) for _ in range(2)]
    assert asked[0] == asked[1]
    assert str(asked[0].prompt) in ("What is z₁?", "What is z₂?")


def test_that_nothing_is_asked_about_what_is_given():
    e = explain(OfExample())
    assert ask(Names(e), stage(e, "input"), np.random.default_rng(0)) is None


def test_that_a_turned_sign_is_told():
    e = explain(OfExample())
    question = Question("value", "", (), 0.25, (Place("w", 1),), True)
    verdict = mark(question, "-0,25", Names(e))
    assert not verdict.right
    assert str(verdict.sentence) == "The size is right, the sign is not: it is 0.25000000."


@pytest.mark.parametrize(
    ("typed", "value"), [("0.25", 0.25), (" 0,25 ", 0.25), ("−1e-3", -0.001), ("+2", 2)]
)
def test_that_numbers_are_read_as_people_type_them(typed, value):
    assert number_in(typed) == value


@pytest.mark.parametrize("typed", ["", "abc", "nan", "inf", "1 2", "0.1.2"])
def test_that_what_is_no_number_is_refused(typed):
    with pytest.raises(InputError, match="is not a number"):
        number_in(typed)


def test_that_an_answer_that_is_no_option_is_refused():
    question = Question("sign", Phrase(""), SIGNS, 0, (Place("w", 1),), True)
    with pytest.raises(InputError, match="choose one from 0 to 2"):
        mark(question, "up", Names(explain(OfExample())))


def test_that_one_percent_or_the_fourth_decimal_is_near_enough():
    assert tolerance(2.0) == pytest.approx(0.02)
    assert tolerance(1e-3) == 0.5e-4

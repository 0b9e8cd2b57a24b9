"""The Backprop page alone, without window and engine: explanations go in, pictures come out."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest

from visualnn.experiment.explain import (
    OfBatch,
    OfExample,
    OfSample,
    Place,
    check_gradient,
    explain,
)
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.together.race import usual_race
from visualnn.experiment.training import Training
from visualnn.figures.unit_marks import unit_mark
from visualnn.ui import picture
from visualnn.ui.backprop.foot_line import foot_line
from visualnn.ui.intents import GoThrough
from visualnn.ui.session import Document
from visualnn.ui.theme import ThemeSource, load
from visualnn.ui.workspaces.backprop import Backprop


@pytest.fixture
def page(qtbot):
    ThemeSource("light")
    made = Backprop()
    qtbot.addWidget(made)
    made.check_wanted.connect(lambda e, place: made.show_check(check_gradient(e, place)))
    made.resize(1400, 820)
    made.show()
    qtbot.waitExposed(made)
    made.show_explanation(explain(OfExample()))
    return made


@pytest.fixture(scope="module")
def training():
    return Training(resolve(Experiment(data="digits", hidden=(32, 16), samples=200)))


def show(page, subject, training):
    page.work_through(subject)
    page.show_explanation(explain(subject, training))


def test_that_every_view_is_exported_as_picture_and_table(page, tmp_path):
    assert [view.key for view in page.views] == [
        "backprop_diagram", "stages", "chain_rule", "update", "gradient_check", "sample_gradients"
    ]  # fmt: skip
    for view in page.views:
        image = picture.to_image(view, 1.0)
        seen = {image.pixelColor(x, y).name() for x in range(0, image.width(), 2)
                for y in range(0, image.height(), 2)}  # fmt: skip
        assert len(seen) > 3, view.key
        assert "<g" in picture.to_svg(view, tmp_path / "view.svg").read_text("utf-8")
        assert len(picture.to_csv(view, tmp_path / "view.csv").read_text("utf-8").splitlines()) > 1


def test_that_a_wide_network_shows_a_path_and_the_sum_of_the_rest(page, training):
    show(page, OfSample(3), training)
    page.diagram.intent.emit(_choose(Place("w", 1, 4, 20)))
    card = page.chain.card
    assert card.paths == 16 * 10
    assert card.rest[0] == 159
    path = card.products[0].value
    assert path + card.rest[1] == pytest.approx(card.value, rel=1e-12)
    shown = page.diagram._arrange(page.diagram.rect().toRectF()).circles
    assert shown.shows(0, 20)
    assert shown.shows(1, 4)
    assert sum(map(len, shown.units)) < 60


def test_that_the_path_goes_through_the_neuron_that_is_clicked(page, training):
    show(page, OfSample(3), training)
    page.diagram.intent.emit(_choose(Place("w", 1, 4, 20)))
    shown = page.diagram._arrange(page.diagram.rect().toRectF()).circles.units[2]
    for unit in shown[:2]:
        at = page.diagram.place_of(Place("a", 2, unit)).toPoint()
        QTest.mouseClick(page.diagram, Qt.MouseButton.LeftButton, pos=at)
        places = {factor.by for factor in page.chain.card.chain.paths[0].factors}
        assert Place("a", 2, unit) in {place.of_sample(0) for place in places}


def test_that_a_batch_shows_mean_and_spread_and_each_sample(page, training):
    show(page, OfBatch(), training)
    page.deck.show_view("sample_gradients")
    values = page.spread.table().columns["gradient"]
    e = page.sheet.explanation
    assert len(values) == e.samples == 32
    assert values.mean() == pytest.approx(page.chain.card.value, rel=1e-12)
    page.playback.go(len(page.sheet.line) - 1)
    names = [row.cells[0] for row in page.chain.factors.rows.rows]
    assert names[:4] == ["mean", "spread", "least", "greatest"]


def test_that_a_theme_changes_the_colors_of_a_picture(page):
    before = picture.to_image(page.chain, 1.0).pixelColor(2, 2)
    ThemeSource("dark")
    page.apply_theme(load("dark"))
    after = picture.to_image(page.chain, 1.0).pixelColor(2, 2)
    assert (before.name(), after.name()) == (load("light").panel.name(), load("dark").panel.name())


def test_that_the_check_curve_shows_why_a_tiny_step_is_bad(page):
    page.deck.show_view("gradient_check")
    check = page.check.check
    assert check.errors[np.argmin(np.abs(check.steps - 1e-12))] > 1e3 * check.error
    assert "✓" in page.check.words.text()


@pytest.mark.parametrize(
    ("agrees", "words"), [(True, "both see the step where it is flat"), (False, "not an error")]
)
def test_that_a_check_across_a_step_ends_in_a_verdict(page, agrees, words):
    page.deck.show_view("gradient_check")
    check = page.check.check
    numeric = check.numeric if agrees else check.numeric + 1e4
    errors = check.errors if agrees else np.ones(len(check.errors))
    page.check.show_check(replace(check, flat=True, numeric=numeric, errors=errors))
    assert words in page.check.words.text()
    assert "g′ = 0 by definition" in page.check.words.text()
    assert "✗" not in page.check.words.text()


def test_that_pressing_beside_everything_changes_nothing(page):
    before = page.sheet
    QTest.mouseClick(page.diagram, Qt.MouseButton.LeftButton, pos=QPoint(3, 60))
    assert page.sheet is before


def test_that_a_question_stands_while_training_goes_on(page, qtbot):
    run = Training(resolve(Experiment(hidden=(3,), samples=60)))
    show(page, OfSample(0), run)
    page.predict_button.click()
    page.playback.step()
    standing, asked = page.predictor.question, []
    assert standing is not None
    page.explanation_wanted.connect(asked.append)
    run.advance(3)
    page.show_explanation(explain(OfSample(0), run))  # one that was under way
    assert page.predictor.question is standing
    assert page.stages.predict.prompt.text() == str(standing.prompt)
    assert page.sheet.explanation.step == 0
    page.predictor.skip()
    assert page.stages.predict.verdict.text()  # and so does what is right
    page.show_explanation(explain(OfSample(0), run))
    assert page.sheet.explanation.step == 0
    page.predict_button.click()
    page.show_explanation(explain(OfSample(0), run))
    assert page.sheet.explanation.step == 3


def test_that_the_stages_do_not_play_on_where_nobody_sees_them(page):
    page.playback.toggle()
    assert page.playback.running
    page.hide()
    assert not page.playback.running


def test_that_a_way_and_a_stage_stay_when_the_network_has_trained_on(page, qtbot):
    run = Training(resolve(Experiment(hidden=(8, 8), samples=60)))
    show(page, OfSample(0), run)
    page.playback.go(4)
    page.diagram.intent.emit(GoThrough(Place("a", 2, 3)))
    run.advance(3)
    page.show_explanation(explain(OfSample(0), run))
    assert (page.sheet.index, page.sheet.through) == (4, ((2, 3),))


def test_that_cutting_finer_stays_at_what_is_known(page):
    page.playback.go(6)
    before = page.sheet
    page.stages.choose("detail", "all")
    assert page.sheet.known >= before.known
    page.stages.choose("detail", "brief")
    assert page.sheet.index == 6


def test_that_the_chosen_parameter_of_another_network_is_one_that_it_has(page):
    show(page, OfSample(0), Training(resolve(Experiment(hidden=(3,), normalization="batch"))))
    page.diagram.intent.emit(_choose(Place("gamma", 1, 1)))
    page.show_explanation(explain(OfSample(0), Training(resolve(Experiment(hidden=(3,))))))
    assert page.sheet.selected == Place("w", 2, 0, 0)


def test_that_a_sum_over_the_batch_is_written_as_a_sum(page, training):
    page.notation_button.notation = page.notation_button.notation.edited(batch="sum")
    show(page, OfBatch(), training)
    assert "1/" not in page.chain.formula.text
    mean = page.sheet.votes.mean
    assert page.chain.card.value == pytest.approx(32 * mean, rel=1e-9)


def _choose(place):
    from visualnn.ui.intents import ChooseParameter

    return ChooseParameter(place)


@pytest.mark.parametrize(
    "names",
    [
        {"data": "blobs", "dropout": 0.5, "normalization": "batch", "hidden": (4, 3)},
        {"data": "moons", "normalization": "layer", "hidden": (3,), "optimizer": "sgd"},
        {"data": "sine", "hidden": (3, 2), "l2": 0.01, "loss": "huber", "optimizer": "momentum"},
        {"data": "iris", "hidden": (), "loss": "sparse_categorical_crossentropy"},
    ],
    ids=["dropout and batch", "layer", "penalty", "no hidden layer"],
)
@pytest.mark.parametrize("subject", [OfSample(2), OfBatch()], ids=["sample", "batch"])
def test_that_any_network_is_worked_through_stage_by_stage_for_every_parameter(
    page, names, subject
):
    show(page, subject, Training(resolve(Experiment(samples=60, **names))))
    page.stages.choose("detail", "all")
    for index in range(len(page.sheet.line)):
        page.playback.go(index)
        page.diagram.grab()
    for place in page.sheet.parameters:
        page.diagram.intent.emit(_choose(place))
        card = page.chain.card
        assert card.value == pytest.approx(page.sheet.explanation.slope(place), abs=1e-15)
        if card.products:
            total = sum(product.value for product in card.products) + card.rest[1]
            assert total == pytest.approx(card.value, rel=1e-9, abs=1e-14)
    for form in ("delta", "paths"):
        page.chain.choose("form", form)
    for mode in ("symbols", "numbers"):
        page.diagram.choose("mode", mode)
        page.diagram.grab()


def test_that_a_click_on_a_bias_chooses_it(page):
    experiment = Experiment(data="moons", hidden=(3,), samples=60)
    show(page, OfSample(0), Training(resolve(experiment)))
    at = page.diagram.place_of(Place("b", 1, 2)).toPoint()
    QTest.mouseClick(page.diagram, Qt.MouseButton.LeftButton, pos=at)
    assert page.sheet.selected == Place("b", 1, 2)
    assert page.chain.title == "Chain rule for b⁽¹⁾₃"


def test_that_a_bias_before_batch_normalization_is_said_to_be_taken_away(page):
    experiment = Experiment(data="moons", hidden=(3,), normalization="batch", samples=60)
    show(page, OfBatch(), Training(resolve(experiment)))
    page.diagram.intent.emit(_choose(Place("b", 1, 0)))
    assert abs(page.chain.card.value) < 1e-12
    assert "0 up to rounding: the normalization takes b⁽¹⁾₁ away" in page.chain.note.text()
    page.diagram.intent.emit(_choose(Place("b", 2, 0)))
    assert "rounding" not in page.chain.note.text()


def test_that_a_normalization_shows_its_mean_deviation_and_scales(page):
    experiment = Experiment(data="moons", hidden=(3,), normalization="batch", samples=60)
    show(page, OfSample(2), Training(resolve(experiment)))
    page.stages.choose("detail", "all")
    index = [stage.key for stage in page.sheet.line].index("normalize")
    page.playback.go(index)
    first, second = (text for text, _ in unit_mark(page.sheet, 1, 0).below)
    state = page.sheet.explanation.before
    x, middle, spread = (float(part.split()[1]) for part in first.replace("−", "-").split(" · "))
    assert (state.s[0][0, 0] - middle) / spread == pytest.approx(x, abs=2e-3)
    assert second.startswith("γ 1 · β 0 · z⁽¹⁾₁ = ")
    assert "running mean" in page.chain.note.text()


def test_that_a_dropped_neuron_says_so_in_its_circle(page):
    experiment = Experiment(data="moons", hidden=(6,), dropout=0.5, samples=60)
    show(page, OfSample(2), Training(resolve(experiment)))
    page.playback.go(len(page.sheet.line) - 1)
    kept = page.sheet.explanation.before.kept[0][0]
    mark = unit_mark(page.sheet, 1, int(np.flatnonzero(kept == 0)[0]))
    assert (mark.value, mark.dropped) == ("dropped", True)


def test_that_a_batch_says_in_how_many_samples_a_neuron_is_dropped(page):
    experiment = Experiment(data="moons", hidden=(6,), dropout=0.5, samples=60, batch=10)
    show(page, OfBatch(), Training(resolve(experiment)))
    page.playback.go(len(page.sheet.line) - 1)
    kept = page.sheet.explanation.before.kept[0]
    times = int((kept[:, 0] == 0).sum())
    assert (f"dropped in {times} of 10", "ink2") in unit_mark(page.sheet, 1, 0).below


def test_that_a_loss_that_does_not_change_visibly_has_no_arrow(page):
    page.notation_button.notation = page.notation_button.notation.edited(decimals=4)
    experiment = Experiment(data="moons", hidden=(3,), lr=1e-6, samples=60)
    show(page, OfSample(2), Training(resolve(experiment)))
    assert page.update_view.after.accessibleName()[-1] not in "↓↑"


def test_that_the_stage_line_and_the_heading_agree(page):
    page.notation_button._choose("vectors", "column")
    line = page.stages.line
    for index, stage in enumerate(page.sheet.line):
        page.playback.go(index)
        if stage.key in ("sum", "activate"):
            assert page.stages.equation.text() == line.dots[index].text


def test_that_the_foot_says_what_the_numbers_are_of(page, training):
    classes = tuple("0123456789")
    show(page, OfBatch(), training)
    assert foot_line(page.sheet, classes).startswith("mean over the coming batch of 32 samples · ±")
    show(page, OfSample(3), training)
    target = int(np.argmax(page.sheet.explanation.y[0]))
    assert foot_line(page.sheet, classes) == f"target: {target}"
    page.playback.go(len(page.sheet.line) - 1)
    a = page.sheet.explanation.before.a[-1][0]
    said = f"target: {target} · predicted: {int(np.argmax(a))} {a.max():.2f}"
    assert foot_line(page.sheet, classes) == said


def test_that_the_choices_of_a_notation_have_headings(page):
    menu = page.notation_button.menu_of_choices()
    others = [action for action in menu.actions() if not action.isCheckable()]
    texts = [action.text() for action in others if not action.isSeparator()]
    assert texts == ["Names", "Vectors", "Squared error", "Batch", "Decimals"]


def test_that_escape_dismisses_a_question(page):
    page.predict_button.click()
    page.playback.step()
    assert page.predictor.question is not None
    escape = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert page.heed_key(escape)
    assert page.predictor.question is None
    assert page.predictor.asked == 0


def test_that_a_sample_which_the_next_data_set_lacks_gives_way_to_its_last_one(page):
    show(page, OfSample(70), Training(resolve(Experiment(hidden=(3,), samples=80))))
    run = Training(resolve(Experiment(data="and", hidden=(3,))))
    asked = []
    page.explanation_wanted.connect(asked.append)
    page.show_scene(run.plan.scene(2))
    assert asked == [page.subject] == [OfSample(3)]
    assert page.diagram.subjects.subject == OfSample(3)


def test_that_a_training_that_begins_anew_is_not_asked_about_before_its_scene(page, qtbot):
    show(page, OfSample(0), Training(resolve(Experiment(hidden=(3,), samples=80))))
    begun, other = Experiment(hidden=(3,), samples=80), Experiment(data="and", hidden=(3,))
    asked = []
    page.explanation_wanted.connect(asked.append)
    for experiment in (begun, other, other.edited(lr=0.5)):
        page.show_document(Document(experiment, usual_race("bowl")))
    qtbot.waitUntil(lambda: bool(asked))
    assert len(asked) == 1  # of the other η alone


def test_that_who_goes_back_is_asked_again(page):
    page.playback.go(6)
    page.predict_button.click()
    page.playback.go(0)
    page.playback.step()
    assert page.predictor.question is not None
    assert page.sheet.hidden


def test_that_the_step_of_an_optimizer_is_hidden_until_the_update(page):
    show(
        page, OfSample(0), Training(resolve(Experiment(hidden=(3,), samples=60, optimizer="adam")))
    )
    at = next(i for i, stage in enumerate(page.sheet.line) if ("d:w", 2) in stage.reveals)
    page.playback.go(at)
    page.predict_button.click()
    assert page.update_view.weights.rows.rows[-2].cells[2] != "?"
    assert page.update_view.formula.text.endswith("× ? = ?")


def test_that_a_gradient_with_a_penalty_says_so(page):
    show(page, OfSample(0), Training(resolve(Experiment(hidden=(3,), samples=60, l2=0.1))))
    assert "penalty" in page.update_view.weights.rows.columns[2].heading
    page.work_through(OfExample())
    page.show_explanation(explain(OfExample()))
    assert page.update_view.weights.rows.columns[2].heading == "∂E/∂w"


def test_that_no_answer_is_not_called_a_wrong_number(page):
    page.predict_button.click()
    page.playback.step()
    page.stages.predict.field.returnPressed.emit()
    assert page.stages.predict.verdict.text().startswith("Write a number")
    assert page.predictor.question is not None
    assert page.predictor.asked == 0


def drawn(page, qtbot):
    """Return the diagram as pixels, once every part of it has had its turn."""
    page.diagram.grab()
    qtbot.waitUntil(lambda: page.diagram.grab() and not page.diagram._picture.unfinished)
    return page.diagram.grab().toImage()


def test_that_what_is_kept_as_pixels_is_what_is_drawn_at_once(page, qtbot):
    run = Training(resolve(Experiment(hidden=(8, 8), samples=60)))
    show(page, OfSample(0), run)
    first = drawn(page, qtbot)
    page.playback.go(10)
    page.diagram.intent.emit(_choose(Place("w", 1, 2, 0)))
    there = drawn(page, qtbot)
    page.playback.go(0)
    page.diagram.intent.emit(_choose(Place("w", 3, 0, 0)))
    assert drawn(page, qtbot) == first
    page.playback.go(10)
    page.diagram.intent.emit(_choose(Place("w", 1, 2, 0)))
    assert drawn(page, qtbot) == there != first


def test_that_a_small_batch_too_is_written_as_a_mean_and_not_as_nameless_paths(page):
    experiment = Experiment(data="iris", hidden=(3,), batch=5)
    show(page, OfBatch(), Training(resolve(experiment)))
    assert "of sample i" in page.chain.formula.text
    assert "±" in page.chain.formula.text
    assert page.chain.card.products == ()

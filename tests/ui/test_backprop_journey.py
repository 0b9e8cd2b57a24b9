"""A person works through the published example and then through a network of their own."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from visualnn.experiment.explain import OfBatch, OfExample, OfSample, Place
from visualnn.figures.unit_marks import about, unit_mark
from visualnn.ui.backprop.worksheet_pdf import BLANK, worksheet_html
from visualnn.ui.intents import ChooseParameter

GOLDEN = {
    "w₁": ("0.30", "0.00080888", "0.29959556"),
    "w₂": ("0.25", "0.00161775", "0.24919112"),
    "w₃": ("0.40", "0.00071009", "0.39964496"),
    "w₄": ("0.35", "0.00142017", "0.34928991"),
    "w₅": ("0.45", "0.02592286", "0.43703857"),
    "w₆": ("0.40", "0.02629590", "0.38685205"),
    "w₇": ("0.70", "0.00740844", "0.69629578"),
    "w₈": ("0.60", "0.00751506", "0.59624247"),
}


@pytest.fixture
def page(window, qtbot):
    window.show_workspace("backprop")
    qtbot.waitUntil(lambda: window.backprop.sheet is not None, timeout=20_000)
    return window.backprop


def press(page, key, times=1):
    window = page.window()
    window.setFocus()
    for _ in range(times):
        QTest.keyClick(window, key)


def click(view, place):
    at = view.place_of(place).toPoint()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)


def arrays(e):
    parts = [e.theta, e.theta_after, e.gradient, *e.delta, *e.slopes, *e.before.z, *e.before.a]
    return [part.copy() for part in parts]


def test_that_the_published_numbers_stand_in_the_window_to_eight_decimals(page):
    rows = page.update_view.weights.rows.rows
    assert {row.cells[0]: row.cells[1:] for row in rows} == GOLDEN
    assert page.update_view.before.accessibleName() == "E before 0.02397190"
    assert page.update_view.after.accessibleName() == "E after 0.02323634 ↓"
    read = dict(about(page.diagram.sheet.edited(index=10), Place("a", 2, 0)))
    assert read["o₁"] == "0.60944600"


def test_that_the_arrow_keys_walk_through_the_stages_and_back_without_a_trace(page):
    before = arrays(page.sheet.explanation)
    names = []
    for _ in range(10):
        press(page, Qt.Key.Key_Right)
        names.append(page.diagram.title)
    press(page, Qt.Key.Key_Left, 10)
    assert page.sheet.index == 0
    assert names[6] == "Backward pass · layer 2"
    assert all(
        np.array_equal(a, b) for a, b in zip(before, arrays(page.sheet.explanation), strict=True)
    )


def test_that_the_diagram_shows_only_what_is_known(page):
    hidden = unit_mark(page.sheet, 1, 0)
    assert (hidden.value, hidden.known) == ("", False)
    press(page, Qt.Key.Key_Right, 2)
    assert unit_mark(page.sheet, 1, 0).value == "0.5200"
    assert unit_mark(page.sheet, 1, 0).fresh
    assert unit_mark(page.sheet, 1, 0).below == (("z₁ = 0.0800", "ink2"),)
    assert unit_mark(page.sheet, 2, 0).value == ""


def test_that_a_click_on_an_edge_chooses_its_weight_everywhere(page):
    click(page.diagram, Place("w", 1, 1, 0))
    assert page.sheet.selected == Place("w", 1, 1, 0)
    assert page.update_view.weights.marked == {Place("w", 1, 1, 0)}
    assert page.update_view.formula.text == "w₃ ← 0.40 − 0.5 × 0.00071009 = 0.39964496"


def test_that_the_chain_rule_of_w5_is_one_product_with_the_published_factors(page, qtbot):
    card = page.chain.card
    assert [term.text for term in card.products[0].terms] == ["∂E/∂o₁", "∂o₁/∂z₃", "∂z₃/∂w₅"]
    assert page.chain.formula.text == (
        "∂E/∂w₅ = ∂E/∂o₁ · ∂o₁/∂z₃ · ∂z₃/∂w₅\n0.2094 × 0.2380 × 0.5200 = 0.0259"
    )
    cells = [row.cells for row in page.chain.factors.rows.rows]
    assert [row[2] for row in cells] == ["0.20944600", "0.23802157", "0.51998934", "0.02592286"]
    qtbot.waitUntil(lambda: page.check.check is not None, timeout=20_000)
    assert page.chain.factors.rows.rows[-1].cells[1] == "central difference 0.02592286 ✓"


def test_that_w1_reaches_the_loss_on_two_paths_whose_sum_is_its_gradient(page):
    click(page.diagram, Place("w", 1, 0, 0))
    card = page.chain.card
    assert [product.output for product in card.products] == ["o₁", "o₂"]
    assert sum(product.value for product in card.products) == pytest.approx(0.00080888, abs=5e-9)
    assert page.sheet.is_lit(Place("w", 2, 0, 0))
    assert page.sheet.is_lit(Place("w", 2, 1, 0))
    assert not page.sheet.is_lit(Place("w", 2, 0, 1))
    page.chain.choose("form", "delta")
    values = [round(term.value, 8) for term in page.chain.card.products[0].terms]
    assert values == [0.03240681, 0.24960043, 0.1]


def test_that_hovering_a_factor_marks_its_place_and_pointing_at_a_place_its_factors(page):
    factor = page.chain.card.products[0].terms[2]
    QTest.mouseMove(page.chain.formula, page.chain.formula.place_of(factor.key).center().toPoint())
    assert page.diagram.sheet.pointed == {Place("a", 1, 0)}
    assert page.chain.factors.marked == {factor.key}
    center = page.diagram.place_of(Place("a", 2, 0)).toPoint()
    QTest.mouseMove(page.diagram, center)
    assert page.chain.formula.marked == {"0.0", "0.1"}
    QTest.mouseMove(page.diagram, QPoint(2, page.diagram.height() - 2))
    assert page.diagram.sheet.pointed == frozenset()


def test_that_a_line_leads_from_a_factor_to_its_place(page):
    lines, factor = page.lines, page.chain.card.products[0].terms[2]
    assert lines.isHidden()
    QTest.mouseMove(page.chain.formula, page.chain.formula.place_of(factor.key).center().toPoint())
    place = page.diagram.mapTo(page, page.diagram.place_of(Place("a", 1, 0)))
    radius = lines.end.x() - place.x()
    assert (lines.isVisible(), lines.end.y()) == (True, place.y())
    assert 0 < radius < 40
    (start,) = (at for at, _ in lines.starts)
    box = page.chain.formula.place_of(factor.key)
    assert box.contains(QPointF(page.chain.formula.mapFrom(page, start.toPoint())))
    QTest.mouseMove(page.diagram, page.diagram.place_of(Place("a", 2, 0)).toPoint())
    assert len(lines.starts) == 2
    QTest.mouseMove(page.diagram, QPoint(2, page.diagram.height() - 2))
    assert lines.isHidden()


def test_that_up_and_down_walk_through_the_weights(page):
    press(page, Qt.Key.Key_Down)
    assert page.sheet.names.text(page.sheet.selected) == "w₆"
    press(page, Qt.Key.Key_Up, 2)
    assert page.sheet.names.text(page.sheet.selected) == "w₄"


def test_that_play_runs_through_the_stages_and_the_controls_of_the_top_bar_act_on_them(page, qtbot):
    window = page.window()
    window.actions_by_key["step"].trigger()
    window.actions_by_key["step"].trigger()
    window.actions_by_key["step_back"].trigger()
    assert page.sheet.index == 1
    window.actions_by_key["step_epoch"].trigger()
    assert page.sheet.index == 10
    page.playback.set_pace(200)
    window.actions_by_key["train"].trigger()
    qtbot.waitUntil(lambda: page.sheet.index == 10 and not page.playback.running, timeout=5000)
    assert window.top_bar.counter == "stage 11 of 11"


def test_that_the_speeds_are_those_of_the_workspace_on_show(page):
    window = page.window()
    window.set_speed("2")
    assert window.top_bar.speed == "2"
    window.show_workspace("playground")
    assert window.top_bar.speed == "60"
    window.show_workspace("backprop")
    assert window.top_bar.speed == "2"


def test_that_the_current_network_is_worked_through_sample_by_sample_and_whole(page, qtbot):
    window = page.window()
    window.show_workspace("playground")
    qtbot.waitUntil(lambda: window.laboratory.frame.theta is not None, timeout=20_000)
    theta = window.laboratory.frame.theta
    window.show_workspace("backprop")
    page.show_sample(7)
    qtbot.waitUntil(lambda: page.sheet.explanation.subject == OfSample(7), timeout=20_000)
    assert np.array_equal(page.sheet.explanation.theta, theta)
    assert page.diagram.subjects.sample.value() == 8
    page.work_through(OfBatch())
    qtbot.waitUntil(lambda: page.sheet.explanation.subject == OfBatch(), timeout=20_000)
    assert page.sheet.explanation.samples == 32


def test_that_an_explanation_follows_the_training(page, qtbot):
    window = page.window()
    page.show_sample(0)
    qtbot.waitUntil(lambda: page.sheet.explanation.subject == OfSample(0), timeout=20_000)
    window.laboratory.step("step")
    qtbot.waitUntil(lambda: page.sheet.explanation.step == 1, timeout=20_000)


def test_that_the_chain_of_one_weight_each_is_offered(page, qtbot):
    page.diagram.subjects.list.set_value("chain")
    page.diagram.subjects.list.chosen.emit("chain")
    qtbot.waitUntil(lambda: page.sheet.explanation.subject == OfExample("chain"), timeout=20_000)
    assert page.sheet.explanation.sizes == (1, 1, 1)


def test_that_the_chain_rule_is_copied_as_text_latex_and_csv(page):
    clipboard = QGuiApplication.clipboard()
    window = page.window()
    window.actions_by_key["copy_text"].trigger()
    assert clipboard.text().startswith("∂E/∂w₅ = ∂E/∂o₁ · ∂o₁/∂z₃ · ∂z₃/∂w₅")
    assert "w₅ ← 0.45000000 − 0.5 × 0.02592286 = 0.43703857" in clipboard.text()
    window.actions_by_key["copy_latex"].trigger()
    assert r"\frac{\partial E}{\partial w_{5}}" in clipboard.text()
    window.actions_by_key["copy_csv"].trigger()
    assert clipboard.text().splitlines()[0] == "path,factor,meaning,rule,value"
    window.show_workspace("landscape")
    assert not window.actions_by_key["copy_text"].isEnabled()


def choose_notation(page, name):
    menu = page.notation_button.menu_of_choices()
    next(action for action in menu.actions() if action.objectName() == name).trigger()


def test_that_another_notation_renames_everything_and_changes_no_number(page):
    before = [row.cells[1:] for row in page.update_view.weights.rows.rows]
    choose_notation(page, "numbering_layers")
    rows = page.update_view.weights.rows.rows
    assert rows[4].cells[0] == "w⁽²⁾₁₁"
    assert [row.cells[1:] for row in rows] == before
    assert page.chain.title == "Chain rule for w⁽²⁾₁₁"


def test_that_a_convention_that_changes_numbers_says_so_and_the_step_stays(page):
    choose_notation(page, "half_without ½")
    row = page.update_view.weights.rows.rows[4]
    assert row.cells[2:] == ("0.05184571", "0.43703857")
    assert "twice as large" in page.chain.note.text()
    assert page.update_view.rate.text() == "η  0.25"


def test_that_notation_and_switches_are_remembered(page, make_window, qtbot):
    choose_notation(page, "numbering_layers")
    page.diagram.choose("mode", "symbols")
    page.window().close()
    other = make_window().backprop
    qtbot.waitUntil(lambda: other.sheet is not None, timeout=20_000)
    assert other.sheet.names.notation.numbering == "layers"
    assert other.sheet.mode == "symbols"


def test_that_predicting_hides_what_comes_and_marks_the_answer_in_words(page):
    page.predict_button.click()
    assert {row.cells[1] for row in page.update_view.weights.rows.rows} == {
        "0.30", "0.25", "0.40", "0.35", "0.45", "0.70", "0.60"
    }  # fmt: skip
    assert {row.cells[2] for row in page.update_view.weights.rows.rows} == {"?"}
    press(page, Qt.Key.Key_Right)
    bar, question = page.stages.predict, page.predictor.question
    assert question.kind == "value"
    assert bar.prompt.text() == str(question.prompt)
    bar.field.setText("not a number")
    bar.field.returnPressed.emit()
    assert "is not a number" in bar.verdict.text()
    assert page.predictor.question is question
    bar.field.setText(f"{question.answer:.6f}")
    bar.field.returnPressed.emit()
    assert bar.verdict.text().startswith("✓ Right")
    assert bar.score.text() == "1 of 1 right"
    assert page.sheet.hidden == frozenset()


def test_that_what_is_asked_is_a_question_mark_in_the_diagram(page):
    page.predict_button.click()
    press(page, Qt.Key.Key_Right, 2)
    place = page.predictor.question.places[0]
    assert unit_mark(page.sheet, place.layer, place.unit).value == "?"
    page.stages.predict.skip.click()
    assert unit_mark(page.sheet, place.layer, place.unit).value != "?"
    assert page.stages.predict.score.text() == ""


def test_that_the_end_of_predicting_shows_everything(page):
    page.predict_button.click()
    press(page, Qt.Key.Key_Right)
    page.predict_button.click()
    rows = page.update_view.weights.rows.rows
    assert {row.cells[0]: row.cells[1:] for row in rows} == GOLDEN


def test_that_a_worksheet_is_written_as_pdf_with_its_key(page, tmp_path, qtbot):
    from visualnn.experiment.explain import worksheet

    place = tmp_path / "sheet.pdf"
    page.window().desk.save_worksheet_to(place)
    assert place.read_bytes().startswith(b"%PDF-")
    html = worksheet_html(worksheet(page.sheet.names), "Step")
    assert html.count(BLANK) == len(worksheet(page.sheet.names).blanks) > 20
    assert "0.43703857" in html.split("Answer key")[1]
    assert "0.43703857" not in html.split("Answer key")[0]


def test_that_a_worksheet_of_a_batch_says_why_not(page, tmp_path, qtbot):
    page.work_through(OfBatch())
    qtbot.waitUntil(lambda: page.sheet.explanation.subject == OfBatch(), timeout=20_000)
    page.window().desk.save_worksheet_to(tmp_path / "sheet.pdf")
    assert "choose a sample" in page.window().messages.text
    assert not list(tmp_path.iterdir())


def test_that_after_an_answer_the_arrows_go_on_and_space_plays(page):
    page.predict_button.click()
    press(page, Qt.Key.Key_Right)
    bar = page.stages.predict
    for key in "0.5":
        QTest.keyClicks(bar.field, key)
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    window = page.window()
    assert window.focusWidget() is page.stages.line
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Right)
    assert page.sheet.index == 2


def test_that_figures_typed_beside_the_field_belong_to_the_answer_and_do_not_step(page):
    page.predict_button.click()
    press(page, Qt.Key.Key_Right)
    page.stages.line.setFocus()
    for text in "0.5":
        QTest.keyClicks(page.window().focusWidget(), text)
    assert page.sheet.index == 1
    assert page.stages.predict.field.text() == "0.5"


def test_that_figures_before_a_question_do_nothing(page):
    page.predict_button.click()
    page.stages.line.setFocus()
    QTest.keyClicks(page.stages.line, "0.5")
    assert page.sheet.index == 0


def test_that_a_question_does_not_move_the_diagram(page):
    height = page.diagram.height()
    page.predict_button.click()
    press(page, Qt.Key.Key_Right)
    page.layout().activate()
    assert page.diagram.height() == height


def test_that_a_way_through_a_neuron_takes_no_neuron_away_and_escape_gives_it_up(page):
    click(page.diagram, Place("w", 1, 0, 0))
    for layer in (1, 2):
        click(page.diagram, Place("a", layer, 0))
    circles = page.diagram._arrange(page.diagram.rect().toRectF()).circles
    assert circles.units == ((0, 1), (0, 1), (0, 1))
    assert page.sheet.is_lit(Place("w", 2, 0, 0))
    assert not page.sheet.is_lit(Place("w", 2, 1, 0))
    press(page, Qt.Key.Key_Escape)
    assert page.sheet.through == ()
    assert page.sheet.is_lit(Place("w", 2, 1, 0))
    click(page.diagram, Place("a", 2, 1))
    press(page, Qt.Key.Key_Home)
    assert page.sheet.through == ()


def test_that_another_subject_starts_at_its_first_stage(page, qtbot):
    press(page, Qt.Key.Key_End)
    page.work_through(OfExample("chain"))
    qtbot.waitUntil(lambda: page.sheet.explanation.subject == OfExample("chain"), timeout=20_000)
    assert page.sheet.index == page.playback.step_now == page.stages.line.now == 0


def test_that_the_table_lets_the_step_be_checked_by_eye(page, qtbot):
    page.show_sample(3)
    qtbot.waitUntil(lambda: page.sheet.explanation.subject == OfSample(3), timeout=20_000)
    rows = page.update_view.weights.rows.rows
    for row in rows:
        assert {len(cell.split(".")[1]) for cell in row.cells[1:] if "e" not in cell} == {8}
    chosen = next(row for row in rows if row.key == page.sheet.selected)
    assert f" {chosen.cells[1]} − " in page.update_view.formula.text


def test_that_another_subject_shows_its_chosen_weight_in_the_table(page, qtbot):
    page.show_sample(3)
    qtbot.waitUntil(lambda: page.sheet.explanation.subject == OfSample(3), timeout=20_000)
    table = page.update_view.weights
    index = [row.key for row in table.rows.rows].index(page.sheet.selected)
    assert table.marked == {page.sheet.selected}
    place = table.rows.index(index, 0)
    qtbot.waitUntil(lambda: table.viewport().rect().contains(table.visualRect(place).center()))


def test_that_a_weight_set_by_hand_is_explained_anew(page, qtbot):
    window = page.window()
    page.show_sample(0)
    qtbot.waitUntil(lambda: page.sheet.explanation.subject == OfSample(0), timeout=20_000)
    window.engine.set_parameters((0,), (0.125,))
    qtbot.waitUntil(lambda: page.sheet.explanation.theta[0] == 0.125, timeout=20_000)


def test_that_the_buttons_of_the_run_say_what_they_do_here(page):
    window = page.window()
    tip = window.top_bar.button("step_epoch").toolTip
    assert "stage" in tip()
    window.show_workspace("playground")
    assert "epoch" in tip()


def test_that_the_sentence_after_copying_is_true_and_does_not_stay(page):
    window = page.window()
    for form, word in (("text", "update"), ("csv", "table")):
        window.actions_by_key[f"copy_{form}"].trigger()
        assert word in window.messages.text
        assert window.messages._overtaken.isActive()


def test_that_the_card_says_which_product_is_left_with_delta_at_hand(page):
    page.diagram.intent.emit(ChooseParameter(Place("w", 1, 0, 0)))
    sentence = "2 paths take 8 products; with δ at hand δ₁ · ∂z₁/∂w₁ takes 1."
    assert sentence in page.chain.note.text()

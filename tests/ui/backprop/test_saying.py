"""Everything that the core says on the Backprop page passes through the translator."""

import re

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from visualnn.experiment.explain import OfBatch, OfSample, Place, explain, worksheet
from visualnn.experiment.explain.phrase import Phrase
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training
from visualnn.figures.unit_marks import unit_mark
from visualnn.ui.backprop.saying import said
from visualnn.ui.backprop.worksheet_pdf import worksheet_html
from visualnn.ui.intents import ChooseParameter
from visualnn.ui.theme import ThemeSource
from visualnn.ui.workspaces.backprop import Backprop


class Marker(QTranslator):
    """Puts what it has been asked for in brackets, gaps and all."""

    def isEmpty(self):  # noqa: N802
        return False

    def translate(self, context, text, disambiguation=None, n=-1):
        return f"⟦{text}⟧" if context in ("explain", "specs") else text


@pytest.fixture
def page(qtbot):
    marker = Marker()
    QCoreApplication.installTranslator(marker)
    ThemeSource("light")
    made = Backprop()
    qtbot.addWidget(made)
    made.resize(1400, 820)
    made.show()
    qtbot.waitExposed(made)
    yield made
    QCoreApplication.removeTranslator(marker)


def show(page, subject, **settings):
    run = Training(resolve(Experiment(hidden=(4,), samples=60, **settings)))
    page.work_through(subject)
    page.show_explanation(explain(subject, run))


def test_that_a_phrase_is_looked_up_with_what_stands_in_it(page):
    phrase = Phrase("what {by} does", by=Phrase("sigmoid", "specs"))
    assert said(phrase) == "⟦what ⟦sigmoid⟧ does⟧"
    assert said("w₁") == "w₁"


def test_that_factors_links_notes_and_captions_are_said(page):
    show(page, OfSample(0), normalization="batch", optimizer="adam")
    page.diagram.intent.emit(ChooseParameter(Place("w", 1, 0, 0)))
    words = [row.cells[1] for row in page.chain.factors.rows.rows if row.key != "result"]
    assert all("⟦" in text for text in words if not text.startswith("through"))
    assert all("⟦" in row.cells[0] for row in page.update_view.links.rows.rows)
    assert "⟦Batch normalization uses" in page.chain.note.text()
    assert "⟦" in page.diagram._captions()[1]
    assert "⟦the sum⟧" in page.copy("csv")


def test_that_a_question_its_options_and_the_marking_are_said(page):
    show(page, OfSample(0))
    page.predict_button.click()
    bar, prompts = page.stages.predict, []
    for _ in range(len(page.sheet.line) - 1):
        page.playback.step()
        if question := page.predictor.question:
            prompts.append(bar.prompt.text())
            page.predictor.answer(0 if question.options else "99")
            assert "⟦" in bar.verdict.text()
    assert len(prompts) > 5
    assert all(text.startswith("⟦") for text in prompts)


def test_that_marks_in_the_diagram_are_said(page):
    show(page, OfSample(0))
    assert unit_mark(page.sheet, page.sheet.explanation.depth, 0).below[0][0].startswith("⟦target")
    show(page, OfBatch(), dropout=0.5)
    page.playback.go(len(page.sheet.line) - 1)
    below = [text for unit in range(4) for text, _ in unit_mark(page.sheet, 1, unit).below]
    assert any(text.startswith("⟦dropped in") for text in below)


def test_that_a_worksheet_is_said(page):
    show(page, OfSample(0), optimizer="adam")
    html = worksheet_html(worksheet(page.sheet.names), "Step")
    assert re.search("⟦A network of", html)
    assert re.search("⟦3  Backward⟧", html)
    assert re.search("⟦δ of a neuron", html)

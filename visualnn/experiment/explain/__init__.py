"""Backpropagation explained: every number of one step, and the chain rule of any parameter.

How to use it::

    explanation = explain(OfExample("two-layer"))        # or the answer to the message Explain
    line = stages(explanation)                           # what becomes known, one after another
    known(line, 3)                                       # what may be shown at the fourth stage
    explanation.value(Place("a", 1, 0))                  # h₁
    explanation.slope(Place("w", 2, unit=0, source=0))   # ∂L/∂w₅
    found = chain(explanation, Place("w", 1, 0, 0))      # its paths, factor by factor
    found.paths[0].factors[0].value, found.reused, found.unfolded, found.others
    names = Names(explanation, Notation())               # writes places: text, latex, html
    meaning(factor, names), rule(factor, names)          # "how steep the sigmoid is at z₃"
    check_gradient(explanation, place)                   # central differences
    question = ask(names, line[4], rng)                  # predict first …
    mark(question, "0.52", names).sentence               # … and mark the answer
    equation(line[3], names).text, …latex, …shapes       # the stage's formula, xW or Wx
    worksheet(names).blanks                              # lines to fill in, with their key

A `Place` is a quantity without a name.  An `Explanation` holds all stages at
once: stepping only reveals more of it, and can change nothing.
"""

from visualnn.experiment.explain.answer import Answer, answer
from visualnn.experiment.explain.chain import Chain, chain, sample_terms
from visualnn.experiment.explain.check import GradientCheck, check_gradient
from visualnn.experiment.explain.equations import Equation, equation, loss_formula
from visualnn.experiment.explain.explanation import Explanation, Link, Pass, split_is_sound
from visualnn.experiment.explain.factors import Factor, FactorKind, split_of
from visualnn.experiment.explain.names import Names, Symbol
from visualnn.experiment.explain.notation import Convention, Notation, convention, in_convention
from visualnn.experiment.explain.objective import loss_and_gradient
from visualnn.experiment.explain.paths import Others, Path
from visualnn.experiment.explain.place import Place, has, index_of, parameter, reading_order
from visualnn.experiment.explain.products import Products, products_of, products_of_all
from visualnn.experiment.explain.questions import Question, Verdict, ask, mark
from visualnn.experiment.explain.reading import explain
from visualnn.experiment.explain.samples import (
    Spread,
    Votes,
    dropped_in,
    importance,
    mean_steepness,
    mean_values,
    moments,
    own_slopes,
    sample_gradients,
    spread,
    votes,
)
from visualnn.experiment.explain.stages import Known, Stage, known, stages
from visualnn.experiment.explain.subject import OfBatch, OfExample, OfSample, Subject
from visualnn.experiment.explain.text import (
    chain_columns,
    chain_latex,
    chain_text,
    factor_latex,
    factor_text,
    reused_symbols,
    reused_text,
    update_columns,
    update_latex,
    update_text,
)
from visualnn.experiment.explain.update import Update, update_of
from visualnn.experiment.explain.words import meaning, rule
from visualnn.experiment.explain.worksheet import Task, Worksheet, worksheet
from visualnn.experiment.explain.written import Line, Section, Writer

__all__ = [
    "Answer",
    "Chain",
    "Convention",
    "Equation",
    "Explanation",
    "Factor",
    "FactorKind",
    "GradientCheck",
    "Known",
    "Line",
    "Link",
    "Names",
    "Notation",
    "OfBatch",
    "OfExample",
    "OfSample",
    "Others",
    "Pass",
    "Path",
    "Place",
    "Products",
    "Question",
    "Section",
    "Spread",
    "Stage",
    "Subject",
    "Symbol",
    "Task",
    "Update",
    "Verdict",
    "Votes",
    "Worksheet",
    "Writer",
    "answer",
    "ask",
    "chain",
    "chain_columns",
    "chain_latex",
    "chain_text",
    "check_gradient",
    "convention",
    "dropped_in",
    "equation",
    "explain",
    "factor_latex",
    "factor_text",
    "has",
    "importance",
    "in_convention",
    "index_of",
    "known",
    "loss_and_gradient",
    "loss_formula",
    "mark",
    "mean_steepness",
    "mean_values",
    "meaning",
    "moments",
    "own_slopes",
    "parameter",
    "products_of",
    "products_of_all",
    "reading_order",
    "reused_symbols",
    "reused_text",
    "rule",
    "sample_gradients",
    "sample_terms",
    "split_is_sound",
    "split_of",
    "spread",
    "stages",
    "update_columns",
    "update_latex",
    "update_of",
    "update_text",
    "votes",
    "worksheet",
]

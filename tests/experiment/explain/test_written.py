"""Every line of a step as on paper gives its number, and says how it is found."""

import re

import pytest

from visualnn.errors import InputError
from visualnn.experiment.explain import OfBatch, OfExample, OfSample, explain
from visualnn.experiment.explain.names import Names
from visualnn.experiment.explain.notation import Notation
from visualnn.experiment.explain.written import MOST_UNITS, Writer
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training


def lines_of(e, **choices):
    sections = Writer(Names(e, Notation()), **choices).sections()
    return {line.name: line for section in sections[:4] for line in section.lines}


def worked_out(numbers):
    """Work out a sum of products such as 0.3·0.1 + 0.25·(−0.2)."""
    text = numbers.replace("−", "-").replace("×", "·")
    total = 0.0
    for term in re.split(r" \+ ", text):
        value = 1.0
        for factor in term.split("·"):
            value *= float(factor.strip(" ()"))
        total += value
    return total


def test_that_the_example_is_written_with_letters_and_numbers():
    lines = lines_of(explain(OfExample()))
    line = lines["z₃"]
    assert (line.symbols, line.numbers) == ("w₅·h₁ + w₆·h₂", "0.45·0.51998934 + 0.4·0.52747230")
    line = lines["∂E/∂h₁"]
    assert (line.symbols, line.numbers) == ("δ₃·w₅ + δ₄·w₇", "0.02243370 + 0.00997311")
    assert lines["∂E/∂w₁"].symbols == "δ₁·x₁"
    assert lines["∂E/∂o₁"].symbols == "o₁ − t₁"


@pytest.mark.parametrize("normalization", ["none", "layer", "batch"])
@pytest.mark.parametrize("data", ["iris", "moons", "sine"])
def test_that_the_numbers_of_each_line_work_out_to_its_result(data, normalization):
    run = Training(
        resolve(
            Experiment(data=data, hidden=(3, 2), dropout=0.3, normalization=normalization, l2=0.1)
        )
    )
    run.advance(4)
    lines = lines_of(explain(OfSample(2), run))
    found = [line for line in lines.values() if re.fullmatch(r"[-−0-9.e×·+() ]+", line.numbers)]
    assert len(found) > 20
    for line in found:
        if " − " not in line.numbers:
            assert worked_out(line.numbers) == pytest.approx(line.value, abs=2e-7)


def test_that_a_wide_network_is_written_out_in_part():
    run = Training(resolve(Experiment(data="digits", hidden=(32, 16))))
    sections = Writer(Names(explain(OfSample(0), run))).sections()
    forward = next(section for section in sections if section.key == "forward")
    assert len(forward.lines) == 2 * 3 * MOST_UNITS
    assert "(the other 63)" in str(forward.lines[0].symbols)
    for line in forward.lines[::2]:
        assert worked_out(line.numbers) == pytest.approx(line.value, abs=1e-6)


def test_that_a_batch_is_refused_in_words():
    run = Training(resolve(Experiment(samples=60)))
    with pytest.raises(InputError, match="choose a sample"):
        Writer(Names(explain(OfBatch(), run)))

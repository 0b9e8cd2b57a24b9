import ast
import pickle
import re
from pathlib import Path

import pytest

import visualnn
from visualnn.experiment.explain.phrase import Phrase, title

FOLDERS = ("experiment/explain", "figures")


def test_that_a_phrase_prints_in_english():
    phrase = Phrase("how steep the {curve} is at {by}", curve=title("sigmoid"), by="z₃")
    assert str(phrase) == "how steep the sigmoid is at z₃"
    assert pickle.loads(pickle.dumps(phrase)) == phrase


def test_that_another_language_has_its_own_order_and_titles():
    words = {
        ("explain", "how steep the {curve} is at {by}"): "{by}에서 {curve}의 기울기",
        ("specs", "sigmoid"): "시그모이드",
    }
    phrase = Phrase("how steep the {curve} is at {by}", curve=title("sigmoid"), by="z₃")
    assert phrase.said(lambda *key: words[key]) == "z₃에서 시그모이드의 기울기"


def test_that_braces_without_values_are_left_alone():
    assert str(Phrase("x ∈ {0, 1}")) == "x ∈ {0, 1}"


def sources():
    root = Path(visualnn.__file__).parent
    return [path for folder in FOLDERS for path in sorted((root / folder).glob("*.py"))]


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.name)
def test_that_every_template_with_words_is_marked_where_it_is_written(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Phrase" and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant):
                assert not re.search("[A-Za-z]", re.sub(r"\{[^}]*\}", "", first.value)), first.value
            assert not isinstance(first, ast.JoinedStr), path

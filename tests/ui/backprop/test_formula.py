import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest

from visualnn.ui.backprop.formula import Formula, Piece
from visualnn.ui.backprop.typeset import EM, outline
from visualnn.ui.theme import load

PRODUCT = [
    Piece(r"\frac{\partial E}{\partial w_5}", "∂E/∂w5"),
    Piece("=", "="),
    Piece(r"\frac{\partial E}{\partial o_1}", "∂E/∂o1", "loss", "gneg"),
    Piece(r"\cdot", "·"),
    Piece(r"\frac{\partial o_1}{\partial z_3}", "∂o1/∂z3", "slope", "accent"),
]


@pytest.fixture
def formula(qtbot):
    made = Formula("formula")
    qtbot.addWidget(made)
    made.resize(400, 100)
    made.show_lines([PRODUCT])
    made.show()
    qtbot.waitExposed(made)
    return made


def image_of(widget, scale=1):
    image = QImage(widget.size() * scale, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(scale)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    widget.paint_into(painter, QPoint(0, 0).toPointF(), load("light"))
    painter.end()
    return image


def colors_in(image, box, scale=1):
    return {
        image.pixelColor(x, y).name()
        for x in range(int(box.left() * scale), int(box.right() * scale))
        for y in range(int(box.top() * scale), int(box.bottom() * scale))
    }


def test_that_a_fraction_stands_on_its_baseline():
    shape = outline(r"\frac{1}{2}")
    assert shape.ascent > EM / 2
    assert shape.descent > EM / 4
    assert shape.path.boundingRect().left() == pytest.approx(0)
    assert shape.path.boundingRect().width() == pytest.approx(shape.width)


def test_that_a_piece_is_typeset_once():
    assert outline("x_1") is outline("x_1")


@pytest.mark.parametrize("scale", [1, 2])
def test_that_each_factor_has_its_color(formula, scale):
    image = image_of(formula, scale)
    theme = load("light")
    assert theme.gneg.name() in colors_in(image, formula.place_of("loss"), scale)
    assert theme.accent.name() in colors_in(image, formula.place_of("slope"), scale)
    assert theme.gneg.name() not in colors_in(image, formula.place_of("slope"), scale)


def test_that_pointing_at_a_factor_says_which(formula, qtbot):
    with qtbot.waitSignal(formula.pointed) as said:
        QTest.mouseMove(formula, formula.place_of("slope").center().toPoint())
    assert said.args == ["slope"]
    with qtbot.waitSignal(formula.pointed) as said:
        QTest.mouseMove(formula, QPoint(1, 1))
    assert said.args == [""]


def test_that_a_long_product_goes_on_below(formula):
    one_row = formula.heightForWidth(400)
    assert formula.heightForWidth(120) > one_row * 1.5


def test_that_the_formula_reads_as_text(formula):
    assert formula.accessibleName() == "∂E/∂w5 = ∂E/∂o1 · ∂o1/∂z3"


def test_that_a_marked_factor_is_underlined(formula):
    formula.mark("slope")
    box = formula.place_of("slope")
    foot = QPoint(int(box.center().x()), int(box.bottom()) - 1)
    seen = formula.grab().toImage().pixelColor(foot * formula.devicePixelRatioF())
    assert seen.name() == load("light").accent.name()
    assert formula.cursor().shape() == Qt.CursorShape.ArrowCursor

from __future__ import annotations

import gc
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from visualnn.nn.optim import OPTIMIZERS
from visualnn.ui import fonts, icons, style
from visualnn.ui.backprop.edge_picture import strength
from visualnn.ui.theme import ThemeSource, current, load, sizes, undressed
from visualnn.ui.views.race_loss import FUTURE
from visualnn.ui.views.watched import MOST
from visualnn.ui.widgets.marker import MARKERS

THEMES = ("light", "dark")
BACKGROUNDS = ("bg", "panel", "panel2")
LEAST = 4.5


def linear(color: QColor) -> np.ndarray:
    rgb = np.array(color.getRgbF()[:3])
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def luminance(color: QColor) -> float:
    """Return the relative luminance of WCAG 2.2."""
    return float(linear(color) @ [0.2126, 0.7152, 0.0722])


def contrast(a: QColor, b: QColor) -> float:
    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("ground", BACKGROUNDS)
@pytest.mark.parametrize("ink", ["ink", "ink2", "good_ink", "warn_ink", "bad_ink"])
def test_that_text_can_be_read_on_every_background(name: str, ground: str, ink: str):
    theme = load(name)
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= LEAST


@pytest.mark.parametrize("name", THEMES)
def test_that_headings_can_be_read_on_the_window_and_on_cards(name: str):
    theme = load(name)
    assert min(contrast(theme.caption, ground) for ground in (theme.bg, theme.panel)) >= LEAST


@pytest.mark.parametrize("name", THEMES)
def test_that_the_primary_button_can_be_read(name: str):
    theme = load(name)
    assert contrast(theme.on_accent, theme.accent_fill) >= LEAST


@pytest.mark.parametrize("name", THEMES)
def test_that_every_optimizer_has_a_color_and_a_shape_of_its_own(name: str):
    looks = load(name).optimizers.values()
    assert len({look.marker for look in looks}) == len(looks)
    assert len({look.color.name() for look in looks}) == len(looks)
    assert {look.marker for look in looks} <= set(MARKERS)


def test_that_an_optimizer_has_the_same_shape_in_both_themes():
    light, dark = (load(name).optimizers for name in THEMES)
    assert {k: v.marker for k, v in light.items()} == {k: v.marker for k, v in dark.items()}


XYZ = np.array(  # linear sRGB to CIE XYZ (IEC 61966-2-1), over the white of D65
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
     [0.0193339, 0.1191920, 0.9503041]]
) / np.array([[0.95047], [1.0], [1.08883]])  # fmt: skip


def seen(color: QColor, eye: np.ndarray) -> np.ndarray:
    """Return CIE L*a*b* of a color as an eye sees it."""
    x = XYZ @ np.clip(eye @ linear(color), 0, 1)
    fx, fy, fz = np.where(x > 216 / 24389, np.cbrt(x), (24389 / 27 * x + 16) / 116)
    return np.array([116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)])


# Machado, Oliveira and Fernandes (2009), doi:10.1109/TVCG.2009.113, severity 1.
EYES = {
    "usual": np.eye(3),
    "protanope": np.array([
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ]),
    "deuteranope": np.array([
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]),
}  # fmt: skip


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize(("first", "least"), [(3, 40), (6, 20), (10, 12)])
def test_that_every_eye_tells_the_classes_apart(name: str, eye: str, first: int, least: float):
    colors = [seen(color, EYES[eye]) for color in load(name).classes[:first]]
    assert min(np.linalg.norm(a - b) for a, b in combinations(colors, 2)) > least


@pytest.mark.parametrize("name", THEMES)
def test_that_the_colors_of_single_weights_mean_nothing_else(name: str):
    theme = load(name)
    signs = (theme.pos, theme.neg, theme.gpos, theme.gneg, theme.val, theme.train, theme.bad)
    assert len({color.name() for color in theme.watched}) == MOST
    for color in theme.watched:
        apart = [seen(color, EYES["usual"]) - seen(sign, EYES["usual"]) for sign in signs]
        assert min(np.linalg.norm(gap) for gap in apart) > 20
        assert contrast(color, theme.panel) >= 3


def test_that_two_classes_are_negative_and_positive():
    theme = load("light")
    assert theme.class_color(0) == theme.neg
    assert theme.class_color(1) == theme.pos
    assert theme.class_color(2, 3) == theme.classes[2]


def test_that_a_theme_reaches_the_palette_and_says_so(qtbot):
    source = ThemeSource("light")
    with qtbot.waitSignal(source.changed) as told:
        source.use("dark")
    assert told.args == [load("dark")]
    assert source.current is current() is load("dark")
    role = QPalette.ColorRole
    palette = QApplication.palette()
    assert palette.color(role.Window) == load("dark").bg
    assert palette.color(role.Text) == load("dark").ink
    assert load("dark").panel.name() in QApplication.instance().styleSheet()


def test_that_the_same_theme_again_is_not_a_change(qtbot):
    source = ThemeSource("light")
    with qtbot.assertNotEmitted(source.changed):
        source.use("light")


def test_that_toggling_twice_comes_back(qtbot):
    source = ThemeSource("light")
    source.toggle()
    assert source.current.name == "dark"
    source.toggle()
    assert source.current.name == "light"


def test_that_an_unknown_choice_follows_the_system(qtbot):
    source = ThemeSource("purple")
    assert source.choice == "system"
    dark = QApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert source.current.dark is dark


@pytest.mark.parametrize("name", THEMES)
def test_that_the_style_sheet_leaves_no_token_open(name: str):
    assert "$" not in style.style_sheet(load(name), sizes())


def test_that_inter_is_loaded(qtbot):
    assert fonts.family() == "Inter"
    assert fonts.text().pixelSize() == 13


def test_that_figures_are_of_one_width(qtbot):
    from PySide6.QtGui import QFontMetricsF

    metrics = QFontMetricsF(fonts.value())
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("0000")
    plain = QFontMetricsF(fonts.text())
    assert plain.horizontalAdvance("1111") != plain.horizontalAdvance("0000")


def test_that_an_icon_is_drawn_in_the_color_of_ink(qtbot):
    ThemeSource("light")
    image = icons.pixmap("play", 16, QColor("#ff0000")).toImage()
    center = image.pixelColor(7, 8)
    assert (center.red(), center.green(), center.blue()) == (255, 0, 0)


def test_that_an_icon_is_crisp_at_twice_the_scale(qtbot):
    picture = icons.icon("play").pixmap(16, 16)
    assert not picture.isNull()
    twice = icons.pixmap("play", 16, scale=2.0)
    assert twice.width() == 32
    assert twice.deviceIndependentSize().width() == 16


def over(ground: QColor, color: QColor, alpha: float) -> QColor:
    """Return what a color of this strength looks like on a ground."""
    pairs = zip(ground.getRgbF()[:3], color.getRgbF()[:3], strict=True)
    return QColor.fromRgbF(*(a + (b - a) * alpha for a, b in pairs))


@pytest.mark.parametrize("ink", ["pos", "neg", "gneg"])
@pytest.mark.parametrize("active", [True, False])
@pytest.mark.parametrize("many", [True, False])
def test_that_edges_at_rest_can_be_seen_on_a_dark_ground(ink: str, active: bool, many: bool):
    theme = load("dark")
    shown = over(theme.panel, getattr(theme, ink), strength(theme, active, many))
    assert contrast(shown, theme.panel) >= 3


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_that_a_race_not_yet_run_can_be_seen_on_a_dark_ground(optimizer: str):
    theme = load("dark")
    shown = over(theme.panel, theme.look(optimizer).color, FUTURE)
    assert contrast(shown, theme.panel) >= 3


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("many", [True, False])
def test_that_an_active_edge_is_stronger_than_one_at_rest(name: str, many: bool):
    assert strength(load(name), True, many) > strength(load(name), False, many)


def test_that_no_garbage_is_collected_while_all_widgets_are_dressed(qtbot):
    """Qt would come to a widget that is gone."""
    seen = []

    class Watcher(QWidget):
        def changeEvent(self, event):
            seen.append((event.type(), gc.isenabled()))
            super().changeEvent(event)

    watcher = Watcher()
    qtbot.addWidget(watcher)
    watcher.show()
    ThemeSource("light")
    seen.clear()
    with undressed():
        assert gc.isenabled()
    dressings = [enabled for kind, enabled in seen if kind == QEvent.Type.StyleChange]
    assert dressings
    assert not any(dressings)
    assert gc.isenabled()

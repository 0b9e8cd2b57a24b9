"""One palette and one style sheet, both made from the tokens of a theme."""

from __future__ import annotations

from string import Template

from PySide6.QtGui import QColor, QPalette

from visualnn.ui.theme import Sizes, Theme

# Fonts are set in code: a font named here would replace the tabular figures of a widget's own.
SHEET = Template("""
QMainWindow, QDialog { background: $bg; }
QToolTip {
    background: $panel; color: $ink; border: 1px solid $line; padding: 5px 7px;
}
Card { background: $panel; border: 1px solid $line; border-radius: ${radius_card}px; }
TopBar { background: $panel; border: none; border-bottom: 1px solid $line; }
StatusLine { background: $panel; border: none; border-top: 1px solid $line; }
SidePanel { background: $panel; border: none; border-right: 1px solid $line; }
#side_panel_column { background: $panel; }
QAbstractScrollArea::corner { background: transparent; border: none; }

QLabel { background: transparent; color: $ink; }
QLabel[role="second"] { color: $ink2; }
QLabel[role="caption"] { color: $caption; }
QLabel[role="bad"] { color: $bad_ink; }
QLabel[role="warn"] { color: $warn_ink; }
QLabel[role="good"] { color: $good_ink; }

QPushButton {
    background: $panel; color: $ink; border: 1px solid $line;
    border-radius: ${radius_control}px; padding: 5px 9px; min-height: 19px;
}
QPushButton:hover { background: $panel2; }
QPushButton:pressed { background: $line; }
QPushButton:focus {
    border: 2px solid $accent; padding: 4px 8px;
}
QPushButton:disabled { color: $ink3; }
QPushButton[compact="true"] { padding: 5px 6px; }
QPushButton[compact="true"]:focus { padding: 4px 5px; }
QPushButton::menu-indicator { image: none; width: 0px; }
QToolButton::menu-indicator { image: none; }
QPushButton[primary="true"] {
    background: $accent_fill; color: $on_accent; border: 1px solid $accent_fill;
}
QPushButton[primary="true"]:hover {
    background: $accent_hover; border-color: $accent_hover;
}
QPushButton[primary="true"]:pressed {
    background: $accent_press; border-color: $accent_press;
}
QPushButton[primary="true"]:focus {
    border: 2px solid $ink;
}
QPushButton[primary="true"]:disabled {
    background: $line; color: $ink2; border-color: $line;
}
QToolButton[role="tab"] {
    background: transparent; color: $ink2; border: 2px solid transparent;
    border-radius: ${radius_control}px; padding: 4px 6px; min-height: 19px;
}
QToolButton[role="tab"]:hover { color: $ink; }
QToolButton[role="tab"]:checked { background: $panel2; color: $ink; }
QToolButton[role="tab"]:focus { border-color: $accent; }
QToolButton[role="tool"] {
    background: transparent; border: 2px solid transparent; border-radius: ${radius_small}px;
    padding: 0px;
}
QToolButton[role="tool"]:hover { background: $panel2; }
QToolButton[role="tool"]:checked { background: $panel2; border: 1px solid $ink2; }
QToolButton[role="tool"]:focus { border: 2px solid $accent; }
QToolButton[role="quiet"] {
    background: transparent; color: $ink2; border: 2px solid transparent;
    border-radius: ${radius_small}px; padding: 2px 4px;
}
QToolButton[role="quiet"]:hover { background: $panel2; color: $ink; }
QToolButton[role="quiet"]:checked { background: $panel2; color: $accent; }
QToolButton[role="quiet"]:focus { border-color: $accent; }
NormalizationButton {
    background: $panel2; border: 1px solid $line; border-radius: ${radius_control}px;
    min-height: 22px; margin-left: 2px;
}
NormalizationButton:hover { border-color: $ink3; }
NormalizationButton:focus { border: 2px solid $accent; padding: 1px 3px; }

QPushButton[quiet="true"] {
    background: transparent; color: $ink2; border: 2px solid transparent;
    border-radius: ${radius_small}px; padding: 2px 4px; min-height: 16px;
}
QPushButton[quiet="true"]:hover { background: $panel2; color: $ink; border-color: $panel2; }
QPushButton[quiet="true"]:focus { border-color: $accent; padding: 2px 4px; }

QLineEdit, QPlainTextEdit, QSpinBox, QDoubleSpinBox {
    background: $panel2; color: $ink; border: 1px solid $line;
    border-radius: ${radius_small}px; padding: 3px 8px;
    selection-background-color: $accent_fill; selection-color: $on_accent;
}
QLineEdit:focus, QPlainTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus {
    border: 2px solid $accent; padding: 2px 7px;
}
QSpinBox QLineEdit, QSpinBox QLineEdit:focus {
    background: transparent; border: none; padding: 0px;
}
LayersEditor QSpinBox { padding: 3px 0px; }
LayersEditor QSpinBox:focus { padding: 2px 0px; }
QSpinBox::up-button, QSpinBox::down-button,
QDoubleSpinBox::up-button, QDoubleSpinBox::down-button { width: 0px; border: none; }
ValueEdit {
    background: transparent; border: 1px solid transparent; padding: 0px 0px;
    border-radius: 4px;
}
ValueEdit:hover { background: $panel2; }
ValueEdit:focus { background: $panel2; border: 1px solid $accent; padding: 0px 6px 0px 3px; }
QLineEdit[invalid="true"], ValueEdit[invalid="true"] { border: 1px solid $bad; }

QComboBox QAbstractItemView, QMenu {
    background: $panel; color: $ink; border: 1px solid $line; padding: 4px; outline: none;
    selection-background-color: $panel2; selection-color: $ink;
}
QComboBox QAbstractItemView::item { min-height: 24px; padding: 0px 6px; border-radius: 4px; }
QComboBox QAbstractItemView::item:selected, QMenu::item:selected {
    background: $panel2; color: $ink;
}
QMenu::item { padding: 5px 26px 5px 12px; border-radius: 5px; }
QMenu::item:disabled { color: $ink3; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 0px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0px; }
QScrollBar::handle { background: $line; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; margin: 2px 2px 2px 2px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $ink3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar {
    background: $line; border: none; border-radius: 4px; max-height: 8px; min-height: 8px;
    color: transparent;
}
QProgressBar::chunk { background: $accent; border-radius: 4px; }

QTableView, QTableWidget {
    background: transparent; color: $ink; border: none; gridline-color: transparent;
    selection-background-color: $panel2; selection-color: $ink; outline: none;
}
QTableView::item { border: none; border-bottom: 1px solid $line; padding: 0px 6px; }
QTableView::item:focus { border: 1px solid $accent; }
QHeaderView, QTableCornerButton::section { background: transparent; border: none; }
QHeaderView::section {
    background: transparent; color: $caption; border: none; border-bottom: 1px solid $line;
    padding: 3px 6px;
}
QSplitter::handle { background: transparent; }
""")


def palette(theme: Theme) -> QPalette:
    """Return the palette for what the style sheet does not reach."""
    made = QPalette()
    for role, color in _roles(theme).items():
        made.setColor(role, color)
    faint = (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText)
    for role in faint:
        made.setColor(QPalette.ColorGroup.Disabled, role, theme.ink3)
    return made


def style_sheet(theme: Theme, sizes: Sizes) -> str:
    """Return the application's style sheet."""
    words = {name: getattr(sizes, name) for name in Sizes.__slots__}
    for name in Theme.__slots__:
        token = getattr(theme, name)
        if isinstance(token, QColor):
            words[name] = token.name()
    words["accent_hover"] = _mixed(theme.accent_fill, theme.ink, 0.12).name()
    words["accent_press"] = _mixed(theme.accent_fill, theme.ink, 0.24).name()
    return SHEET.substitute(words)


def _roles(theme: Theme) -> dict[QPalette.ColorRole, QColor]:
    role = QPalette.ColorRole
    return {
        role.Window: theme.bg,
        role.WindowText: theme.ink,
        role.Base: theme.panel,
        role.AlternateBase: theme.panel2,
        role.Text: theme.ink,
        role.PlaceholderText: theme.caption,
        role.Button: theme.panel,
        role.ButtonText: theme.ink,
        role.BrightText: theme.bad,
        role.Light: theme.panel,
        role.Midlight: theme.panel2,
        role.Mid: theme.line,
        role.Dark: theme.ink3,
        role.Shadow: theme.line,
        role.Highlight: theme.accent_fill,
        role.HighlightedText: theme.on_accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.gneg,
        role.ToolTipBase: theme.panel,
        role.ToolTipText: theme.ink,
        role.Accent: theme.accent,
    }


def _mixed(a: QColor, b: QColor, share: float) -> QColor:
    blend = [
        round(x + (y - x) * share) for x, y in zip(a.getRgb()[:3], b.getRgb()[:3], strict=True)
    ]
    return QColor(*blend)

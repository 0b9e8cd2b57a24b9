"""Everything that can be done, as tables; menus, buttons and the sheet of keys come from them."""

from visualnn.ui.actions.action_spec import ActionSpec
from visualnn.ui.actions.table import (
    ACTIONS,
    MENUS,
    allow_only,
    dress,
    explain,
    keys_of,
    make_actions,
    menu_of,
    show_running,
    shown_keys,
    text_of,
)

__all__ = [
    "ACTIONS",
    "MENUS",
    "ActionSpec",
    "allow_only",
    "dress",
    "explain",
    "keys_of",
    "make_actions",
    "menu_of",
    "show_running",
    "shown_keys",
    "text_of",
]

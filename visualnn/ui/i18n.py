"""Translations: loaded from ``resources/i18n``, English where there is none."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from visualnn import assets
from visualnn.errors import WorkError


def install(language: str = "system") -> bool:
    """Translate the application's texts and return whether a translation was found.

    Parameters
    ----------
    language
        A language code such as ``"ko"``, or ``"system"`` for the desktop's.
    """
    code = QLocale.system().name() if language == "system" else language
    application = QCoreApplication.instance()
    for name in (code, code.split("_")[0]):
        translator = QTranslator(application)
        if translator.load(_file(name)):
            return application.installTranslator(translator)
    return False


def spec_text(text: str) -> str:
    """Return the translation of a label or an idea that comes from a spec."""
    return QCoreApplication.translate("specs", text) if text else ""


def _file(code: str) -> str:
    try:
        return str(assets.path(f"i18n/visualnn_{code}.qm"))
    except WorkError:
        return ""

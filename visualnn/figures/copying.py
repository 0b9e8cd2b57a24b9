"""The chain rule and the update of the chosen parameter, to paste elsewhere."""

from __future__ import annotations

from visualnn.experiment.explain import (
    chain_columns,
    chain_latex,
    chain_text,
    reused_text,
    update_latex,
    update_text,
)
from visualnn.figures.table import Table
from visualnn.figures.worked import Sheet

FORMS = ("text", "latex", "csv")


def copied(sheet: Sheet, form: str) -> str:
    """Return what is on show as ``"text"``, ``"latex"`` or ``"csv"``; empty where nothing is."""
    rule, update, names, say = sheet.chain, sheet.update, sheet.names, sheet.say
    if rule is None or update is None:
        return ""
    match form:
        case "latex":
            return f"{chain_latex(rule, names, say)}\n\n{update_latex(update, names)}\n"
        case "csv":
            return Table("chain_rule", chain_columns(rule, names, say)).to_csv()
    parts = (
        chain_text(rule, names, say),
        reused_text(rule, names),
        update_text(update, names, say),
    )
    return "\n\n".join(part for part in parts if part) + "\n"

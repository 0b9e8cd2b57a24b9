"""Numbers as a person reads them."""

from __future__ import annotations

THIN_SPACE = "\u202f"


def count(number: int) -> str:
    """Return a whole number with its thousands set apart, as in 4 120."""
    return f"{number:,}".replace(",", THIN_SPACE)


def percent(share: float) -> str:
    """Return a share of one as a percentage with one decimal."""
    return f"{100 * share:.1f}{THIN_SPACE}%"


def signed(number: float, decimals: int) -> str:
    """Return a number with a true minus sign."""
    return f"{number:.{decimals}f}".replace("-", "−")

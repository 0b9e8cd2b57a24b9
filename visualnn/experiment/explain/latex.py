"""Plain formulas, as the registries and names write them, turned into LaTeX.

The program writes formulas as text, θ ← θ − η·m̂ / (√v̂ + ε), so that a terminal
and a tooltip can show them.  What is raised, lowered, hatted or Greek there has
one LaTeX form, so that no formula need be written twice.
"""

from __future__ import annotations

import re
from functools import lru_cache

SIGNS = {
    "∘": r"\odot",
    "·": r"\cdot",
    "×": r"\times",
    "←": r"\leftarrow",
    "→": r"\to",
    "∨": r"\lor",
    "≤": r"\leq",
    "≥": r"\geq",
    "∂": r"\partial",
    "Σ": r"\sum",
    "α": r"\alpha",
    "β": r"\beta",
    "γ": r"\gamma",
    "δ": r"\delta",
    "ε": r"\varepsilon",
    "η": r"\eta",
    "θ": r"\theta",
    "λ": r"\lambda",
    "μ": r"\mu",
    "π": r"\pi",
    "Π": r"\Pi",
    "ρ": r"\rho",
    "σ": r"\sigma",
    "φ": r"\varphi",
    "Φ": r"\Phi",
    "ψ": r"\psi",
    "½": r"\tfrac{1}{2}",
    "‖": r"\Vert",
    "…": r"\dots",
    "⌊": r"\lfloor",
    "⌋": r"\rfloor",
}
PLAIN = {"−": "-", "′": "'", "–": "-"}
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾⁻⁺ᵉᶻᵗ", "0123456789()-+ezt", strict=True)) | {"ᵀ": r"\top "}
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋ᵢⱼₜₖ", "0123456789+-ijtk", strict=True))
HATS = {"ŷ": r"\hat{y}", "ŵ": r"\hat{w}", "ã": r"\tilde{a}"}
MARKS = {"\u0302": "hat", "\u0303": "tilde"}
FUNCTIONS = ("ln", "tanh", "cos", "max", "min", "exp")

WORDS = re.compile(r"(?<![\\{A-Za-z])[A-Za-z]{2,}(?: [A-Za-z]{2,})*")
INDICES = re.compile(f"[{''.join(map(re.escape, LOWERED))}]+(?:,[{''.join(LOWERED)}]+)*")

POWERS = re.compile(f"\\^(\\([^)]*\\)|⌊[^⌋]*⌋|[A-Za-z][{''.join(LOWERED)}]*)")


@lru_cache(4096)
def latex_of(text: str) -> str:
    r"""Return a formula that is written as plain text as LaTeX.

    Such as ``\sqrt{\sigma^{2}} \cdot w^{(2)}_{12}`` for √(σ²)·w⁽²⁾₁₂.
    """
    text = WORDS.sub(_word, _rooted(text))
    for letter, hatted in HATS.items():
        text = text.replace(letter, hatted)
    text = re.sub("(.)([\u0302\u0303])", lambda m: rf"\{MARKS[m[2]]}{{{m[1]}}}", text)
    text = POWERS.sub(lambda m: f"^{{{m[1]}}}", text)
    text = re.sub(f"[{''.join(RAISED)}]+", lambda m: f"^{{{_each(m[0], RAISED)}}}", text)
    text = INDICES.sub(lambda m: f"_{{{_each(m[0], LOWERED)}}}", text)
    for sign, plain in PLAIN.items():
        text = text.replace(sign, plain)
    text = re.sub(f"[{''.join(SIGNS)}]", lambda m: f" {SIGNS[m[0]]} ", text)
    return _tidied(text)


def _word(found: re.Match[str]) -> str:
    """Return a known function by its command, another upright, and prose with gaps around it."""
    word = found[0]
    if word in FUNCTIONS:
        return rf"\{word} "
    upright = rf"\mathrm{{{word.replace(' ', '~')}}}"
    applied = found.string[found.end() : found.end() + 1] in ("(", "′")
    return upright if applied or word == found.string else rf"\;{upright}\;"


def _each(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(letter, letter) for letter in text).strip()


def _rooted(text: str) -> str:
    """Write roots over what they are taken of: √(…) over the bracket, √v over the letter."""
    while (at := text.find("√")) >= 0:
        rest = text[at + 1 :]
        if rest.startswith("("):
            end = _closing(rest)
            text = rf"{text[:at]}\sqrt{{{rest[1:end]}}}{rest[end + 1 :]}"
        else:
            letter = re.match("\\w[\u0302\u0303]?", rest)
            size = letter.end() if letter else 0
            text = rf"{text[:at]}\sqrt{{{rest[:size]}}}{rest[size:]}"
    return text


def _closing(text: str) -> int:
    """Return where the bracket that ``text`` begins with is closed."""
    depth = 0
    for index, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if not depth:
            return index
    return len(text)


def _tidied(text: str) -> str:
    """Leave one blank where there are several, and none where LaTeX needs none."""
    text = re.sub(r" +", " ", text).strip()
    text = re.sub(r" (?=[\^_'),}\]])", "", text)
    return re.sub(r"(?<=[({]) ", "", text)

"""Numbers with nouns, and the words that agree with them."""

from __future__ import annotations


def quantity(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: `1 board`, `2 boards`, `3 queries`.

    Args:
        number: How many.
        noun: The singular noun.
        plural: The plural noun; the singular with `s` when empty.
    """
    return f"{number} {agree(number, noun, plural or f'{noun}s')}"


def agree(number: int, singular: str, plural: str) -> str:
    """Return the word that agrees with a number: `agree(1, "compiles", "compile")`."""
    return singular if number == 1 else plural

"""Numbers with nouns in the singular or plural, and other words that depend on a number."""

from __future__ import annotations


def format_quantity(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun in the right form: `1 board`, `2 boards`, `3 queries`.

    Args:
        number: The number to show.
        noun: The singular noun.
        plural: The plural noun; if empty, the singular with an added `s`.
    """
    return f"{number} {choose_form(number, noun, plural or f'{noun}s')}"


def choose_form(number: int, singular: str, plural: str) -> str:
    """Return `singular` for the number 1, and `plural` for any other number:
    `choose_form(1, "compiles", "compile")`.
    """
    return singular if number == 1 else plural

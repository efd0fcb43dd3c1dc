"""Chooses between singular and plural words in messages."""

from __future__ import annotations


def format_quantity(number: int, noun: str, plural: str = "") -> str:
    """Return a number with a noun in the singular or plural: `1 board`, `2 boards`.

    Args:
        number: The number to show.
        noun: The singular noun.
        plural: The plural noun; if empty, the plural is `noun` with an added `s`.
    """
    return f"{number} {choose_form(number, noun, plural or f'{noun}s')}"


def choose_form(number: int, singular: str, plural: str) -> str:
    """Return `singular` if the number is 1, and otherwise `plural`."""
    return singular if number == 1 else plural

from __future__ import annotations

import pytest

from boardwright.notation.slugs import (
    cut_slug,
    format_slug,
    remove_accents,
    remove_other_letters,
)


@pytest.mark.parametrize(
    ("text", "plain", "without_accents", "without_other_letters"),
    [
        ("CPU (all)", "cpu-all", "cpu-all", "cpu-all"),
        ("Größe", "gr-e", "gro-e", "groe"),
        ("½ load", "load", "1-2-load", "12-load"),
        ("Übersicht", "bersicht", "ubersicht", "ubersicht"),
        ("Ωmega", "mega", "mega", "mega"),
        ("监控", "", "", ""),
    ],
)
def test_slugs_of_uids_and_file_names_never_change(
    text: str, plain: str, without_accents: str, without_other_letters: str
) -> None:
    """The expected names are those of the releases before these functions were shared: boards,
    rules and folders in Grafana have uids with these names. NFKD separates `ö` into `o` and an
    accent, and `½` into `1`, U+2044 and `2`. It does not change `ß`.
    """
    assert format_slug(text) == plain
    assert format_slug(text, fold=remove_accents) == without_accents
    assert format_slug(text, fold=remove_other_letters) == without_other_letters


@pytest.mark.parametrize(
    ("text", "length", "slug"),
    [
        ("CPU load", 20, "cpu-load"),
        ("CPU load", 4, "cpu"),
        ("[prod] CPU", 5, "prod"),
        ("[prod] CPU", 4, "pro"),
    ],
)
def test_characters_at_the_start_count_when_a_slug_is_cut(
    text: str, length: int, slug: str
) -> None:
    """`[prod] CPU` is first `-prod-cpu`; its first 4 characters are `-pro`."""
    assert cut_slug(text, length) == slug

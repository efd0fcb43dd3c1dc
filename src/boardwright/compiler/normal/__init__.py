"""The steps that bring boards to a normal form, in which boards of equal meaning are equal."""

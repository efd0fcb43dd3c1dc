"""The rules of plain words, and the check that every file follows them."""

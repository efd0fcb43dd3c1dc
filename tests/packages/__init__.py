"""The wheel and the source distribution, installed in clean environments outside the repository."""

"""Tests of the wheel and the source distribution, installed outside the repository."""

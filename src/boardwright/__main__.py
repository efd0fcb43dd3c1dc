"""Runs the command line for `python -m boardwright`."""

from boardwright.cli import main

main()

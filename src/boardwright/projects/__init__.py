"""Compiles a whole project; every verb starts here."""

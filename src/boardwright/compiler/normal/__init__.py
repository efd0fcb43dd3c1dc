"""Converts boards to a normal form. Boards that Grafana treats alike have equal normal forms."""

"""Grafana's dashboard JSON: its keys, their forms, their meaning and their defaults."""

"""Reads and changes the rules in a ruler: the server that stores and evaluates the rules of Mimir,
Grafana Cloud or Cortex.

    Ruler.read_groups ──> plan_groups ──> apply_groups
"""

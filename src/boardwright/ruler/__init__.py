"""The client of a ruler: the server that stores and evaluates the rules of Mimir, Grafana Cloud or
Cortex.

    Ruler.groups ──> plan_groups ──> apply_groups
"""

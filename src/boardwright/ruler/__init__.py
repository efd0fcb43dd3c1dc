"""Deploys alerting rules and recording rules to the ruler of Mimir, Grafana Cloud or Cortex.

Ruler.read_groups ──> plan_groups ──> apply_groups
"""

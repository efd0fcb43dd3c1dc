"""Deploys alerting rules and recording rules to the ruler of Mimir, Grafana Cloud or Cortex.

A deploy calls `Ruler.read_groups`, then `plan_groups`, and finally `apply_groups`.
"""

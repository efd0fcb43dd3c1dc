"""Suggests recording rules for PromQL expressions that several queries of boards and rules contain.

queries ──find_recordable_parts──> parts ──choose_rules──> rules ──rewrite_query──> queries
"""

"""Suggests recording rules for parts of PromQL expressions that occur in several queries of boards
and rules.

queries ──find_recordable_parts──> parts ──choose_rules──> rules ──rewrite_query──> queries
"""

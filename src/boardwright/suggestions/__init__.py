"""Suggesting recording rules for parts of expressions that several queries of boards and rules
contain.

queries ──find_recordable_parts──> parts ──choose_rules──> rules ──rewritten_text──> queries
"""

"""Recording rules for parts of queries that boards and rules repeat.

queries ──find_recordable_parts──> parts ──choose_rules──> rules ──rewritten_text──> queries
"""

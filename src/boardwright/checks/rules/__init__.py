"""The check rules. Each module of this package defines one rule, and `registry` finds the rules by
listing the modules.
"""

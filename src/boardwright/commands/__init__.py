"""The verbs: one function each that takes values, returns a result, and prints nothing."""

"""The functions behind the verbs. Each takes values, returns a result, and prints nothing."""

"""The views that rules look at: boards, panels, queries, variables; all rules share them."""

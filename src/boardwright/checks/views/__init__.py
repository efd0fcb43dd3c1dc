"""What rules look at: boards, panels, queries, variables, computed once and shared by all rules."""

"""What changed between two boards, by row and panel; pure."""

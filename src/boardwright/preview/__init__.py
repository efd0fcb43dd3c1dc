"""Boards as pages: what a panel shows, its queries as they are sent, its data; pure."""

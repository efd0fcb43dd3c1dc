"""Formats results: as text for people, and as JSON for programs. Nothing in this package prints."""

"""Results as text: for people, and as JSON for machines. Nothing here prints."""

"""What earlier builds compiled, kept as long as nothing that it depends on has changed."""

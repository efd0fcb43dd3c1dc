"""The cache of boards that earlier builds compiled."""

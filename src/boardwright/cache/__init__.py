"""The cache of results of earlier builds, checks and deploys."""

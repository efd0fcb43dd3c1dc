"""Stores results of builds, checks and deploys, so that later runs can reuse them."""

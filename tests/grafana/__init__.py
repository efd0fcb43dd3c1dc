"""Tests of the package grafana: settings, credentials, bad answers, plans and their effects."""

"""The grafana room: settings, credentials, every bad answer, plans and what they do."""

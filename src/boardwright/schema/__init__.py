"""The meaning of Grafana's dashboard JSON: its keys, shapes and defaults."""

"""What Grafana's dashboard JSON means: its words, its shapes and its defaults."""

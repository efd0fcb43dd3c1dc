"""Compiles a whole project. Every command, such as `boardwright build`, begins with this step."""

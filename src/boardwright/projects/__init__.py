"""Compiles all files of a project that declare boards, alerts and rules."""

"""Compiles the source files of a project: the files that declare boards, alerts and rules."""

"""Compiles all files of a project that declare boards, alerts and rules. Every command, such as
`boardwright build`, begins with this step.
"""

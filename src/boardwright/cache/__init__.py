"""Boards compiled by earlier builds."""

"""Chromium, driven through its DevTools protocol."""

"""Controls Chromium through its DevTools protocol."""

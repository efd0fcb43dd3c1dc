"""The passes, one a file; `boardwright.compile.pipeline` lists them in order."""

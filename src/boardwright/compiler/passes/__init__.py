"""The passes, one a file; `boardwright.compiler.pipeline` lists them in order."""

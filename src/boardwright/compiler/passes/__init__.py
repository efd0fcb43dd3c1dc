"""The passes, one per file; `boardwright.compiler.pipeline` lists them in order."""

"""The passes of the compiler. Each module contains one pass, and `boardwright.compiler.pipeline`
lists the passes in order.
"""

"""The passes of the compiler, one in each module.

`boardwright.compiler.pipeline` lists the passes in order.
"""

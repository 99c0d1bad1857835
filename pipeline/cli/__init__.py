"""The command ``kyr``: the only package that prints or exits.

Exit codes: 0 all is well; 1 a check found errors; 2 something could not be read, written or understood.
"""

from pipeline.cli.shell import main

__all__ = ["main"]

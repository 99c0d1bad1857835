"""The command ``kyr``: the only package that prints or exits.

Exit codes: 0 all is well; 1 what was looked at is not as it should be (a check's errors, a page that is not identical,
a release that is not ready or not as it was, an answer that was refused); 2 something could not be read, written or
understood; 130 somebody pressed Ctrl-C.
"""

from pipeline.cli.shell import main

__all__ = ["main"]

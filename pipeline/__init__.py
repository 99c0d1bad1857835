"""kyr: know-your-rights materials from English Markdown to reviewed, printable, multilingual pages."""

__version__ = "0.1.0"

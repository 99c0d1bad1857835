"""From a page's tree to paper: forms, measures, Typst, and what was printed from what."""

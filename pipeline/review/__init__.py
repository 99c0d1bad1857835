"""Who said what about which exact words, and what follows from it."""

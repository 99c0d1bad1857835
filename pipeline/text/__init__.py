"""What can be said about words without knowing the project: pure functions on text."""

"""Coverage-guided fuzzing of everything that reads what other people write."""

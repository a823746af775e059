"""Examples and lessons: data, no code."""

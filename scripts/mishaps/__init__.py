"""What scripts/chaos does to a school, and how it tells whether the school came to harm."""

"""What only language courses have; the counts come from the vhs."""

"""What the town has twice and what it lacks: gaps, overlaps, unmet needs (domain/01, B17)."""

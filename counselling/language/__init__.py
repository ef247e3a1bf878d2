"""German: what somebody can already, which course they look for, and what the vhs should know."""

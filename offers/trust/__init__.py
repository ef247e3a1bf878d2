"""Whether offers are still true: asking providers, reminding them, and looking at web addresses."""

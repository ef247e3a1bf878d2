"""Open data (HSDS 3.0): our catalogue for others, and the catalogues of neighbouring towns."""

"""Cards: pure functions from a request, as it is stored, to Adaptive Card 1.5 JSON."""

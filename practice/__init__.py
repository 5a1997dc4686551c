"""A laptop's channel and outside world; never in the image, and nothing imports it."""

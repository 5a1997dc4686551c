"""The image, built from the Dockerfile and run under every limit that production sets."""

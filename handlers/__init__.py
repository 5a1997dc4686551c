"""The rules: what a request is, which way it may go, and who may say so. No I/O; ports are awaited."""

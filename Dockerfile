# The bot's image: what it runs with, and its three floors. docs/decisions/0006-what-is-shipped.md says why.

# Pinned by version. Where a registry can be asked, pin the digest here too: 3.12-slim@sha256:…
FROM docker.io/library/python:3.12-slim AS base
# Python's own modules come without bytecode, and a container with a read-only root would compile them at each start
# and each health check: a third of the time.
RUN ["python", "-m", "compileall", "-q", "/usr/local/lib"]

FROM base AS packages
# Only what the lock names, by hash, as ready wheels: nothing is compiled here, so nothing is needed to compile with.
COPY requirements/run.lock /run.lock
RUN ["python", "-m", "venv", "--without-pip", "/opt/venv"]
RUN ["pip", "--python", "/opt/venv/bin/python", "install", "--no-cache-dir", "--disable-pip-version-check", \
     "--require-hashes", "--no-deps", "--only-binary", ":all:", "--requirement", "/run.lock"]

FROM base
# HOME is the bot's own folder, which it cannot write to; nothing it runs with needs another.
ENV PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin \
    HOME=/app \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    PORT=8080
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY handlers/ handlers/
COPY adapters/ adapters/
COPY bot/ bot/
RUN ["python", "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", "/app"]

# A number, because Kubernetes' runAsNonRoot cannot read names. Everything above belongs to root.
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-I", "-c", "import http.client, os, sys; c = http.client.HTTPConnection('127.0.0.1', int(os.environ['PORT']), timeout=3); c.request('GET', '/livez'); sys.exit(c.getresponse().status != 200)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["serve"]

# Last, so that a new commit leaves the layers above as they are.
ARG VERSION=unknown
ARG COMMIT=unknown
LABEL org.opencontainers.image.title="TV Support Bot" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${COMMIT}"

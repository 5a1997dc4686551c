# The bot's image: what it runs with, and its three floors. docs/decisions/0006-what-is-shipped.md says why.

# Pinned by version. Where a registry can be asked, pin the digest here too: 3.12-slim@sha256:…
FROM docker.io/library/python:3.12-slim AS python

FROM python AS packages
# Only what the lock names, by hash, as ready wheels: nothing is compiled here, so nothing is needed to compile with.
COPY requirements/run.lock /run.lock
RUN ["python", "-m", "venv", "--without-pip", "/opt/venv"]
RUN ["pip", "--python", "/opt/venv/bin/python", "install", "--no-cache-dir", "--disable-pip-version-check", \
     "--no-compile", "--require-hashes", "--no-deps", "--only-binary", ":all:", "--requirement", "/run.lock"]

FROM packages AS sbom
# What those packages are and under which licences, told by a tool that is in no other stage.
COPY requirements/sbom.lock /sbom.lock
RUN ["python", "-m", "venv", "--without-pip", "/opt/sbom"]
RUN ["pip", "--python", "/opt/sbom/bin/python", "install", "--no-cache-dir", "--disable-pip-version-check", \
     "--no-compile", "--require-hashes", "--no-deps", "--only-binary", ":all:", "--requirement", "/sbom.lock"]
RUN ["/opt/sbom/bin/cyclonedx-py", "environment", "--output-reproducible", "--spec-version", "1.6", \
     "--output-file", "/sbom.json", "/opt/venv"]

FROM packages AS trimmed
COPY deploy/trim.py /tmp/trim.py
RUN ["python", "/tmp/trim.py", "packages", "/opt/venv"]
# Bytecode is made here: with a read-only root, each start and each health check would compile the same modules again,
# a third of the time. Not for what is large and no start imports.
RUN ["python", "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", \
     "-x", "/(testing|f2py|polynomial|dialects/(mssql|mysql|oracle|sqlite))/?", \
     "/opt/venv"]

FROM python AS system
COPY deploy/trim.py /tmp/trim.py
RUN ["python", "/tmp/trim.py", "system"]
RUN ["python", "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", "/usr/local/lib"]

# From nothing, because a layer can hide what an earlier one holds but not take it out again.
FROM scratch
COPY --from=system / /
COPY --from=trimmed /opt/venv /opt/venv
COPY --from=sbom /sbom.json /app/sbom.json
# HOME is the bot's own folder, which it cannot write to; nothing it runs with needs another. The threshold is glibc's
# own first one, kept: it would grow with the first large block, and 5 MB would never go back to the machine.
ENV PATH=/opt/venv/bin:/usr/local/bin \
    HOME=/app \
    LANG=C.UTF-8 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MALLOC_TRIM_THRESHOLD_=131072 \
    HOST=0.0.0.0 \
    PORT=8080
WORKDIR /app
COPY handlers/ handlers/
COPY adapters/ adapters/
COPY bot/ bot/
COPY manifest/manifest.json manifest/color.png manifest/outline.png manifest/
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

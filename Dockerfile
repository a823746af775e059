# The page and the third-party code it uses, bundled from npm's lock.
FROM node:24-slim AS page
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY scripts/bundle.mjs scripts/bundle.mjs
COPY scripts/vendor scripts/vendor
COPY app/static app/static
RUN node scripts/bundle.mjs

# The wheel, with that page inside.
FROM python:3.13-slim AS wheel
WORKDIR /build
COPY requirements requirements
RUN python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/wheel.txt
COPY LICENSE README.md pyproject.toml ./
COPY scripts scripts
COPY backsweep backsweep
COPY engine engine
COPY app app
COPY --from=page /build/app/static/vendor app/static/vendor
RUN python -m pip wheel --disable-pip-version-check --no-deps --no-index --no-build-isolation --wheel-dir /wheel .

# Python packages, each checked against its hash, and the wheel.
FROM python:3.13-slim AS packages
COPY requirements/run.txt /build/run.txt
RUN python -m venv /venv \
 && /venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /build/run.txt
COPY --from=wheel /wheel /wheel
RUN /venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --no-deps --no-index /wheel/*.whl

FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1
RUN groupadd --gid 10001 backsweep \
 && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin backsweep
COPY --from=packages /venv /venv
USER 10001:10001
EXPOSE 8000
# Only the names of this machine are answered to, unless the container is started with
# BACKSWEEP_ALLOWED_HOSTS=board.example (see app/settings.py).
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s \
  CMD ["/venv/bin/python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["/venv/bin/python", "-m", "backsweep.app", "--host", "0.0.0.0", "--port", "8000"]

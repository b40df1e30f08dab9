# soquy and all that it needs, by the same steps as on a bare machine. docker-compose.yml adds
# PostgreSQL; alone, with no DATABASE_URL, the image runs its own inside the volume.
FROM python:3.12-slim
WORKDIR /srv/soquy
COPY requirements.lock ./
COPY scripts scripts
RUN scripts/setup
COPY . .
RUN .venv/bin/python -m reports.native
RUN useradd --system --create-home --home-dir /var/lib/soquy-home soquy
USER soquy
ENV SOQUY_HOME=/var/lib/soquy-home
VOLUME /var/lib/soquy-home
EXPOSE 8000
HEALTHCHECK --interval=10s --start-period=30s CMD \
    ["python3", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health')"]
CMD ["scripts/soquy", "serve", "--host", "0.0.0.0", "--port", "8000"]

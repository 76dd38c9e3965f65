# One image for every process of a deployment: web, worker, provisioner, beat, migrate. See docs/deploy.md.

FROM python:3.13-slim AS environment
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements/prod.txt /tmp/prod.txt
RUN /opt/venv/bin/python -m pip install --quiet --require-hashes -r /tmp/prod.txt

FROM python:3.13-slim AS project
COPY --from=environment /opt/venv /opt/venv
WORKDIR /srv/adopsi
COPY . .
ENV PATH=/opt/venv/bin:$PATH PYTHONPATH=/srv/adopsi:/srv/adopsi/platform
# Collecting needs the settings to load, not their values: nothing is connected to.
RUN ADOPSI_SECRET_KEY=build ADOPSI_MASTER_SECRET=build ADOPSI_HOME=/tmp/build ADOPSI_STATIC_ROOT=/srv/adopsi/static \
    DATABASE_URL=postgresql://build@localhost/build BROKER_URL=redis://localhost/0 CACHE_URL=redis://localhost/1 \
    DJANGO_SETTINGS_MODULE=adopsi.settings.base python -m django collectstatic --noinput --verbosity 0 \
    && python -m compileall -q .

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/adopsi --create-home --shell /usr/sbin/nologin adopsi
COPY --from=environment /opt/venv /opt/venv
COPY --from=project /srv/adopsi /srv/adopsi
WORKDIR /srv/adopsi
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONPATH=/srv/adopsi:/srv/adopsi/platform \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=adopsi.settings.base \
    ADOPSI_HOME=/var/lib/adopsi \
    ADOPSI_MEDIA_ROOT=/var/lib/adopsi/media \
    ADOPSI_STATIC_ROOT=/srv/adopsi/static
RUN install -d -o adopsi -g adopsi -m 700 /var/lib/adopsi/media /var/lib/adopsi-signing
USER adopsi
VOLUME /var/lib/adopsi
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
CMD ["granian", "adopsi.wsgi:application", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", \
     "--http", "1", "--no-ws", "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers"]

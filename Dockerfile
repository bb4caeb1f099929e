# One image for the web server, the worker and the set-up step of docker-compose.yml.
ARG PYTHON_IMAGE=python:3.12-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
WORKDIR /app
COPY config/set_up.py config/
COPY requirements.txt requirements-node.txt package.json package-lock.json .npmrc ./
RUN python config/set_up.py
# Packages of single sign-on, for installations that use it (SSO=oidc or SSO=cas in .env).
ARG SSO=off
COPY requirements-sso.txt ./
RUN if [ "$SSO" != off ]; then .venv/bin/pip install --no-cache-dir --require-hashes -r requirements-sso.txt; fi

FROM ${PYTHON_IMAGE}
# LibreOffice turns the Word report into PDF and finds its page numbers. The report names the fonts
# that offices have; config/deploy/fonts.conf says which free font stands in for each.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
       fontconfig fonts-noto-cjk fonts-arphic-ukai fonts-liberation \
       libreoffice-writer-nogui libreoffice-calc-nogui \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 app \
    && useradd --uid 10001 --gid app --no-create-home --home-dir /tmp --shell /usr/sbin/nologin app \
    && install -d -o app -g app -m 0750 /data
WORKDIR /app
COPY --from=build /app/.venv .venv
COPY . .
COPY --from=build /app/static/vendor static/vendor
RUN install -m 0644 config/deploy/fonts.conf /etc/fonts/local.conf && fc-cache -f
ENV DJANGO_SETTINGS_MODULE=config.settings.prod \
    DATA_DIR=/data \
    HOME=/tmp \
    PATH=/app/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER app
EXPOSE 8000
# One request per process: only then does the time limit reach a request that hangs, and replaces
# its process. nginx takes slow readers off them.
CMD ["gunicorn", "config.wsgi:application", "--bind=0.0.0.0:8000", "--workers=6", "--preload", \
     "--timeout=60", "--max-requests=5000", "--max-requests-jitter=500", \
     "--worker-tmp-dir=/dev/shm", "--access-logfile=-"]

# The command line as an image, run by a user without rights; what builds it stays behind:
#   docker build --tag cermat .
#   docker run --rm --volume "$PWD:/laporan" cermat check laporan.docx
FROM python:3.11-slim AS build
WORKDIR /source
COPY requirements/run.txt requirements/run.txt
RUN python -m venv /opt/cermat \
    && /opt/cermat/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement requirements/run.txt
COPY pyproject.toml setup.py README.md LICENSE NOTICE __init__.py __main__.py audit.py py.typed ./
COPY requirements requirements
COPY checks checks
COPY datasets datasets
COPY reports reports
COPY schemas schemas
RUN /opt/cermat/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps .

FROM python:3.11-slim
ARG LIBREOFFICE=no
RUN if [ "$LIBREOFFICE" = yes ]; then \
        apt-get update \
        && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends libreoffice-calc-nogui libreoffice-writer-nogui \
        && rm -rf /var/lib/apt/lists/*; \
    fi \
    && useradd --create-home --uid 1000 cermat
COPY --from=build /opt/cermat /opt/cermat
ENV PATH=/opt/cermat/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONIOENCODING=utf-8 HOME=/tmp
USER cermat
WORKDIR /laporan
ENTRYPOINT ["cermat"]
CMD ["--help"]

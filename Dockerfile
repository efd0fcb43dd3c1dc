# boardwright for CI jobs: `docker run --rm -v "$PWD:/work" boardwright check`.
#
#   make wheel && docker build -t boardwright .
#
# BASE is any image with Python 3.11 or later. Wheels of dependencies in dist/ are preferred to the
# package index; with PIP_NO_INDEX=1 only these are used. No compiler is needed, and none is installed.
ARG BASE=python:3.13-slim

FROM ${BASE} AS build
ARG PIP_NO_INDEX
COPY dist/ /dist/
RUN python3 -m venv /opt/boardwright \
    && /opt/boardwright/bin/python -m pip install --no-cache-dir --no-compile --only-binary :all: \
        --find-links /dist boardwright \
    && /opt/boardwright/bin/python -m pip uninstall --yes --quiet pip

FROM ${BASE}
COPY --from=build /opt/boardwright /opt/boardwright
ENV PATH=/opt/boardwright/bin:$PATH HOME=/tmp PYTHONDONTWRITEBYTECODE=1
WORKDIR /work
USER 65532:65532
ENTRYPOINT ["boardwright"]
CMD ["--help"]

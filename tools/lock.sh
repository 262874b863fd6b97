#!/bin/sh
# Writes the hash-locked requirement files from pyproject.toml. They name no registry: the machine that installs decides that.
set -eu
cd "$(dirname "$0")/.."

if command -v uv >/dev/null 2>&1; then
    uv=uv
else
    uv=.venv/uv/bin/uv
    if [ ! -x "$uv" ]; then
        echo "· installing uv in .venv/uv" >&2
        "${PYTHON:-python3}" -m venv .venv/uv
        .venv/uv/bin/python -m pip --disable-pip-version-check install --quiet uv >&2
    fi
fi

compile() {
    output=$1
    shift
    echo "· $output" >&2
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
        --no-emit-index-url --no-emit-find-links --output-file "$output" "$@" >/dev/null
}

# UPGRADE=1 takes the newest versions; without it a version stays as it is while it fits.
upgrade=
if [ -n "${UPGRADE:-}" ]; then upgrade=--upgrade; fi
compile requirements/run.txt $upgrade --extra postgres pyproject.toml
compile requirements/dev.txt $upgrade --extra postgres --group dev --constraints requirements/run.txt pyproject.toml
compile requirements/build.txt $upgrade --constraints requirements/dev.txt --group build

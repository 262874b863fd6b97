#!/bin/sh
# Makes .venv ready for use: `tools/setup.sh run` for the bot, `tools/setup.sh dev` for the tests as well.
# Says nothing when all is ready; progress and mistakes go to stderr, so that stdout belongs to the command that follows.
set -eu
cd "$(dirname "$0")/.."

profile=${1:-run}
case $profile in
    run) locks='requirements/run.txt requirements/build.txt' ;;
    dev) locks='requirements/dev.txt requirements/build.txt' ;;
    *) echo "setup: unknown profile '$profile'; use run or dev" >&2; exit 2 ;;
esac

say() { echo "· $*" >&2; }
stop() { echo "setup: $*" >&2; exit 1; }

# The directory is part of the fingerprint: a virtual environment does not survive a move.
fingerprint() { { pwd; cat requirements/dev.txt requirements/run.txt requirements/build.txt pyproject.toml; } | cksum; }

wanted=$(fingerprint)
for stamp in .venv/.ready-dev ".venv/.ready-$profile"; do
    if [ -x .venv/bin/python ] && [ -x .venv/bin/wegwijzer ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
        exit 0
    fi
done

fits='import sys; sys.exit(sys.version_info < (3, 11))'

find_python() {
    for candidate in ${PYTHON:-} python3.11 python3 python3.12 python3.13 python3.14 python; do
        if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c "$fits" >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
    stop "Wegwijzer needs Python 3.11 or newer and found $(python3 --version 2>/dev/null || echo none); install it, or say PYTHON=/path/to/python make …"
}

started=$(date +%s)
if ! .venv/bin/python -c "$fits" >/dev/null 2>&1; then
    python=$(find_python)
    say "making .venv with $("$python" --version)"
    "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 ||
        stop "this Python has no venv module; on Debian or Ubuntu: apt-get install python3-venv"
    "$python" -m venv --clear .venv >&2 || stop "could not make .venv; is this directory writable and the disk not full?"
fi
.venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null 2>&1 ||
    stop ".venv has no pip; remove .venv and try again"

complaints=.venv/.pip-errors
pip_install() {
    # --no-cache-dir is not given on purpose: the second installation on a machine is quick.
    if ! .venv/bin/python -m pip --disable-pip-version-check install --no-warn-script-location "$@" >&2 2>"$complaints"; then
        if grep -Eqi 'connection|name resolution|timed out|could not fetch|network is unreachable|no matching distribution' "$complaints"; then
            stop "could not download the packages; is there a network? (pip's own words: .venv/.pip-errors)"
        fi
        tail -n 15 "$complaints" >&2
        stop "the installation failed; pip's words are above"
    fi
}

rm -f .venv/.ready-run .venv/.ready-dev
say "installing $(cat $locks | grep -c '^[a-z]') packages, each checked against its hash (a minute or two, the first time)"
requirements=
for lock in $locks; do requirements="$requirements -r $lock"; done
# shellcheck disable=SC2086 # the words of $requirements are meant to be split
pip_install --require-hashes $requirements
say "installing Wegwijzer itself"
pip_install --no-deps --no-build-isolation --no-index -e .
echo "$wanted" >".venv/.ready-$profile"
say "ready in $(($(date +%s) - started)) s"

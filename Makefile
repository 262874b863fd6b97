# Wegwijzer in a few verbs. `make demo` and `make test` need Python 3.11 or newer, make and, the first time, a network.
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
# Tests start hundreds of programs: each would compile every module anew where nothing may be kept.
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := help

BIN := .venv/bin
PY := $(BIN)/python
ROUNDS ?= 5
WORKERS ?= 2

.PHONY: help demo test test-all lint types fix bench chance faults faults-long lock shots wheel clean run-ready dev-ready

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

demo: run-ready ## the bot at work on a page of its own, no token needed (FRESH=1 starts over, PORT=8123 picks a port)
	@exec $(BIN)/wegwijzer demo $(if $(FRESH),--fresh) $(if $(PORT),--port $(PORT)) $(ARGS)

test: dev-ready ## the quick tests (SLOW=1 all of them; COVER=1 with coverage; REQUIRE=browser,postgres forbids skips; ARGS='-k name')
	@sh tools/chromium.sh
	@$(PY) $(if $(COVER),-m coverage run) -m pytest -n $(WORKERS) --dist loadfile $(if $(SLOW),,-m 'not slow and not thorough') $(ARGS)
	@$(if $(COVER),$(BIN)/coverage combine --quiet && $(BIN)/coverage report,:)

test-all: ## the quick tests, and what they show in one place in every other: each story on each platform, a kill at each commit
	@$(MAKE) test ARGS="-m 'not slow' $(ARGS)"

lint: dev-ready ## style, formatting and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache

types: dev-ready ## mypy, strict
	$(BIN)/mypy

fix: dev-ready ## what ruff can repair by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: dev-ready ## the durable pipeline beside a bare echo bot, a rehearsal, and detection beside other matchers (ARGS='--only detection')
	@exec $(PY) -m tests.bench $(ARGS)

chance: dev-ready ## long conversations by chance, held against every promise (ARGS='--seeds 5 --examples 100')
	@exec $(PY) -m tests.story $(ARGS)

faults: dev-ready ## kill the bot at random moments and count (ROUNDS=5)
	@exec $(PY) -m tests.faults --rounds $(ROUNDS) $(ARGS)

faults-long: ## the same, fifty rounds
	@$(MAKE) faults ROUNDS=50

lock: ## write the hash-locked requirement files (UPGRADE=1 takes the newest versions)
	@sh tools/lock.sh

shots: dev-ready ## the pictures in the README and the docs
	@sh tools/chromium.sh
	@exec $(PY) -m tests.shots $(ARGS)

wheel: dev-ready ## a wheel in dist/
	$(PY) -m hatchling build --target wheel

clean: ## remove the virtual environment and everything that was made here, except var/ (your data)
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage .coverage.*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

run-ready:
	@sh tools/setup.sh run

dev-ready:
	@sh tools/setup.sh dev

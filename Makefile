# `make demo` shows the console, `make test` tests it; both set everything up themselves. `make help` lists the rest.
#
# The environment is .venv, filled from the hash locks in requirements/ by the pip in tools/ (so a Python without pip
# or ensurepip will do). Stamps in it remember which lock it holds: a second `make` starts at once.

SHELL := /bin/sh
.DEFAULT_GOAL := help

VENV  ?= .venv
WORLD ?= boston_may
AT    ?= 2015-05-12T09:00
ARGS  ?=

BIN   := $(VENV)/bin
PIP   := $(BIN)/python $(wildcard tools/pip-*.whl)/pip --disable-pip-version-check --no-input --quiet
# Everything comes from the lock, checked by hash, as a built wheel; nothing is resolved or compiled here.
FETCH := $(PIP) install --require-hashes --no-deps --only-binary :all:
HERE  := $(PIP) install --no-deps --no-build-isolation --editable .

UV_VERSION := 0.13.9
LOCK  := build/uv/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --upgrade \
         --quiet --no-header

# Slow or outside the process; .ci/run has them all, `make soak` the long form.
IN_PROCESS := not (pty or fault or sshd or postgres or soak or bench)

##
## What a user needs
##

demo: $(VENV)/.runtime ## a real Boston morning on a live board (without a terminal: the same as JSON)
	@if [ -t 0 ] && [ -t 1 ]; then exec $(BIN)/wom demo $(WORLD) --at $(AT) $(ARGS); \
	else exec $(BIN)/wom demo $(WORLD) --at $(AT) --headless --json $(ARGS); fi

test: $(VENV)/.dev ## the tests that run in one process, on SQLite (ARGS="-k hold" picks some)
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "$(IN_PROCESS)" $(ARGS)

##
## What a developer needs
##

dev: $(VENV)/.dev ## set up the environment for developing
	@echo "Ready: . $(BIN)/activate, then wom, pytest, ruff and mypy are on the path."

check: $(VENV)/.dev ## lint, format, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy wom_tui tests $(wildcard benchmarks docs migrations/*.py)
	$(BIN)/lint-imports --no-logo

format: $(VENV)/.dev ## put code into the house's form
	$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

bench: $(VENV)/.dev ## measure, and write docs/reference/performance.md
	$(BIN)/python -m benchmarks $(ARGS)

soak: $(VENV)/.dev ## the long form of every load and fault test, and of every property
	WOM_EDITS=50000 WOM_BOOKING_SEQUENCES=100000 WOM_IMPORT_ROWS=8000 WOM_LEADER_FAULTS=100 WOM_CLOCK_JUMPS=5 $(BIN)/python -m pytest -n 2 --dist worksteal \
		--database both --durations 10 -m "soak or fault or postgres" $(ARGS)
	WOM_DAYS=200 WOM_FUZZ_S=60 WOM_UPDATES=100000 WOM_RULE_SEEDS=10000 $(BIN)/python -m pytest -n 2 --dist worksteal --hypothesis-profile soak --durations 10 \
		-m "not (soak or postgres)" tests/property tests/store/test_any_day.py tests/automation/test_any_turns.py tests/tui/test_targets.py $(ARGS)
	$(BIN)/python -m pytest -n 2 -p tests.look_ups $(ARGS) # as readers of another language have the code

data-check: $(VENV)/.dev ## import the full files of the systems that presets know, twice, and back (DIR=where they are)
	$(BIN)/python -m tests.data_check $(DIR)

docs: $(VENV)/.dev ## generate docs/reference from the code
	$(BIN)/python -m docs.generate $(ARGS)

lock: | $(BIN)/python ## take the newest versions that pyproject.toml admits
	@mkdir -p requirements
	$(PIP) install --upgrade --target build/uv uv==$(UV_VERSION)
	$(LOCK) --group dev --output-file requirements/dev.lock
	$(LOCK) --constraint requirements/dev.lock --output-file requirements/runtime.lock
	build/uv/bin/uv pip compile --group build --universal --python-version 3.11 --generate-hashes --upgrade \
	    --quiet --no-header --constraint requirements/dev.lock --output-file requirements/build.lock

clean: ## remove caches and what was built (the environment stays: rm -r .venv)
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find wom_tui tests benchmarks docs migrations -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo test dev check format bench soak data-check docs lock clean help

##
## The environment
##

$(BIN)/python:
	@python=$(or $(PYTHON),$$(sh tools/find-python)) && test -n "$$python" && "$$python" -m venv --clear --without-pip $(VENV)

$(VENV)/.runtime: requirements/runtime.lock requirements/build.lock pyproject.toml | $(BIN)/python
	@echo "Setting up $(VENV): half a minute, once" >&2
	@$(FETCH) -r requirements/runtime.lock -r requirements/build.lock
	@$(HERE)
	@touch $@

$(VENV)/.dev: requirements/dev.lock pyproject.toml | $(BIN)/python
	@echo "Setting up $(VENV) for developing: a minute, once" >&2
	@$(FETCH) -r requirements/dev.lock
	@$(HERE)
	@touch $(VENV)/.runtime $@

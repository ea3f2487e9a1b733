# Everything a person types here; `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help setup environment demo test lint format messages lock bench row rows clean
MAKEFLAGS += --no-print-directory

PORT ?= 8000
# The first Python on the path that is new enough; PYTHON=… chooses another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PIP_INSTALL = .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes
LOCK = .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url $(if $(UPGRADE),--upgrade)

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "%-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The copy of the lock inside .venv says what is installed, so an unchanged lock costs nothing.
.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed."; exit 1; }
	@$(PYTHON) -m venv .venv

environment: .venv/bin/python
	@cmp -s requirements/dev.txt .venv/dev.lock || { echo "Installing from requirements/dev.txt …"; \
		$(PIP_INSTALL) -r requirements/dev.txt && cp requirements/dev.txt .venv/dev.lock; }

setup: environment ## build .venv from the lock and compile the message catalogues
	@.venv/bin/python manage.py compile_catalogues

demo: .venv/bin/python ## start the site with demo content, web and worker [PORT=8000]
	@cmp -s requirements/dev.txt .venv/dev.lock || cmp -s requirements/base.txt .venv/base.lock || { \
		echo "Installing from requirements/base.txt …"; \
		$(PIP_INSTALL) -r requirements/base.txt && cp requirements/base.txt .venv/base.lock; }
	@.venv/bin/python manage.py compile_catalogues
	@DEMO=true .venv/bin/python manage.py demo --port $(PORT)

test: setup ## lint, the suite on SQLite and on PostgreSQL, the journeys in Chromium
	@.venv/bin/python -m tests.tools.run_all

lint: setup ## every check that runs no test
	@.venv/bin/python -m tests.tools.lint

format: environment ## put Python and templates into house form
	@.venv/bin/ruff check --fix --quiet . || true
	@.venv/bin/ruff format --quiet .
	@find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} +

messages: environment ## collect strings from code and templates into site/locale (needs xgettext)
	@.venv/bin/python manage.py update_catalogues

lock: ## write requirements/*.txt from *.in with hashes [UPGRADE=1 for the newest versions]
	@test -x .venv-lock/bin/uv || { $(PYTHON) -m venv .venv-lock && \
		.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check uv; }
	@$(LOCK) requirements/base.in -o requirements/base.txt
	@$(LOCK) requirements/dev.in -c requirements/base.txt -o requirements/dev.txt

bench: setup ## what must be fast, as figures and ratios
	@for file in benchmarks/bench_*.py; do .venv/bin/python -m "benchmarks.$$(basename "$$file" .py)" || exit 1; done

row: setup ## the tests of one row, journeys included: make row ROW=J1
	@test -n "$(ROW)" || { echo "Which row? make row ROW=J1"; exit 2; }
	@.venv/bin/pytest --row "$(ROW)"

rows: setup ## the table of rows with their tests
	@.venv/bin/python -m tests.tools.print_rows

clean: ## remove what was built; the database and uploads in var/ stay
	@rm -rf .venv .venv-lock .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache \
		tests/tools/node_modules test-results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

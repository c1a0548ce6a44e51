# Two commands are enough: `make run` to try Lutra, `make test` before a change lands.

PYTHON ?= python3
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help run test test-fast check format lock clean

help: ## list these commands
	@grep -hE '^[a-z-]+:.*##' $(firstword $(MAKEFILE_LIST)) | sed -E 's/^([a-z-]+):.*## */  make \1\t/' | expand -t 20

run: ## install what is missing, load the demo, serve on http://127.0.0.1:8000 (PORT=… for another port)
	@$(PYTHON) scripts/bootstrap.py run
	@.venv/bin/lutra up --demo --port $(PORT)

test: ## everything: style, types, layers, tests on SQLite and on PostgreSQL, browser journey
	@$(PYTHON) scripts/bootstrap.py dev
	@.venv/bin/python scripts/check.py all

test-fast: ## tests on SQLite only
	@$(PYTHON) scripts/bootstrap.py dev --no-browser
	@.venv/bin/python scripts/check.py fast

check: ## style, types and layers only
	@$(PYTHON) scripts/bootstrap.py dev --no-browser
	@.venv/bin/python scripts/check.py static

format: ## put the source in its canonical form
	@$(PYTHON) scripts/bootstrap.py dev --no-browser
	@.venv/bin/ruff check --fix-only .
	@.venv/bin/ruff format .

lock: ## pin the newest allowed versions again, with hashes (needs uv)
	@$(PYTHON) scripts/lock.py

clean: ## remove the environment and all caches; the data folder stays
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

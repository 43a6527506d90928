# Each command does its own set-up, on a fresh machine with Python 3.11.5 or newer and make.
# `make` prints what there is.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help serve site reproducible test check validate size generators bench bench-comments bench-import bench-wordpress lock clean

help: ## Print this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | awk -F '\t' '{ printf "  make %-15s %s\n", $$1, $$2 }'

serve: .venv/site ## Build everything and serve it at localhost, with live reload
	$(BIN)/python -m mkdocs serve --dev-addr 127.0.0.1:$(PORT)

site: .venv/site ## Build the site into site/, ready for any static host
	$(BIN)/python -m mkdocs build --strict --clean
	@$(BIN)/python -m scripts.dev.site_hash site

reproducible: .venv/site ## Build the site twice under different circumstances and compare every byte
	$(BIN)/python -m scripts.dev.reproducible

test: .venv/dev ## Run all tests; installs a Chromium if there is none
	$(BIN)/python -m tests.chromium > /dev/null
	$(BIN)/python -m pytest -n auto --dist worksteal

# All of them run, so that one look shows every fault.
check: .venv/dev ## Check words, data, code and links, without opening a browser
	@failed=0; \
	for command in "ruff check ." "ruff format --check ." "mypy" \
	    "python -m scripts.content check" "python -m scripts.comments check" \
	    "python -m mkdocs build --strict --clean"; do \
	  echo "$$command"; $(BIN)/$$command || failed=1; \
	done; exit $$failed

validate: .venv/dev site ## Run the Nu HTML checker, veraPDF, EPUBCheck and Ace over the whole site (needs Java, npm and Chromium, or apt)
	CHROME_PATH="$$($(BIN)/python -m tests.chromium)" $(BIN)/python -m scripts.dev.validate site

size: .venv/dev ## Print how large each room of the machinery is, beside its limit
	@$(BIN)/python -m scripts.dev.size

generators: .venv/dev ## Build the site with MkDocs, ProperDocs and Zensical, and compare what they make
	$(BIN)/python -m scripts.dev.bench.generators

# Lighthouse opens the Chromium of the tests, and so does Ace in `validate`.
bench: .venv/dev site scripts/dev/bench/node_modules ## Ask Lighthouse, measure bytes and build times, and write .github/MEASURED.md (some minutes)
	mkdir -p .cache/lighthouse
	export CHROME_PATH="$$($(BIN)/python -m tests.chromium)" && cd .cache/lighthouse && \
	  $(CURDIR)/scripts/dev/bench/node_modules/.bin/lhci autorun --config=$(CURDIR)/scripts/dev/bench/lighthouserc.yml
	$(BIN)/python -m scripts.dev.bench site --write .github/MEASURED.md

scripts/dev/bench/node_modules: scripts/dev/bench/package-lock.json
	npm ci --prefix $(@D) --silent --no-audit --no-fund --ignore-scripts
	@touch $@

bench-comments: .venv/dev ## Print what 100 to 100,000 comments cost an import and a build; fails if a promise is broken
	$(BIN)/python -m scripts.dev.bench.many_comments

bench-import: .venv/dev ## Print the same for the import alone
	$(BIN)/python -m scripts.dev.bench.many_comments --import-only

bench-wordpress: .venv/dev ## Print what four importers make of the same WordPress exports (EXPORTS="a.xml b.xml")
	$(BIN)/python -m scripts.dev.bench.wordpress $(EXPORTS)

lock: .venv/dev ## Choose the newest versions that pyproject.toml allows and write the lock files
	$(BIN)/python -m pip install --quiet 'uv>=0.13,<0.14'
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11.5 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11.5 --generate-hashes --no-emit-index-url --no-header --no-annotate --extra dev pyproject.toml -o requirements-dev.lock

clean: ## Remove all that the other commands made
	rm -rf .venv site node_modules .cache .mypy_cache .ruff_cache .pytest_cache *.egg-info

# The set-up. A stamp file tells what is installed, so that a second run costs nothing.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("This needs Python 3.11.5 or newer; $(PYTHON) is %s. Name another: make PYTHON=python3.12 …" % sys.version.split()[0] if sys.version_info < (3, 11, 5) else 0)'
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python could not make a virtual environment: install its venv module (on Debian: apt install python3-venv)." >&2; exit 1; }

.venv/site: requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: requirements-dev.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ .venv/site

# `make build` and `make test` do the whole set-up. `make help` lists the other commands.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SERVERS := $(VENV)/servers/bin
export PATH := $(CURDIR)/$(SERVERS):$(CURDIR)/$(VENV)/browser/bin:$(PATH)

.DEFAULT_GOAL := help
.PHONY: help build up down deploy wheel test quick check fix golden bench corpus docs lock clean

help: ## List the commands.
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: $(READY) ## Set up .venv, compile dashboards/ into provisioning/, draw previews.
	@scripts/preview-bundle $(VENV) || { echo "Previews are not available; everything else is." >&2; [ "$$CI" != true ]; }
	@$(BIN)/boardwright build
	@if [ -f src/boardwright/preview/bundle/preview.js ]; then $(BIN)/boardwright preview; fi
	@echo "Next: open .boardwright/preview/index.html, or $(BIN)/boardwright watch and edit dashboards/."
	@echo "      Grafana and Prometheus read provisioning/: see docs/how-to/gitops.md."

up: ## Start the bundled stack with Docker: PROFILE=, NODE_ADDRESS=, BOARDS= (see scripts/up).
	@scripts/up

down: ## Stop the bundled stack and keep its data.
	@scripts/down

deploy: build ## Build, start the stack if needed, and push the boards to its Grafana.
	@scripts/deploy

wheel: $(READY) ## Build the wheel into dist/, for pip and for the image of Dockerfile.
	@scripts/preview-bundle $(VENV)
	@$(BIN)/python -m hatchling build -t wheel -d dist

test: $(READY) ## Run all tests; fetches Prometheus, node-exporter, Chromium and Docker's engine.
	@scripts/servers $(VENV)/servers
	@scripts/sdk $(BIN)/python $(VENV)/sdk 0.0.21
	@scripts/sdk $(BIN)/python $(VENV)/sdk-10.1 10.1.0
	@scripts/engine $(VENV)/engine $(VENV)
	@scripts/browser $(VENV)/browser $(VENV)
	@scripts/preview-bundle $(VENV) || { [ $$? = 3 ] && [ "$$CI" != true ]; }
	@scripts/site $(VENV) || [ "$$CI" != true ]
	@scripts/preview-bundle $(VENV) test || { [ $$? = 3 ] && [ "$$CI" != true ]; }
	@$(BIN)/pytest -n 2 --dist loadgroup --ignore tests/preview_page --ignore tests/web_site
	@$(BIN)/pytest -n 2 --dist loadgroup tests/preview_page tests/web_site

quick: $(READY) ## Run the fast tests, in about a minute; omit what tests/slow_tests.txt lists.
	@$(BIN)/pytest -q -n 2 --dist loadgroup -m "not slow" --hypothesis-profile quick

check: $(READY) ## Check format, lint, types, imports, words and documents; changes nothing.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@scripts/preview-bundle $(VENV) check || { [ $$? = 3 ] && [ "$$CI" != true ]; }
	$(BIN)/boardwright build --check
	@scripts/servers $(VENV)/servers
	@scripts/preview-bundle $(VENV) || { [ $$? = 3 ] && [ "$$CI" != true ]; }
	$(BIN)/pytest -q --no-header docs README.md tests/docs tests/words

fix: $(READY) ## Format, and fix what the linter can fix.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

golden: $(READY) ## Rewrite golden folders, generated pages and pictures; review the diff.
	@scripts/browser $(VENV)/browser $(VENV)
	$(BIN)/pytest -q tests/golden tests/cli/test_cases.py tests/docs tests/source/test_golden.py tests/checks/test_rule_pages.py \
		tests/preview_page/test_golden.py tests/preview_page/test_pictures.py --rewrite-golden

bench: $(READY) ## Measure builds, deploys, checks, previews, tests and imports.
	$(BIN)/python bench/run.py
	$(BIN)/python bench/deploy.py
	@if [ -d ../shared/corpus ]; then $(BIN)/python bench/checks.py --corpus ../shared/corpus; fi
	@if [ -d ../shared/corpus ]; then $(BIN)/python bench/suggest_rules.py --corpus ../shared/corpus; fi
	@$(BIN)/python bench/preview.py
	@$(BIN)/python bench/panel_tests.py
	@$(BIN)/python bench/organisation.py --boards 1000
	@$(BIN)/python bench/unchanged_deploy.py --boards 1000
	@if [ -d ../shared/corpus ]; then $(BIN)/python bench/import_verb.py --corpus ../shared/corpus; fi

corpus: $(READY) ## Import and preview the public boards, and write the results to docs/.
	$(BIN)/python scripts/corpus.py ../shared/corpus > docs/import-corpus.md.new
	@mv docs/import-corpus.md.new docs/import-corpus.md
	$(BIN)/python scripts/preview_corpus.py ../shared/corpus > docs/preview-corpus.md.new
	@mv docs/preview-corpus.md.new docs/preview-corpus.md

docs: $(READY) ## Build the documentation site in build/site.
	@scripts/site $(VENV)

lock: $(READY) ## Update the locked versions of the development tools.
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --group docs --upgrade --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-annotate --no-header -q \
		-o requirements-docs.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --group dev --upgrade --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-annotate --no-header -q \
		pyproject.toml -o requirements-dev.lock

clean: ## Remove the environment and the caches of tools.
	rm -rf $(VENV) preview/node_modules src/boardwright/preview/bundle .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(READY): requirements-dev.lock pyproject.toml scripts/environment
	@scripts/environment "$(PYTHON)" $(VENV)
	@touch $@

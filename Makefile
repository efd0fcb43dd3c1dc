# Two commands do all the set-up: `make build` and `make test`. `make help` tells the others.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SERVERS := $(VENV)/servers/bin
export PATH := $(CURDIR)/$(SERVERS):$(CURDIR)/$(VENV)/browser/bin:$(PATH)

.DEFAULT_GOAL := help
.PHONY: help build up down deploy test quick check fix golden bench corpus lock clean

help: ## Tell what there is.
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: $(READY) ## Compile dashboards/ into provisioning/, and say what to do next.
	@scripts/preview-bundle $(VENV) || { echo "Previews are not available; all else is." >&2; [ "$$CI" != true ]; }
	@$(BIN)/boardwright build
	@if [ -f src/boardwright/preview/bundle/preview.js ]; then $(BIN)/boardwright preview; fi
	@echo "Next: open .boardwright/preview/index.html, or $(BIN)/boardwright watch and edit dashboards/."
	@echo "      provisioning/ is what Grafana and Prometheus read: see docs/how-to/gitops.md."

up: ## Start the bundled stack with Docker: PROFILE=, NODE_ADDRESS=, BOARDS= (scripts/up tells).
	@scripts/up

down: ## Stop it; its data stays.
	@scripts/down

deploy: build ## Build, see that the stack is up, and push the boards to its Grafana.
	@scripts/deploy

test: $(READY) ## Run all tests; real servers are fetched where they can be.
	@scripts/servers $(VENV)/servers
	@scripts/browser $(VENV)/browser $(VENV)
	@scripts/preview-bundle $(VENV) || { [ $$? = 3 ] && [ "$$CI" != true ]; }
	@scripts/preview-bundle $(VENV) test || { [ $$? = 3 ] && [ "$$CI" != true ]; }
	@$(BIN)/pytest -n 2 --dist loadgroup

quick: $(READY) ## Run the tests that need no server and no browser, in about a minute.
	@$(BIN)/pytest -q -n 2 --dist loadgroup -m "not slow" --hypothesis-profile quick

check: $(READY) ## Format, lint, types, rooms, documents: all that reads only.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@scripts/preview-bundle $(VENV) check || { [ $$? = 3 ] && [ "$$CI" != true ]; }
	$(BIN)/boardwright build --check
	$(BIN)/pytest -q --no-header docs README.md tests/docs tests/words

fix: $(READY) ## Format, and mend what the linter can.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

golden: $(READY) ## Rewrite golden folders, generated pages and pictures; review the diff.
	@scripts/browser $(VENV)/browser $(VENV)
	$(BIN)/pytest -q tests/golden tests/docs tests/source/test_golden.py tests/checks/test_rule_pages.py \
		tests/preview_page/test_golden.py tests/preview_page/test_pictures.py --rewrite-golden

bench: $(READY) ## Measure builds beside grafanalib's and the SDK's, deploys and checks.
	$(BIN)/python bench/run.py
	$(BIN)/python bench/deploy.py
	@if [ -d ../shared/corpus ]; then $(BIN)/python bench/checks.py --corpus ../shared/corpus; fi
	@$(BIN)/python bench/preview.py
	@if [ -d ../shared/corpus ]; then $(BIN)/python bench/import_verb.py --corpus ../shared/corpus; fi

corpus: $(READY) ## Import and preview the public boards, and write what came of it.
	$(BIN)/python scripts/corpus.py ../shared/corpus > docs/import-corpus.md.new
	@mv docs/import-corpus.md.new docs/import-corpus.md
	$(BIN)/python scripts/preview_corpus.py ../shared/corpus > docs/preview-corpus.md.new
	@mv docs/preview-corpus.md.new docs/preview-corpus.md

lock: $(READY) ## Lock the versions of what development needs.
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --group dev --upgrade --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-annotate --no-header -q \
		pyproject.toml -o requirements-dev.lock

clean: ## Remove the environment and what tools leave behind.
	rm -rf $(VENV) preview/node_modules src/boardwright/preview/bundle .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(READY): requirements-dev.lock pyproject.toml scripts/environment
	@scripts/environment "$(PYTHON)" $(VENV)
	@touch $@

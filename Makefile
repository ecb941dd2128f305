# Two commands set everything up: `make run` and `make test`. Everything runs on Python 3.11 or later.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := data/store/demo.sqlite
PORT ?= 8501
LOCKED := --quiet --no-header --generate-hashes --universal --python-version 3.11
# In the order of the folders: the long modules first and the short ones, which even out the two workers, last.
WORKERS := -n 2 --dist loadscope --no-loadscope-reorder
STREAMLIT = $(BIN)/streamlit run app.py --server.port $(PORT)

.PHONY: tools run serve test quick mutants lint lock bench screenshots pictures clean

run: $(DEMO) ## the dashboard on illustrative data, on http://127.0.0.1:8501
	DASHBOARD_STORE=sqlite:$(CURDIR)/$(DEMO) DASHBOARD_AUTHOR_MAY_APPROVE=true $(STREAMLIT)

serve: $(VENV)/installed ## the dashboard on official data
	$(STREAMLIT)

$(DEMO): indicators.yaml data/targets.csv src/dashboard/store/illustrative.py | $(VENV)/installed
	DASHBOARD_STORE=sqlite:$(CURDIR)/$(DEMO) $(BIN)/python -m dashboard demo
	@touch $@

$(VENV)/installed: requirements.lock pyproject.toml
	test -d $(VENV) || { PYTHON=$(PYTHON) sh tests/tools.sh venv && $(PYTHON) -m venv $(VENV); }
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/tools: requirements-dev.lock $(VENV)/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

lock: $(VENV)/tools ## the locks anew, with the hash of every package that is installed, after a change of requirements*.txt
	$(BIN)/uv pip compile requirements.txt $(LOCKED) --output-file requirements.lock
	$(BIN)/uv pip compile requirements-dev.txt $(LOCKED) --output-file requirements-dev.lock

tools: # Chromium, Node.js, PostgreSQL, LibreOffice, HAProxy, nginx: brought, or told how to get
	@PYTHON=$(PYTHON) sh tests/tools.sh

node_modules/installed: package.json package-lock.json | tools
	npm ci --no-audit --no-fund --silent
	@touch $@

test: tools $(VENV)/tools node_modules/installed ## unit, integration (DuckLake, PostgreSQL), pages, and the real browser
	$(BIN)/python tests/browser/install_browser.py
	$(BIN)/python -m pytest $(WORKERS)

quick: $(VENV)/tools ## unit and page tests alone, for while you change things
	$(BIN)/python -m pytest tests/pages tests/unit $(WORKERS)

mutants: $(VENV)/tools ## deliberate faults, one by one: the tests must find each; writes docs/mutants.md
	$(BIN)/python -m tests.mutants

lint: $(VENV)/tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/tools
	$(BIN)/pip install --quiet --disable-pip-version-check -r benchmarks/requirements-bench.txt
	$(BIN)/python -m benchmarks

screenshots: $(DEMO) $(VENV)/tools ## the pictures of the README
	$(BIN)/python docs/screenshots/take.py

pictures: $(VENV)/tools ## the kept pictures of tests/golden/pictures anew: look at what has changed
	DASHBOARD_RENEW_PICTURES=1 $(BIN)/python -m pytest tests/browser/test_golden_pictures.py -n 1 -q

clean:
	rm -rf $(VENV) node_modules data/store

# Adopsi on one machine. Needs Python 3.11 or newer and make; everything else is fetched into .venv.
# Another interpreter: make run PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --quiet --disable-pip-version-check --no-input
RUN_READY := $(VENV)/.ready-run
DEV_READY := $(VENV)/.ready-dev
FLEET ?= 40
KILLS ?= 200
ADOPSI_PORT ?= 8000
ADOPSI_HOME ?= .adopsi

export ADOPSI_PORT ADOPSI_HOME
# `platform` is a folder on the path and never a package, so that `import platform` stays the standard library's.
export PYTHONPATH := $(CURDIR):$(CURDIR)/platform

# An environment whose interpreter is gone (a removed Python, a folder that moved) is made anew.
ifneq ($(shell $(PY) -c 'print(1)' 2>/dev/null),1)
$(shell rm -f $(RUN_READY) $(DEV_READY))
endif

.DEFAULT_GOAL := help
.PHONY: help run test bench drill check client licences css lock clean
# No target of an interrupted installation may look finished.
.DELETE_ON_ERROR:

help: ## Show this list
	@echo "Adopsi. Targets:"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18
	@echo "Variables: ADOPSI_PORT ($(ADOPSI_PORT)), ADOPSI_HOME ($(ADOPSI_HOME)), PYTHON ($(PYTHON)); all others: docs/deploy.md"

run: $(RUN_READY) ## Start everything on this machine, with the demonstration Pemda, until Ctrl-C
	@$(PY) -m adopsi.runtime run

test: $(DEV_READY) ## Run the tests; ARGS="-k name" narrows them
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null 2>&1 && exit 0; done; \
	echo "Notice: no Chromium was found, so the tests in a real browser are skipped. To run them: install chromium."
	@$(PY) -m pytest -n auto --maxprocesses 4 $(ARGS)

bench: $(DEV_READY) ## Measure against raw SQL and the stock way into build/bench.json; FLEET=552 is all of Indonesia
	@$(PY) -m tests.benchmarks --fleet $(FLEET) $(ARGS)

drill: $(DEV_READY) ## Kill workers at every step and look at what is left, into build/drill.json; KILLS=1000 for more
	@$(PY) -m tests.drills --kills $(KILLS) $(ARGS)

client: $(DEV_READY) ## Generate the Python client of the API into build/client, and try it against a running Pemda
	@$(PY) -m pytest tests/test_generated_client.py && echo "Generated: build/client/adopsi_client (docs/api.md)"

# The checks load the settings but connect to nothing.
check: export ADOPSI_SECRET_KEY = check
check: export ADOPSI_MASTER_SECRET = check
check: export DATABASE_URL = postgresql://check:check@127.0.0.1:1/check
check: export OWNER_DATABASE_URL = postgresql://check:check@127.0.0.1:1/check
check: export BROKER_URL = redis://127.0.0.1:1/0
check: export CACHE_URL = redis://127.0.0.1:1/1
check: $(DEV_READY) ## Format, lint, types, import arrows, migrations, templates and translations
	@echo "ruff format …" && $(PY) -m ruff format --check .
	@echo "ruff check …" && $(PY) -m ruff check .
	@echo "mypy …" && $(PY) -m mypy
	@echo "import arrows …" && $(PY) $(VENV)/bin/lint-imports
	@echo "house rules …" && $(PY) -m adopsi.cli.main check-house
	@echo "bandit …" && $(PY) -m bandit --quiet --configfile pyproject.toml --recursive platform/adopsi tenants catalog provisioning
	@$(MAKE) --no-print-directory licences

# Of what is installed in production, not of the tools around it.
SHIPPED = $(shell sed -n 's/^\([A-Za-z0-9._-]*\)\[\{0,1\}[a-z,]*\]\{0,1\}==.*/\1/p' requirements/prod.txt)
licences: $(DEV_READY) ## Refuse a dependency whose licence is not on the list, and write build/sbom.json (CycloneDX)
	@echo "licences …" && mkdir -p build
	@$(PY) -m piplicenses --packages $(SHIPPED) --format=json --output-file=build/licences.json >/dev/null
	@$(PY) -m cyclonedx_py requirements requirements/prod.txt --pyproject pyproject.toml --output-reproducible --of JSON -o build/sbom.json 2>/dev/null

css: $(DEV_READY) ## Build the stylesheet from the templates
	@$(PY) -m adopsi.theme.build

COMPILE := uv pip compile --quiet pyproject.toml --generate-hashes --no-emit-index-url --no-header --universal -p 3.11
lock: ## Pin every dependency anew, with hashes (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: $(PYTHON) -m pip install uv"; exit 1; }
	@$(COMPILE) --upgrade --extra embedded --group dev --output-file requirements/dev.txt
	@$(COMPILE) --extra embedded --constraints requirements/dev.txt --output-file requirements/run.txt
	@$(COMPILE) --constraints requirements/dev.txt --output-file requirements/prod.txt

clean: ## Remove the virtual environment and caches; the data folder stays
	@rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "Removed. Data stays in $(ADOPSI_HOME); remove that folder to start afresh."

$(RUN_READY): requirements/run.txt
	@$(make_venv)
	@echo "Installing what Adopsi needs into $(VENV) (once; a minute or two) …"
	@$(PIP) install --require-hashes -r requirements/run.txt
	@touch $@

# What tests need includes what a run needs, at the same versions.
$(DEV_READY): requirements/dev.txt
	@$(make_venv)
	@echo "Installing what Adopsi and its tests need into $(VENV) (once; a few minutes) …"
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $(RUN_READY) $@

define make_venv
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
  echo "Adopsi needs Python 3.11 or newer as '$(PYTHON)'. Another one: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }; \
$(PY) -m pip --version >/dev/null 2>&1 || { \
  echo "Making the virtual environment $(VENV) …"; \
  $(PYTHON) -m venv --clear $(VENV) || { \
    echo "Python could not make a virtual environment. On Debian and Ubuntu: apt install python3-venv"; exit 1; }; }
endef

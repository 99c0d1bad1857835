# Two commands: make build, make test. The rest is for work on kyr itself.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: build test help bench engines pictures api properdocs sbom audit lock clean

# The site in build/site, the handouts in build/handouts.
build: $(VENV)/.installed
	@$(BIN)/kyr build

# Style, types and every test, some of them in a real browser.
test: $(VENV)/.installed
	@$(BIN)/python tests/browser.py --install
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy
	@$(BIN)/python -m pytest

# This list.
help:
	@awk '/^# / && !said { said = substr($$0, 3) } /^[a-z]+:/ { sub(":.*", ""); printf "make %-11s %s\n", $$0, said } !/^#/ { said = "" }' Makefile

# Locked by hash: what is installed is what was tested. opencc, opencc-py and others share a folder; only one is named.
$(VENV)/.installed: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "kyr needs Python 3.11 or newer: make PYTHON=python3.12 build")'
	@$(PYTHON) -m venv $(VENV) || { echo "No venv: run  apt-get install python3-venv  and try again" >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --use-pep517 --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# After a change to pyproject.toml: write requirements.txt anew, without any index address.
lock: $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
	  --no-annotate --python-version 3.11 --extra exchange --group dev pyproject.toml -o requirements.txt

# Take the README's pictures from what is in build/.
pictures: build
	@$(BIN)/python -m tests.pictures

# Test the site in Firefox and in Safari's engine (apt install firefox-esr webkit2gtk-driver xvfb).
engines: build
	@$(BIN)/python -m tests.engines

# API pages from the docstrings, in build/api.
api: $(VENV)/.installed
	@$(BIN)/python -m pdoc pipeline -o build/api

# Build the site with ProperDocs, a fork of MkDocs, and list every difference; see docs/after-material.md.
properdocs: build
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target build/properdocs/lib properdocs==1.6.7
	@SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) PYTHONPATH=build/properdocs/lib \
	  $(BIN)/python -m properdocs build -q -f mkdocs.yml -d build/properdocs/site
	@diff -r build/site build/properdocs/site && echo "the same, byte for byte"

# Measure against other tools, which get an environment of their own; po4a and gettext come from the system, if at all.
bench: $(VENV)/.installed
	@$(PYTHON) -m venv build/peers
	@build/peers/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/peers.txt
	@$(BIN)/python -m benchmarks

# List every package with its licence in build/sbom.json (CycloneDX).
sbom: $(VENV)/.installed
	@$(BIN)/python -m tests.sbom

# Look up known vulnerabilities of the locked packages; needs the network.
audit: $(VENV)/.installed
	@$(PYTHON) -m venv build/audit
	@build/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit
	@build/audit/bin/python -m pip_audit --require-hashes --disable-pip -r requirements.txt

# Delete build/ and the virtual environment.
clean:
	rm -rf build $(VENV)

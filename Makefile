# The two commands are `make report` and `make test`; each sets up all it needs, once.

PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
	&& echo $$python && break; done)
BIN := .venv/bin
READY := .venv/ready
CATALOG := $(BIN)/python docs/catalog.py
UV := .venv-lock/bin/uv
FONT := .venv-fonts/bin/python

.PHONY: report test notebooks ready catalog lock fonts clean

report: $(READY)
	$(BIN)/satkit report surveys/power-supply --lang both --xlsx --out reports

test: $(READY)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(CATALOG) --check
	$(BIN)/pytest -n 2

notebooks: $(READY)
	$(BIN)/jupyter lab notebooks

ready: $(READY)

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { \
		echo "satkit needs Python 3.11, 3.12 or 3.13 with its venv module, and none was found." >&2; \
		echo "Install one (Debian and Ubuntu: python3 and python3-venv), or name it: make PYTHON=/path/to/python" >&2; \
		exit 1; }
	@echo "Setting up .venv with $$($(PYTHON) --version): once, a few minutes."
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# For those who change satkit:

catalog: $(READY)  # merge, complete and compile the translations
	$(CATALOG)

lock:  # choose the pinned versions again
	test -x $(UV) || { $(PYTHON) -m venv .venv-lock && .venv-lock/bin/pip install --quiet uv; }
	$(UV) pip compile pyproject.toml --output-file requirements.lock --extra notebooks --extra reference --group dev \
		--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--no-annotate --no-header

fonts:  # cut the chart font out of Noto Sans SC again
	test -x $(FONT) || { $(PYTHON) -m venv .venv-fonts && $(FONT) -m pip install --quiet pylopdf-fonts-zh-cn fonttools; }
	$(FONT) docs/fonts/rebuild.py

clean:  # forget the set-up and everything written
	rm -rf .venv .venv-lock .venv-fonts .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
	rm -f reports/*.html reports/*.xlsx

# The two commands are `make report` and `make test`; each sets up all it needs, once.

SHELL := bash
.SHELLFLAGS := -o pipefail -c

PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
	&& echo $$python && break; done)
BIN := .venv/bin
READY := .venv/ready
TOOLS := .venv/ready-tools
# Python compiles what it imports; pip would compile everything, and take twice the time and the disk.
INSTALL := -m pip --disable-pip-version-check install --no-compile
PIP := $(BIN)/python $(INSTALL)
CATALOG := $(BIN)/python docs/catalog.py
UV := .venv-lock/bin/uv
COMPILE := $(UV) pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet
FONT := .venv-fonts/bin/python
SMOKE := tests/test_front_door.py tests/survey/readers/test_shelf.py

.PHONY: report test notebooks ready catalog lock lowest pythons fonts clean

report: $(READY)
	$(BIN)/satkit report surveys/power-supply --lang both --xlsx --out reports

test: $(TOOLS)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(CATALOG) --check
	$(BIN)/pytest -n 2

notebooks: $(TOOLS)
	$(BIN)/jupyter lab notebooks

ready: $(TOOLS)

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { \
		echo "satkit needs Python 3.11, 3.12 or 3.13 with its venv module, and none was found." >&2; \
		echo "Install one (Debian and Ubuntu: python3 and python3-venv), or name it: make PYTHON=/path/to/python" >&2; \
		exit 1; }
	@echo "Setting up .venv with $$($(PYTHON) --version). Once only."
	$(PYTHON) -m venv --clear .venv
	@echo "Downloading and installing the $$(grep -c '==' requirements.lock) packages a report needs (460 MB on disk): one to three minutes."
	$(PIP) --progress-bar on --require-hashes -r requirements.lock | grep --line-buffered -oE '^(Downloading|Installing|Using cached|ERROR).{0,90}'
	@echo "Installing satkit itself."
	$(PIP) --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(TOOLS): $(READY) requirements-tools.lock
	@echo "Installing what the tests and notebooks need besides (JupyterLab, mypy, ruff, pytest and the rest): one to two minutes."
	$(PIP) --quiet --require-hashes -r requirements-tools.lock
	@touch $@

# For those who change satkit:

catalog: $(READY)  # merge, complete and compile the translations
	$(CATALOG)

lock: $(UV)  # choose the pinned versions again: first everything, then of it what a report needs
	$(COMPILE) --output-file requirements-tools.lock --extra notebooks --extra parquet --extra reference --group dev
	$(COMPILE) --output-file requirements.lock --group build --constraint requirements-tools.lock

lowest: $(READY)  # the demo, in an environment with the lowest versions that pyproject.toml allows
	rm -rf .venv-lowest build/lowest
	mkdir -p build/lowest
	$(BIN)/python -c 'import tomllib; \
		wishes = tomllib.load(open("pyproject.toml", "rb"))["project"]["dependencies"]; \
		print(*(wish.replace(">=", "==") for wish in wishes), sep="\n")' > build/lowest/requirements.txt
	$(PYTHON) -m venv .venv-lowest
	.venv-lowest/bin/python -m pip --disable-pip-version-check install --quiet -r build/lowest/requirements.txt
	$(BIN)/python -m hatchling build -t wheel -d build/lowest
	.venv-lowest/bin/python -m pip --disable-pip-version-check install --quiet --no-deps build/lowest/*.whl
	cd build/lowest && ../../.venv-lowest/bin/satkit demo --no-browser --lang both --out reports

pythons: python-3.11 python-3.13  # the demo and a few tests on the oldest and the newest Python, where to be had

python-%: $(READY)
	@export PYENV_VERSION=$$(pyenv versions --bare 2>/dev/null | grep '^$*\.' | tail -1); \
	if $(BIN)/python -c 'import sys; sys.exit("$*" != "%d.%d" % sys.version_info[:2])'; then \
		echo "Python $* is that of .venv: make test tests it."; \
	elif ! python$* -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "Python $* is not to be had here: nothing is tested with it."; \
	else \
		echo "Setting up .venv-$* for a short part of the tests." && \
		python$* -m venv --clear .venv-$* && \
		.venv-$*/bin/python $(INSTALL) --quiet --require-hashes -r requirements-tools.lock && \
		.venv-$*/bin/python $(INSTALL) --quiet --no-deps --no-build-isolation -e . && \
		.venv-$*/bin/satkit demo --no-browser --out build/python-$* && \
		.venv-$*/bin/python -m pytest -n 2 $(SMOKE); \
	fi

$(UV):
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/pip install --quiet --disable-pip-version-check uv

fonts:  # cut the chart font out of Noto Sans SC again
	test -x $(FONT) || { $(PYTHON) -m venv .venv-fonts && $(FONT) -m pip install --quiet pylopdf-fonts-zh-cn fonttools; }
	$(FONT) docs/fonts/rebuild.py

clean:  # forget the set-up and everything written
	rm -rf .venv .venv-* .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
	rm -f reports/*.html reports/*.xlsx

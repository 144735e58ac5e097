# Two commands do all the set-up: `make demo` and `make test`. Python 3.11+ with venv, make and a package index are all they need.
VENV   ?= .venv
PYTHON ?= python3
BIN    := $(VENV)/bin
GENERATED = ddpm_lit nbs README.md CITATION.cff index_files
STATE  = (git status --porcelain -- $(GENERATED); git diff -- $(GENERATED))

help:       ## this list
	@grep -hE '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */  make \1\t/' | expand -t 18
	@echo "  VENV=folder chooses the environment (now $(VENV)), PYTHON=python3.12 what it is made with"

demo: $(VENV)/.demo  ## train on the embedded images for 5 minutes; pictures in runs/demo/samples.png
	$(BIN)/ddpm_train --data fashion_mnist_mini --minutes 5 --out runs/demo --resume

test: $(VENV)/.dev  ## run every notebook, with all its tests
	OMP_NUM_THREADS=1 $(BIN)/nbdev_test --do_print

lab: $(VENV)/.dev  ## open the notebooks in JupyterLab
	$(BIN)/jupyter lab nbs

notebooks: $(VENV)/.dev  ## run all notebooks from the top and store their outputs (trains for real: 10 minutes)
	$(BIN)/nbdev_export
	$(BIN)/python tools/run_nbs.py
	$(BIN)/python tools/readme.py

docs: $(VENV)/.dev  ## build the site into _docs
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python tools/docs.py
	@echo "the site is in _docs: $(BIN)/python -m http.server -d _docs"

site: docs  ## open every page of the site, and chapters in JupyterLab, in a headless browser; run chapters as Colab would
	$(BIN)/python tools/check_site.py
	$(BIN)/python tools/check_lab.py
	$(BIN)/python tools/check_colab.py

recheck: $(VENV)/.dev  ## score the shipped model again with other images and noise: stored against fresh numbers
	$(BIN)/python tools/recheck.py

check: $(VENV)/.dev  ## is all that is made in step with the notebooks, and does the code keep to the style?
	$(STATE) > $(VENV)/before
	$(BIN)/nbdev_export
	$(BIN)/python tools/stubs.py
	$(BIN)/nbdev_clean
	$(BIN)/python tools/readme.py
	$(BIN)/ruff check --quiet --no-cache
	$(BIN)/python tools/style.py
	$(BIN)/python tools/check_types.py
	$(BIN)/python tools/orphans.py
	$(BIN)/python tools/order.py --check
	$(BIN)/python tools/mutants.py --check
	$(STATE) | cmp -s - $(VENV)/before || (git status --short -- $(GENERATED); echo "these were brought in step: look at them, and commit"; exit 1)
	$(BIN)/python tools/outputs.py

mutants: $(VENV)/.dev  ## break the exported functions on purpose: do its tests notice?
	$(BIN)/python tools/mutants.py
	$(BIN)/python tools/generic_mutants.py

clean:  ## remove what was built (the environment and runs/ stay)
	rm -rf _docs _proc build dist *.egg-info .mypy_cache nbs/nbdev.yml nbs/.gitignore
	find . -path './$(VENV)' -prune -o \( -name __pycache__ -o -name .hypothesis \) -prune -exec rm -rf {} +

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	@test ! -e $(VENV) || test -f $(VENV)/pyvenv.cfg || test -z "$$(ls -A $(VENV))" || (echo "$(VENV) is no virtual environment: choose another folder with VENV=folder"; exit 1)
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.demo: settings.ini setup.py | $(VENV)/.made
	$(BIN)/python -m pip install -q -e .
	@touch $@

$(VENV)/.dev: settings.ini setup.py | $(VENV)/.made
	$(BIN)/python -m pip install -q -e '.[dev]'
	@touch $@ $(VENV)/.demo

.PHONY: help demo test lab notebooks docs site recheck check mutants clean
.DEFAULT_GOAL := help

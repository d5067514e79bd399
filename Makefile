# `make site` builds both sites; `make test` runs every check. Each sets up what it needs, once.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := site
.PHONY: site serve test test-long bench bench-large mutants pictures format lock clean test-tools browser

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
AXE := tests/browser/node_modules/.package-lock.json
LIGHTHOUSE := tests/lighthouse/node_modules/.package-lock.json
# `fewest`: one version of each package on every Python, so that every machine builds the same bytes
LOCK := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--fork-strategy fewest --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock" --quiet

site: .venv/runtime.stamp  ## both sites, from this store, in site/
	$(BIN)/scheme build

serve: .venv/runtime.stamp  ## the sites on this machine, rebuilt as files change
	$(BIN)/scheme serve

test: test-tools  ## every check: format, lint, types, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist worksteal

test-long: test-tools $(LIGHTHOUSE)  ## the tests that take minutes
	$(BIN)/pytest -n auto --dist worksteal -m long

bench: .venv/dev.stamp  ## `scheme` beside its peers, at 500 and 2,000 documents; leave the machine alone meanwhile
	$(BIN)/python -m bench.run 500 2000 --downloads

bench-large: .venv/dev.stamp  ## the same at 10,000; HUGE=1: ours at 100,000 as well
	$(BIN)/python -m bench.run 10000 $(if $(HUGE),--huge)

mutants: .venv/dev.stamp  ## breaks the gate in some 6,700 places, one at a time, and counts what no test sees
	nice $(BIN)/python bench/mutants.py --jobs $$(nproc)

pictures: test-tools  ## the README's pictures of both sites, taken anew
	$(BIN)/python -m tests.browser.pictures

format: .venv/dev.stamp  ## writes the code as the formatter would have it
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .

lock: .venv/made.stamp  ## newest versions that pyproject.toml allows, with their hashes
	@$(PIP) install --require-hashes -r requirements-dev.lock
	$(LOCK) --upgrade --extra search --extra word --extra pdf --group build --output-file requirements.lock
	$(LOCK) --upgrade --extra search --extra word --extra pdf --group build --group dev \
		--constraints requirements.lock --output-file requirements-dev.lock

clean:  ## back to a fresh clone
	rm -rf .venv site .site.ready .scheme bench/.cache tests/*/node_modules *.egg-info .coverage .coverage.* \
		.hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

test-tools: .venv/dev.stamp $(AXE)

# A new environment for a new lock: nothing stays that the lock does not name.
.venv/made.stamp: requirements.lock requirements-dev.lock
	@command -v $(PYTHON) >/dev/null \
		|| { echo "No $(PYTHON) here. Install Python 3.11 or later" \
			"(Debian: apt-get install python3 python3-venv)." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1)." \
			"Name another: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "$(PYTHON) has no venv. Install it (Debian: apt-get install python3-venv)." >&2; \
			exit 1; }
	@echo "Setting up .venv (about half a minute, once)"
	@$(PYTHON) -m venv --clear .venv
	@touch $@

.venv/runtime.stamp: .venv/made.stamp pyproject.toml
	@$(call install,requirements.lock)
	@touch $@

.venv/dev.stamp: .venv/made.stamp pyproject.toml
	@$(call install,requirements-dev.lock)
	@touch .venv/runtime.stamp $@

# `pip check` refuses a lock that pyproject.toml has outgrown. The program is compiled like what is
# installed: where Python may not leave that behind (many containers), each command would do it anew.
define install
$(PIP) install --require-hashes -r $(1) \
	&& $(PIP) install --no-deps --no-build-isolation -e '.[search,word,pdf]' \
	&& $(BIN)/python -m compileall -q generator \
	&& { unmet=$$($(BIN)/pip check) || { echo "$$unmet" >&2; false; }; } \
	|| { echo "The set-up did not finish. If pyproject.toml changed: make lock" >&2; exit 1; }
endef

tests/%/node_modules/.package-lock.json: tests/%/package.json tests/%/package-lock.json | browser
	@cd tests/$* && npm ci --silent --ignore-scripts

# The programs the browser tests need, from Debian: the browser, a font for it, npm, and Java for
# the HTML validator; and LibreOffice, which opens what we make, and
# makes what `scheme import` reads.
browser:
	@missing=(); \
	command -v chromium >/dev/null || missing+=(chromium fonts-liberation); \
	command -v npm >/dev/null || missing+=(npm); \
	command -v java >/dev/null || missing+=(default-jre-headless); \
	command -v soffice >/dev/null || missing+=(libreoffice-writer-nogui); \
	if [ $${#missing[@]} -gt 0 ]; then \
		if [ "$$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then \
			echo "The tests need: $${missing[*]}" \
				"(Debian, as root: apt-get install $${missing[*]})" >&2; exit 1; \
		fi; \
		echo "Installing $${missing[*]}"; \
		apt-get update -qq; \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
			"$${missing[@]}" >/dev/null; \
	fi

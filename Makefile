# `make audit` audits the two bundled reports, `make docs` builds the documentation, `make test` proves the engine.
VENV := .venv
PYTHON := $(VENV)/bin/python
DATA := dinsos_buleleng_2023
OUT := hasil/$(DATA)
DEMO := datasets/demo_dinas_contoh/laporan_demo.docx
DEMO_OUT := hasil/demo_dinas_contoh
SITE := hasil/dokumentasi

.PHONY: audit bench bench-batch bench-documents calibrate docs mutants real serve test setup lint tools wheel wheel-check requirements sbom proof proof-writes audit-supply fuzz bench-growth clean

# audit.py answers 1 where it found something: that is what these reports are for. Only 2 is a failure. What a person has written into
# the results of an earlier run is left alone.
audit: setup
	@$(PYTHON) audit.py check datasets/$(DATA) --out $(OUT) || test $$? -eq 1
	@$(PYTHON) audit.py check $(DEMO) --out $(DEMO_OUT) --format html,xlsx,docx,marked,json || test $$? -eq 1

# The documentation as a site of plain files, rules and examples included; open its index.html. Nothing is fetched.
docs: setup
	@NO_MKDOCS_2_WARNING=1 $(PYTHON) -m mkdocs build --strict --quiet --site-dir $(SITE)
	@echo "→ $(SITE)/index.html"

# The desk: a page on this machine alone, to hand in reports, see findings, put readings right and decide.
serve: setup
	@$(PYTHON) audit.py serve

# Seconds and memory, as medians and ratios beside their aims.
bench: setup
	@$(PYTHON) -m tests.bench.bench

# A nation's year in one run, and other tools on the same checks; those that nothing else needs go into a folder of their own.
BENCH := build/bench
PROOF := build/proof
bench-batch: setup $(BENCH)/ready
	@PYTHONPATH=$(CURDIR)/$(BENCH) $(PYTHON) -m tests.bench.batch $(BENCH_OPTIONS)

# Documents of all formats, pages a second and core.
bench-documents: setup
	@$(PYTHON) -m tests.bench.documents $(BENCH_OPTIONS)

$(BENCH)/ready: requirements/bench.txt
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps --upgrade --target $(BENCH) \
		--requirement requirements/bench.txt
	@touch $@

# The real documents of ../shared/real, where they are: measured, scored, held against the run before.
real: setup
	@$(PYTHON) -m tests.real.run $(if $(ALSO),--also $(ALSO))

# Which vetoes, bounds and masks of relation cards and checks no test misses: MOST of them, drawn by SEED; MOST=0: all.
mutants: setup
	@$(PYTHON) -m tests.guards $(if $(MOST),--most $(MOST)) $(if $(SEED),--seed $(SEED)) $(AT)

# How often findings of each level of keyakinan are true, on labelled reports, cross-validated; what fitted weights would be.
calibrate: setup
	@$(PYTHON) -m tests.real.calibrate $(if $(ALSO),--also $(ALSO))

# One process more than there are cores: browsers, LibreOffice and servers are waited for. LONG=1: what costs much is tried often.
PROCESSES := $(shell echo $$(($$(nproc) + 1)))
test: setup lint tools
	$(PYTHON) -m pytest --numprocesses $(PROCESSES)

lint: setup
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check --quiet .
	$(VENV)/bin/lint-imports
	@mkdir -p build/nama && ln -sfn ../.. build/nama/cermat
	$(VENV)/bin/mypy

setup: $(VENV)/ready

$(VENV)/ready: requirements/dev.txt .ci/setup setup.py pyproject.toml
	bash .ci/setup $(VENV)

# Chromium, LibreOffice, Tesseract, poppler and PostgreSQL, where they are missing and may be installed.
tools:
	@bash .ci/tools

# The wheel with the console script `cermat`, in dist/.
wheel: setup
	$(PYTHON) -m build --wheel --no-isolation

# The wheel in an empty environment of each Python found here, beside Hugging Face's `datasets` from the package index; minutes.
wheel-check: setup
	@$(PYTHON) -m tests.everywhere

# A bill of materials (CycloneDX) of the pinned packages, with their licences.
sbom: setup
	@$(PYTHON) .ci/sbom.py dist/cermat.cdx.json

# Known weaknesses of the pinned packages, by pip-audit, where a network is at hand.
audit-supply: setup $(PROOF)/ready
	@PYTHONPATH=$(CURDIR)/$(PROOF) $(PYTHON) .ci/supply.py requirements/run.txt requirements/dev.txt

# Bad inputs that a coverage-guided fuzzer finds, SECONDS for each reader; where Atheris can be installed.
fuzz: setup $(PROOF)/ready
	@PYTHONPATH=$(CURDIR)/$(PROOF) $(PYTHON) -m tests.proof.fuzz $(if $(SECONDS),--seconds $(SECONDS)) $(KIND)

# What inputs cost as they grow, by families.
bench-growth: setup
	@$(PYTHON) -m tests.bench.growth

$(PROOF)/ready: requirements/proof.txt
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps --upgrade --target $(PROOF) \
		--requirement requirements/proof.txt
	@touch $@

# How we know: all long proofs as one table; README=--readme puts it into README.md, ALL=--all tries everything.
proof: setup
	@$(PYTHON) -m tests.proof $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SEED),--seed $(SEED)) $(ALL) $(README)

# Writes that are killed, that meet a full disk, that happen twice at once: nothing may be half or lost. TIMES kills.
proof-writes: setup
	@$(PYTHON) -m tests.proof.writes $(if $(TIMES),--times $(TIMES))

# Pins again what requirements/*.in ask for, whatever pip is set to on this machine; newer ones by UPGRADE=--upgrade.
COMPILE := CUSTOM_COMPILE_COMMAND="make requirements" PIP_CONFIG_FILE=/dev/null $(CURDIR)/$(VENV)/bin/pip-compile --quiet \
	--generate-hashes --strip-extras --allow-unsafe --no-emit-options $(UPGRADE)
requirements: setup
	cd requirements && $(COMPILE) --output-file run.txt run.in documents.in
	cd requirements && $(COMPILE) --output-file dev.txt dev.in
	cd requirements && $(COMPILE) --output-file bench.txt bench.in
	cd requirements && $(COMPILE) --output-file proof.txt proof.in

clean:
	rm -rf $(VENV) hasil build dist *.egg-info .pytest_cache .hypothesis .ruff_cache .import_linter_cache

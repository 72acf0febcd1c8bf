# Everything that people and CI run. On a fresh machine with Python 3.11 or newer, pip and make, each of these works alone.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

NOT_COVERED := $(addprefix tests/,ui/ solver/ benchmarks/ mutation/ samples/)
SOLVER_RULES := $(addprefix tests/solver/,test_brute_force.py test_claims.py test_instance.py test_renewables.py test_solve.py makespan)
COVERED := $(wildcard tests/test_*.py) $(filter-out $(NOT_COVERED),$(wildcard tests/*/)) $(SOLVER_RULES)

.PHONY: demo run setup test check tests soak mutation coverage audit bench-solver bench-ui bench-scheduling messages golden-texts golden-pictures screenshots format clean

demo: $(READY) ## solve the sample plan and write its business case to out/
	$(BIN)/launchwindow demo --to out

run: $(READY) ## open the sample plan in the window
	$(BIN)/launchwindow resources/samples/calder.rollout

setup: $(READY) ## make the virtual environment and install everything into it

test: check tests ## all that CI runs

check: $(READY) ## format, lint, types and import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

tests: $(READY)
	.ci/install_qt_libraries $(BIN)/python
	$(BIN)/python -m pytest

soak: $(READY) ## kill 200 editing windows, try 2,000 plans a law, long histories, many faults and bad inputs; takes an hour
	LAUNCHWINDOW_KILLS=200 $(BIN)/python -m pytest tests/ui/recovery/test_killed.py
	LAUNCHWINDOW_LAWS=2000 $(BIN)/python -m pytest tests/solver/test_metamorphic.py tests/solver/test_improve.py
	LAUNCHWINDOW_INPUTS=5000 $(BIN)/python -m pytest tests/files/test_bad_input.py tests/ui/test_bad_input.py
	LAUNCHWINDOW_LIMITS=1 $(BIN)/python -m pytest tests/test_limits.py
	LAUNCHWINDOW_HISTORIES=1000 LAUNCHWINDOW_FAULTS=200 $(BIN)/python -m pytest tests/ui/test_history.py tests/ui/trouble

mutation: $(READY) ## change the rules of money and working days a little, each way alone, and see tests fail; takes ten minutes
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev,mutation]'
	$(BIN)/python -m tests.mutation

coverage: $(READY) ## see that examples go every way through the planner and the solver's rules; takes ten minutes
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev,coverage]'
	$(BIN)/python -m coverage erase
	LAUNCHWINDOW_SHARED=none $(BIN)/python -m coverage run -m pytest -n 2 --hypothesis-profile='examples alone' \
		--deselect=tests/test_edits.py::test_that_an_edit_of_a_thousand_phases_takes_milliseconds \
		$(COVERED)
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report

audit: $(READY) ## look every pinned version up among known vulnerabilities; fails for one that cannot be looked up
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev,audit]'
	$(BIN)/pip-audit --strict --no-deps --disable-pip --requirement constraints.txt

bench-solver: $(READY) ## measure the engine against the plain model; QUICK=1 takes three minutes
	$(BIN)/python -m tests.benchmarks.solver $(if $(QUICK),--quick)

bench-ui: $(READY) ## measure the timeline under the hand beside a graphics view; QUICK=1 takes half a minute
	$(BIN)/python -m tests.benchmarks.timeline $(if $(QUICK),--quick)

bench-scheduling: $(READY) ## measure pure scheduling beside PyJobShop, if installed; QUICK=1 takes three minutes
	$(BIN)/python -m tests.benchmarks.scheduling.comparison $(if $(QUICK),--quick)

messages: $(READY) ## bring the catalogues of messages up to date with the source
	$(BIN)/python -m tests.messages

golden-texts: $(READY) ## write anew what each format of the documents says of a small plan, to be read before it is committed
	$(BIN)/python -m tests.golden_texts

golden-pictures: $(READY) ## make the pictures of the README, the help and all other golden ones anew from the running window
	$(BIN)/python -m tests.readme_picture
	$(BIN)/python -m tests.help_pictures
	$(BIN)/python -m tests.help_pictures --dark
	$(BIN)/python -m tests.golden_pictures
	$(BIN)/python -m tests.golden_pictures --dark
	$(BIN)/python -m tests.golden_pictures --scale 2

screenshots: $(READY) ## make pictures of every panel and dialog to look at in out/screenshots; DARK=1, SCALE=2
	$(BIN)/python -m tests.screenshots out/screenshots --scale $(or $(SCALE),1) $(if $(DARK),--dark)

format: $(READY) ## mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Launchwindow needs Python 3.11 or newer.")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $(READY)

clean:
	rm -rf $(VENV) out mutants .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

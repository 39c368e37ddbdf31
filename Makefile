# The two commands: `make run` and `make test`. Each sets up what it needs.
SHELL := /bin/sh
VENV := .venv
PYTHON := $(VENV)/bin/python
LOWEST := .venv-lowest
BUNDLE := .venv-bundle
# What goes through each package that the program or its tests are built on.
LOWEST_TESTS := tests/biofeedback/cli/test_command_line.py tests/devices/straps/test_decoder.py \
	tests/sessions/formats/edf/test_edf.py tests/sessions/history/test_imports.py \
	tests/sessions/formats/test_interval_formats.py tests/laboratory/test_laboratory.py \
	tests/devices/straps/polar/test_measurement_data.py tests/biofeedback/ecg/test_r_peaks.py \
	tests/devices/simulated/peripheral/test_served_strap.py tests/sessions/test_sessions.py \
	tests/biofeedback/person/test_profile.py tests/biofeedback/person/test_settings.py \
	tests/biofeedback/sound/test_sound_player.py \
	tests/biofeedback/hrv/test_spectrum.py tests/biofeedback/terminal/test_terminal_screen.py \
	tests/biofeedback/hrv/test_time_domain.py tests/biofeedback/window/test_window.py \
	tests/biofeedback/window/test_window_pictures.py tests/biofeedback/words/test_catalogue.py

.PHONY: run test soak lowest faults fuzz setup check words bench bundle validate screenshots clean

run: $(VENV)/run.stamp  ## breathe with a simulated person
	@$(PYTHON) -m biofeedback train --simulated

test: check  ## all that must hold before a change lands
	$(PYTHON) -m pytest -n 4 --dist loadfile

soak: $(VENV)/test.stamp  ## what takes minutes, in real time
	$(PYTHON) -m pytest -m soak

lowest: $(VENV)/test.stamp  ## the lowest versions that pyproject.toml declares, in an environment of their own
	$(PYTHON) -m venv --clear $(LOWEST)
	$(PYTHON) scripts/lowest_versions.py > $(LOWEST)/constraints.txt
	$(LOWEST)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]' \
		--constraint $(LOWEST)/constraints.txt
	$(LOWEST)/bin/python -m pytest -n 2 --dist loadfile $(LOWEST_TESTS)

faults: $(VENV)/test.stamp  ## every fault over both routes; makes docs/faults.md anew
	BIOFEEDBACK_FAULT_TABLE=docs/faults.md $(PYTHON) -m pytest -m "soak or not soak" tests/devices/straps/test_faults.py

fuzz: $(VENV)/fuzz.stamp  ## 1,000 new examples a property, 100,000 of anything for decoders and engine and a file format, 1,000,000 packets
	$(PYTHON) -m pytest -m "hypothesis and not soak" --hypothesis-profile=search
	$(PYTHON) -m pytest --hypothesis-profile=fuzz -k "any_bytes or any_notification or any_events"
	$(PYTHON) -m tests.fuzz -runs=1000000
	$(PYTHON) -m tests.sessions.formats.file_fuzz -runs=100000

check: $(VENV)/test.stamp  ## style, types, direction of imports
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	$(VENV)/bin/lint-imports

words: $(VENV)/test.stamp  ## sort and compile the catalogues of all languages; the table of figures in the docs
	$(PYTHON) -m scripts.compile_words
	$(PYTHON) -m scripts.figure_table

setup: $(VENV)/test.stamp  ## set up for development, and start nothing

bench: $(VENV)/test.stamp  ## cost of a frame, start, replay, figures; memory, latency; prints, judges nothing
	$(PYTHON) -m benchmarks.start_up
	$(PYTHON) -m benchmarks.replay_speed
	$(PYTHON) -m benchmarks.breathing
	$(PYTHON) -m benchmarks.live_breathing
	$(PYTHON) -m benchmarks.frame_cost
	$(PYTHON) -m benchmarks.frame_cost --ecg --sound
	$(PYTHON) -m benchmarks.frame_cost --view paused
	$(PYTHON) -m benchmarks.frame_cost --view minimised
	$(PYTHON) -m benchmarks.frame_cost --bluetooth --ecg --sound
	$(PYTHON) -m benchmarks.latency
	$(PYTHON) -m benchmarks.memory
	$(PYTHON) -m benchmarks.memory --hours 1 --every 30 --ecg
	$(PYTHON) -m benchmarks.hrv

bundle: $(VENV)/run.stamp  ## dist/biofeedback: one folder that runs where there is no Python
	$(PYTHON) -m venv --clear $(BUNDLE)
	$(BUNDLE)/bin/python -m pip install --quiet --disable-pip-version-check '.[bundle]'
	$(BUNDLE)/bin/python -m scripts.build_bundle

validate: $(VENV)/test.stamp  ## simulated person, beat times and artefacts beside real recordings (BIOFEEDBACK_DATA); trends
	$(PYTHON) scripts/calibrate_simulation.py
	$(PYTHON) scripts/validate_beat_times.py
	$(PYTHON) -m scripts.validate_breathing
	$(PYTHON) -m scripts.validate_breathing_beats
	$(PYTHON) -m scripts.validate_following
	$(PYTHON) -m scripts.validate_response
	$(PYTHON) -m scripts.validate_artefacts
	$(PYTHON) -m scripts.validate_trends

screenshots: $(VENV)/test.stamp  ## make docs/images anew: each view, and three minutes of a real recording
	$(PYTHON) -m scripts.take_screenshots
	BIOFEEDBACK_SCREENSHOTS=docs/images $(PYTHON) -m pytest -m soak tests/biofeedback/window/test_practice_on_screen.py

clean:
	rm -rf $(VENV) $(LOWEST) $(BUNDLE) dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/run.stamp: pyproject.toml scripts/setup.sh
	@sh scripts/setup.sh run

$(VENV)/test.stamp: pyproject.toml scripts/setup.sh
	@sh scripts/setup.sh test

$(VENV)/fuzz.stamp: $(VENV)/test.stamp
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --editable '.[fuzz]'
	@touch $@

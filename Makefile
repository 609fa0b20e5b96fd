# Two commands are all: `make run` and `make test`. Each installs what is missing, builds, and does its work.
SWIFT_FLAGS := -c release
PROGRAM     := .build/release/touchstone
BACKBONE    := .build/backbones/efficientnet_lite1.safetensors

.PHONY: run test build packages backbone clean help

help:
	@echo 'make run    calibrate the sample parts and open the station (a table where there is no terminal)'
	@echo 'make test   build and run every test'
	@echo 'make build  build only; the program is $(PROGRAM)'

run: backbone
	@exec $(PROGRAM) sample-data

test: backbone
	@swift test $(SWIFT_FLAGS) --disable-testable-imports $(TEST_FLAGS)

build: packages
	@Scripts/build $(SWIFT_FLAGS)

packages:
	@Scripts/install-packages

backbone: build
	@Scripts/install-backbone $(PROGRAM) $(BACKBONE)

clean:
	@swift package clean

# Two commands are all: `make run` and `make test`. Each installs what is missing, builds, and does its work.
SWIFT_FLAGS := -c release
PROGRAM     := .build/release/touchstone
BACKBONES   := .build/backbones
DEFAULT     := efficientnet_lite1
# The reference values that parity is tested against were made with this smaller sister of the default backbone.
REFERENCE   := efficientnet_lite0

.PHONY: help run test bench build packages backbone imagenet clean

help:
	@echo 'make run       calibrate the sample parts and open the station (a table where there is no terminal)'
	@echo 'make test      build and run every test'
	@echo 'make backbone  fetch a backbone that was trained on ImageNet; the station takes it from then on'
	@echo 'make bench     measure it beside its peers and beside what the machine can do: Benchmarks/README.md'
	@echo 'make build     build only; the program is $(PROGRAM)'

run: build
	@exec $(PROGRAM) sample-data

# The program brings a backbone; parity with published networks is tested where these two can be fetched.
test: build
	@Scripts/fetch-backbone $(PROGRAM) $(DEFAULT) $(BACKBONES)/$(DEFAULT).safetensors || true
	@Scripts/fetch-backbone $(PROGRAM) $(REFERENCE) $(BACKBONES)/$(REFERENCE).safetensors || true
	@swift test $(SWIFT_FLAGS) --disable-testable-imports $(TEST_FLAGS)

bench: imagenet
	@python3 Benchmarks/run.py $(PROGRAM) $(BACKBONES)/$(DEFAULT).safetensors $(BENCH_FLAGS)

build: packages
	@Scripts/build $(SWIFT_FLAGS)

packages:
	@Scripts/install-packages

backbone: imagenet
	@Scripts/install-backbone $(PROGRAM) $(DEFAULT) $(BACKBONES)/$(DEFAULT).safetensors

imagenet: build
	@Scripts/fetch-backbone $(PROGRAM) $(DEFAULT) $(BACKBONES)/$(DEFAULT).safetensors

clean:
	@swift package clean

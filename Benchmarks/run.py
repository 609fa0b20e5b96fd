#!/usr/bin/env python3
"""Measures Touchstone beside its peers and beside what the machine could do at best, and writes down what came of it.

    Benchmarks/run.py PROGRAM BACKBONE.safetensors [--rounds 3] [--files 200]

Peers, real parts and the weights that everybody runs come from ../shared (or $TOUCHSTONE_SHARED). Where they are
absent Touchstone is measured alone, on sample-data with BACKBONE, and the results in the repository are left as they
are. Standard library only; what the peers need is installed under .build.
"""
import argparse
import datetime
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

# The repository stays as it is.
sys.dont_write_bytecode = True
import ours  # noqa: E402
import peers  # noqa: E402
import table  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
DIMENSIONS, SIDE = 100, 256


def say(line):
    print(f"touchstone: {line}", file=sys.stderr, flush=True)


def shared_material():
    """Folder with the material, and what of it is missing."""
    folder = pathlib.Path(os.environ.get("TOUCHSTONE_SHARED") or ROOT.parent / "shared")
    material = {
        "peers": sorted(folder.glob("peers/*.py")),
        "images": folder / "datasets" / "bsdata_ballscrew",
        "weights": sorted(folder.glob("weights/resnet18*.safetensors")),
    }
    missing = [name for name in ("peers", "weights") if not material[name]]
    if not material["images"].is_dir():
        missing.append("datasets/bsdata_ballscrew")
    return material, missing


def write(path, text):
    """The old file or the whole new one, never a part."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def commit():
    def git(*words):
        done = subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, text=True)
        return done.stdout.strip() if done.returncode == 0 else ""

    changed = git("status", "--porcelain", "--untracked-files=no", "--", "Sources", "Package.swift")
    return (git("rev-parse", "--short=12", "HEAD") or "unknown") + (" with local changes" if changed else "")


def measure(options, material, python, versions):
    """Everything, in the order in which nobody is favoured: rounds of ours and theirs in turn."""
    with tempfile.TemporaryDirectory(prefix="touchstone-bench-") as scratch:
        program = ours.Program(options, material, pathlib.Path(scratch), DIMENSIONS, SIDE, say)
        found = {"rounds": [], "alone": {}}
        running = peers.Peers(material["peers"], python, material["images"], options.files, DIMENSIONS, SIDE, say)
        for turn in range(1, options.rounds + 1):
            for precision in ("bf16", "f32"):
                say(f"round {turn} of {options.rounds}, {precision}")
                result = {"precision": precision, "ours": program.run(precision, ["throughput", "latency"])}
                result["peers"] = running.run(precision) if python else []
                found["rounds"].append(result)
        found["alone"]["bf16"] = program.run("bf16", ["network", "scoring", "calibration", "memory", "station",
                                                       "training"])
        if "failure" in found["alone"]["bf16"]:
            found["alone"]["auto"] = program.run("f32", ["scoring", "calibration", "memory", "station", "training"])
        found["alone"]["f32"] = program.run("f32", ["network"])
    found["conditions"] = {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": commit(),
        "rounds": options.rounds,
        "files": options.files,
        "dimensions": DIMENSIONS,
        "input": f"{SIDE}x{SIDE}",
        "images": material["images"].name,
        "backbone": pathlib.Path(material["weights"][0]).stem,
        "peer_libraries": versions,
    }
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("backbone")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--files", type=int, default=200)
    options = parser.parse_args()
    # A polite kill clears up like Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    start = time.monotonic()
    material, missing = shared_material()
    python, versions = None, {}
    if missing:
        say(f"../shared has no {', no '.join(missing)}: measuring alone, on sample-data")
        material = {"peers": [], "images": ROOT / "sample-data", "weights": [options.backbone]}
    else:
        python, versions = peers.prepare(ROOT / ".build" / "peers", ROOT / "Benchmarks" / "requirements.txt", say)
    found = measure(options, material, python, versions)
    found["conditions"]["seconds"] = round(time.monotonic() - start)
    rows = table.rows(found)
    print(table.text(rows))
    if python and any(row["ours"] is not None for row in rows):
        write(ROOT / "Benchmarks" / "README.md", table.page(found, rows))
        figures = {"conditions": found["conditions"], "machine": table.machine(found), "rows": rows,
                   "rounds": found["rounds"], "alone": found["alone"]}
        text = json.dumps(figures, indent=1, sort_keys=True, ensure_ascii=False)
        write(ROOT / "Benchmarks" / "results.json", text + "\n")
        say("wrote Benchmarks/README.md and Benchmarks/results.json")
    else:
        say("nothing was measured beside a peer; Benchmarks/README.md is left as it was")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        say("interrupted; nothing was written")
        sys.exit(130)

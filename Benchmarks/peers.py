"""Prepares and runs the peers: whole programs of other people, run as they are."""
import json
import sys

import child

# Every setting in which a user might run one: batch, and whether decoding runs beside the network.
SETTINGS = [(1, False), (1, True), (8, False), (8, True)]


def prepare(folder, requirements, say):
    """A Python environment with what the peers need.

    Returns its interpreter, or None where it cannot be made, and the versions that are installed in it.
    """
    python = folder / "bin" / "python"
    stamp = folder / "installed"
    wanted = requirements.read_text(encoding="utf-8")
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        say("installing the peers' libraries, once")
        steps = [[sys.executable, "-m", "venv", "--clear", str(folder)],
                 [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement",
                  str(requirements)]]
        for words in steps:
            code, output, errors = child.run(words)
            if code != 0:
                say("the peers' libraries cannot be installed (is there a network? is python3-venv there?): "
                    + (child.last_line(errors) or child.last_line(output) or "no reason given"))
                return None, {}
        stamp.write_text(wanted, encoding="utf-8")
    names = [line.split("==")[0] for line in wanted.splitlines() if "==" in line]
    probe = "import importlib.metadata as m, json, sys; print(json.dumps({n: m.version(n) for n in sys.argv[1:]}))"
    try:
        return python, json.loads(child.run([str(python), "-c", probe, *names])[1])
    except ValueError:
        say("the peers' environment is broken; remove .build/peers and try again")
        return None, {}


def setting_name(batch, pipelined):
    return f"batch {batch}" + (", pipelined" if pipelined else "")


class Peers:
    def __init__(self, programs, python, images, files, dimensions, side, say):
        self.programs, self.python, self.say = programs, python, say
        self.words = ["--images", str(images), "--limit", str(files), "--dims", str(dimensions), "--size", str(side)]

    def run(self, precision):
        """Each peer in each setting once: its own JSON line, or {"failure": why}."""
        results = []
        for program in self.programs:
            for batch, pipelined in SETTINGS:
                words = [str(self.python), str(program), *self.words, "--precision", precision, "--batch", str(batch)]
                words += ["--pipelined"] if pipelined else []
                code, output, errors = child.run(words)
                name = f"{program.stem}, {precision}, {setting_name(batch, pipelined)}"
                result = {"program": program.name, "precision": precision, "batch": batch, "pipelined": pipelined}
                try:
                    result.update(json.loads(child.last_line(output) or ""))
                    self.say(f"{name}: {result['images_per_s']} images/s, p50 {result['p50_ms']} ms")
                except (ValueError, KeyError):
                    result["failure"] = child.last_line(errors) or f"exit {code}"
                    self.say(f"{name}: {result['failure']}")
                results.append(result)
        return results

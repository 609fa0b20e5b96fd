"""Runs `touchstone bench` and reads what it found."""
import json

import child


class Program:
    """The program with a prepared folder for each precision, so that every round begins at once."""

    def __init__(self, options, material, scratch, dimensions, side, say):
        self.words = [options.program, "bench", "--images", str(material["images"]), "--backbone",
                      str(material["weights"][0]), "--dims", str(dimensions), "--input", f"{side}x{side}",
                      "--limit", str(options.files)]
        self.scratch = scratch
        self.say = say

    def run(self, precision, subjects):
        """What the subjects gave: the program's own JSON, or {"failure": why}."""
        figures = self.scratch / "figures.json"
        figures.unlink(missing_ok=True)
        words = self.words + ["--precision", precision, "--keep", str(self.scratch / precision), "--json", str(figures),
                              "--only", *subjects]
        code, _, errors = child.run(words)
        # A subject that failed has a row that says so, and the others have theirs.
        try:
            found = json.loads(figures.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            first_error = next((line for line in errors.splitlines() if line.startswith("Error:")), None)
            why = first_error or child.last_line(errors) or f"exit {code}"
            self.say(f"ours, {precision}: {why}")
            return {"failure": why}
        for row in found["rows"]:
            value = row.get("ours")
            self.say(f"ours, {precision}: {row['what']}: " +
                     (f"{value['value']:.4g} {value['unit']}" if value else row["note"]))
        return found

"""The table: medians over rounds, ratios, targets, and the page that shows them."""
import statistics

import peers

# Images a second of the peer's best setting, and milliseconds of one part, by the network's precision.
TARGETS = {"bf16": (2.0, 2.5), "f32": (1.5, 1.5)}


def median(values):
    return statistics.median(values) if values else None


def machine(found):
    for result in [r["ours"] for r in found["rounds"]] + list(found["alone"].values()):
        if "machine" in result:
            return result["machine"]
    return {}


def own_rows(result, subject):
    return [row for row in result.get("rows", []) if row["subject"] == subject]


def own_values(found, precision, subject):
    """Ours of each round."""
    rows = [own_rows(r["ours"], subject) for r in found["rounds"] if r["precision"] == precision]
    return [row[0]["ours"]["value"] for row in rows if row and row[0].get("ours")]


def own_failure(found, precision):
    for result in [r["ours"] for r in found["rounds"] if r["precision"] == precision]:
        if "failure" in result:
            return result["failure"]
        for row in result["rows"]:
            if not row.get("ours"):
                return row["note"]
    return "not measured"


def peer_medians(found, precision, figure):
    """(program, batch, pipelined) to the median over rounds."""
    values = {}
    for turn in found["rounds"]:
        for result in turn["peers"] if turn["precision"] == precision else []:
            if figure in result:
                values.setdefault((result["peer"], result["batch"], result["pipelined"]), []).append(result[figure])
    return {setting: median(all_rounds) for setting, all_rounds in values.items()}


def row(what, ours, unit, beside, beside_unit, beside_name, ratio, bound, target, note=""):
    compared = ratio if ratio is not None else ours if beside_name is None else None
    met = None
    if target is not None and compared is not None:
        met = compared >= target if bound == "at least" else compared <= target
    return {"what": what, "ours": ours, "unit": unit, "beside": beside, "beside_unit": beside_unit,
            "beside_name": beside_name, "ratio": ratio, "bound": bound, "target": target, "met": met, "note": note}


def peer_rows(found, precision):
    least_rate, least_gain = TARGETS[precision]
    rate, part = (median(own_values(found, precision, subject)) for subject in ("throughput", "latency"))
    missing = "" if rate is not None else own_failure(found, precision)
    rates = peer_medians(found, precision, "images_per_s")
    best = max(rates, key=rates.get, default=None)
    name = f"{best[0]}, {peers.setting_name(best[1], best[2])}" if best else "no peer was measured"
    ratio = rate / rates[best] if best and rate else None
    yield row(f"files → scores, {precision}", rate, "images/s", rates.get(best), "images/s", name, ratio, "at least",
              least_rate, missing)
    singles = {s: v for s, v in peer_medians(found, precision, "p50_ms").items() if s[1:] == (1, False)}
    best = min(singles, key=singles.get, default=None)
    name = f"{best[0]}, batch 1" if best else "no peer was measured"
    ratio = singles[best] / part if best and part else None
    yield row(f"one part, file → score, p50, {precision}", part, "ms", singles.get(best), "ms", name, ratio,
              "at least", least_gain, missing)


def own_row(source, note=""):
    ours, beside, target = source.get("ours") or {}, source.get("beside") or {}, source.get("target") or {}
    return row(source["what"], ours.get("value"), ours.get("unit", ""), beside.get("value"), beside.get("unit", ""),
               source.get("besideName"), source.get("ratio"), target.get("bound"), target.get("value"),
               source.get("note") or note)


def rows(found):
    """Ratios first, then what has to be small by itself."""
    all_rows = [*peer_rows(found, "bf16"), *peer_rows(found, "f32")]
    for precision, least in (("bf16", 0.70), ("f32", 0.85)):
        alone = found["alone"].get(precision, {})
        measured = own_rows(alone, "network")
        all_rows += [own_row(r) for r in measured] or [
            row(f"network alone, {precision}", None, "", None, "", "oneDNN convolution", None, "at least", least,
                alone.get("failure", "not measured"))]
    others = found["alone"].get("auto") or found["alone"].get("bf16", {})
    found_rows = [own_row(r) for r in others.get("rows", []) if r["subject"] != "network"]
    all_rows += [r for r in found_rows if r["beside"] is not None]
    all_rows += [r for r in found_rows if r["beside"] is None]
    return all_rows


def figure(value):
    """Three digits that mean something."""
    if value is None:
        return "–"
    size = abs(value)
    return f"{value:.{0 if size >= 100 or size == 0 else 1 if size >= 10 else 2 if size >= 1 else 3}f}"


HEADER = ["what", "ours", "peer or ceiling", "ratio", "target", "met"]


def cells(r):
    beside = "–"
    if r["beside_name"]:
        beside = f"{figure(r['beside'])} {r['beside_unit']} ({r['beside_name']})" if r["beside"] is not None \
            else r["beside_name"]
    target = "–"
    if r["target"] is not None:
        unit = "×" if r["beside_name"] else " " + r["unit"]
        target = ("≥ " if r["bound"] == "at least" else "≤ ") + f"{r['target']:g}{unit}".rstrip()
    met = "–" if r["target"] is None else "not measured" if r["met"] is None else "yes" if r["met"] else "no"
    ours = f"{figure(r['ours'])} {r['unit']}" if r["ours"] is not None else "not measured"
    return [r["what"], ours, beside, figure(r["ratio"]) + ("×" if r["ratio"] is not None else ""), target, met]


def text(all_rows):
    """Columns for a terminal, then what is behind each figure."""
    lines = [HEADER] + [cells(r) for r in all_rows]
    widths = [max(len(line[k]) for line in lines) for k in range(len(HEADER))]
    shown = ["  ".join(c.ljust(w) if k == 0 else c.rjust(w) for k, (c, w) in enumerate(zip(line, widths)))
             for line in lines]
    shown.insert(1, "─" * len(shown[0]))
    notes = [f"{r['what']}: {r['note']}" for r in all_rows if r["note"]]
    return "\n".join(shown + [""] + notes)


def markdown(header, lines, right=True):
    def clean(cell):
        return str(cell).replace("|", "\\|").replace("\n", " ")

    rule = ["---"] + ["---:" if right else "---"] * (len(header) - 1)
    return "\n".join("| " + " | ".join(clean(c) for c in line) + " |" for line in [header, rule, *lines])


def spread(values):
    return f"{figure(median(values))} ({figure(min(values))}–{figure(max(values))})" if values else "–"


def settings_table(found):
    lines = []
    for precision in ("bf16", "f32"):
        rates, parts = own_values(found, precision, "throughput"), own_values(found, precision, "latency")
        lines.append([f"Touchstone, {precision}", spread(rates), spread(parts)])
        keys = sorted({(p["peer"], p["batch"], p["pipelined"]) for t in found["rounds"] for p in t["peers"]
                       if t["precision"] == precision and "images_per_s" in p})
        for key in keys:
            def values(name):
                return [p[name] for t in found["rounds"] if t["precision"] == precision for p in t["peers"]
                        if "images_per_s" in p and (p["peer"], p["batch"], p["pipelined"]) == key]

            is_single = key[1:] == (1, False)
            lines.append([f"{key[0]}, {precision}, {peers.setting_name(*key[1:])}", spread(values("images_per_s")),
                          spread(values("p50_ms")) if is_single else "–"])
    return markdown(["median (least–greatest) over rounds", "images/s", "one part, p50, ms"], lines)


def page(found, all_rows):
    """Benchmarks/README.md."""
    c, m = found["conditions"], machine(found)
    libraries = ", ".join(f"{name} {version}" for name, version in sorted(c["peer_libraries"].items()))
    notes = "\n".join(f"- {r['what']}: {r['note']}" for r in all_rows if r["note"])
    failed = sorted({f"- {p['program']}, {p['precision']}, {peers.setting_name(p['batch'], p['pipelined'])}: "
                     f"{p['failure']}" for t in found["rounds"] for p in t["peers"] if "failure" in p})
    return f"""# Benchmarks

Written by `make bench`; the figures behind it are in [results.json](results.json). Peers are run as they are, in turn
with Touchstone, in the same run on the same machine over the same {c['files']} files; figures are medians over
{c['rounds']} rounds. A ratio above 1 says that Touchstone is faster than the peer, or how much of a ceiling it reaches.
What is not met stays in the table.

{markdown(HEADER, [cells(r) for r in all_rows])}

{notes}

## All settings

{settings_table(found)}

{chr(10).join(['Peers that did not run:', '', *failed, '']) if failed else ''}
## The machine

| | |
|---|---|
| processor | {m.get('processor', 'unknown')}, {m.get('cores', '?')} cores, {m.get('memory', '?')} of memory |
| instructions | {', '.join(m.get('instructions', []))} |
| kernel | Linux {m.get('kernel', 'unknown')} |
| oneDNN | {m.get('oneDNN', 'unknown')} |
| peers' libraries | {libraries or 'none'} |
| parts | `{c['images']}`, {c['files']} files, JPEG or PNG as they are, from the page cache |
| network | `{c['backbone']}` to layer3, input {c['input']}, d = {c['dimensions']} |
| date | {c['date']}; the whole run took {c['seconds']} s |
| commit | {c['commit']} |

## What is compared

- **files → scores**: every file is opened, decoded, resized, run through the network and scored. The
  peer writes its anomaly map down; ours computes every value of the map and keeps the largest, and draws the map where
  somebody asks for it. Ours goes through the queue that `touchstone score` uses, with every core, nothing remembered from an earlier
  run. Of the peer's four settings the best one counts.
- **one part**: the same for one file at a time, nothing overlapped with the next.
- **network alone**: two operations for each multiply-add of the definition, whatever algorithm computes it. The ceiling
  is the best of several 3×3 convolutions of oneDNN with 64 to 256 channels, as one team of all cores and as one thread
  a core, measured in turn with the network. A network computed by fewer multiplications than the definition has may
  come above it.
- **scoring one part**: bytes of the calibration's factors for each part, over the time to score its embeddings; the
  ceiling reads a block of the same size with the same threads and does nothing else.
- **calibrating**: what `touchstone calibrate` does, leave-one-out scores for the first threshold included, over scoring
  the same files.
- **peak memory**: resident, of `touchstone score` in a process of its own, as the kernel has it (VmHWM).
- **keys**: the station on a pseudo-terminal of 200×60 in 24-bit colour with the part and its map on the screen; from
  writing the key to reading the last byte of the frame.
- **training**: steps of pre-training ResNet-18 up to layer3 with a linear head: forward, losses, backward, Adam, over
  samples that lie ready. The ceiling runs the convolutions of such a step and nothing else, forward and for both
  gradients, each in the layouts that oneDNN likes best, as many threads side by side. PyTorch is Debian's python3-torch
  where it is installed, with the same trunk, batch, optimiser and number of threads.

[How the regularisation was chosen](regularisation.md) is another measurement, of the detector and not of the machine.
"""

"""Tables in Markdown of a comparison's report.csv: table.py REPORT.csv

A table for each figure, a row for each trunk, a column for each set: mean ± standard error over the seeds, and the mean of
the sets' means.
"""
import csv
import sys

FIGURES = [("image_auroc", "Image AUROC"), ("pixel_auroc", "Pixel AUROC"), ("aupro", "AUPRO to 0.3")]

with open(sys.argv[1], encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))
sets = list(dict.fromkeys(row["category"] for row in rows))
methods = list(dict.fromkeys(row["method"] for row in rows))
cells = {(row["category"], row["method"]): row for row in rows}

for key, title in FIGURES:
    print(f"\n{title}:\n\n| trunk | {' | '.join(sets)} | mean |\n|---|{'---|' * len(sets)}---|")
    for method in methods:
        line = []
        means = []
        for name in sets:
            row = cells.get((name, method), {})
            mean, error = row.get(f"{key}_mean"), row.get(f"{key}_standard_error")
            if not mean:
                line.append("–")
                continue
            means.append(float(mean))
            line.append(f"{float(mean):.4f}" + (f" ± {float(error):.4f}" if error else ""))
        # A mean over fewer sets than the others' would be held against theirs.
        line.append(f"{sum(means) / len(means):.4f}" if len(means) == len(sets) else "–")
        print(f"| {method.split(', ', 1)[-1]} | {' | '.join(line)} |")

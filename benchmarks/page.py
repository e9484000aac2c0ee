"""The figures of a benchmark in words and tables, for docs/speed.md.

In:   what `bench.py` found
Out:  Markdown
"""


def page(found: dict) -> str:
    """Write the figures as Markdown."""
    where = found["machine"]
    told = found["sides"][0]
    ours, theirs = told["sayso"]["told"], told["spacy"]["told"]
    memory = f", {where['memory_gb']} GB" if where["memory_gb"] else ""
    measured = (
        f"Measured on {where['day']}, commit {where['commit'] or 'unknown'}: {where['processor']}, "
        f"{where['cores']} cores{memory}, {where['system']}, Python {where['python']}; load of "
        f"the machine before the run {where['load_before']}. Claims made by {ours['made_by']}; "
        f"{_versions(ours)}; {_versions(theirs)}."
    )
    how = (
        f"Both sides read the same {found['n_reports']} invented reports of 15 sentences "
        f"({theirs['n_words'] / theirs['n_reports']:.0f} words), in turns, rounds: "
        f"{found['rounds']}; the median counts. sayso does "
        "the whole coding, from bytes to claims as JSON; spaCy parses and finds entities "
        f"({', '.join(theirs['pipes'])}), alone."
    )
    start = f"**Start-up:** {found['first_claim_s']:.2f} s from the command to the first claim."
    growth = "**Growth**, the command as it comes (one process, default threads), with start-up:"
    parts = [measured, how, _sides(found), start, growth, _growth(found["growth"])]
    if found["missed"]:
        parts.append("**Missed:** " + "; ".join(found["missed"]) + ".")
    return "\n\n".join(parts) + "\n"


def _sides(found: dict) -> str:
    rows = [
        "| | sayso, reports/s | spaCy, reports/s | time, sayso / spaCy | sayso, MB | spaCy, MB |",
        "|---|---|---|---|---|---|",
    ]
    for pair in found["sides"]:
        ours, theirs = pair["sayso"], pair["spacy"]
        times = theirs["reports_a_second"] / ours["reports_a_second"]
        rows.append(
            f"| {pair['name']} | {ours['reports_a_second']:.1f} | {theirs['reports_a_second']:.1f} "
            f"| {times:.2f} | {ours['peak_mb']:.0f} | {theirs['peak_mb']:.0f} |"
        )
    return "\n".join(rows)


def _growth(rows: list[dict]) -> str:
    lines = ["| reports | seconds | seconds a report | peak MB |", "|---|---|---|---|"]
    lines += [
        f"| {row['n_reports']:,} | {row['total_s']:.1f} "
        f"| {row['total_s'] / row['n_reports']:.3f} | {row['peak_mb']:.0f} |"
        for row in rows
    ]
    return "\n".join(lines)


def _versions(told: dict) -> str:
    return ", ".join(f"{name} {number}" for name, number in told["versions"].items())

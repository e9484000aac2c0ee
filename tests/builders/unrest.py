"""Small invented reports of an invented province, as many as are asked for, as JSON lines.

Five towns, some attacks on each, told by two papers of which the second repeats the first, a
tally and a statement: enough for copies, incidents and relations among a dozen reports.
"""

import json

TOWNS = ("Ilsk", "Ostrel", "Marn", "Dask", "Brenn")
GROUPS = ("Hallin Front", "Dask Brigade", "Free Hallin")


def reports(n: int) -> list[dict[str, str]]:
    """The first n reports."""
    made: list[dict[str, str]] = []
    for number in range(n):
        happening, kind = divmod(number, 4)
        town, group = TOWNS[happening % 5], GROUPS[happening % 3]
        day = f"2031-{happening // 25 % 12 + 1:02d}-{happening % 25 + 3:02d}"
        attack = (
            f"Fighters of the {group} attacked the town of {town} on Saturday, killing "
            f"{happening + 3} soldiers, the army said. Shops near the bridge number {happening} "
            f"stayed shut while residents of {town} buried their neighbours and the district "
            f"council counted {happening + 20} burnt houses along the road to the mill."
        )
        text = (
            attack,
            f"{attack} The paper could not reach the {group}.",
            (
                f"At least {happening + 5} soldiers died in {town} on Saturday, a nurse said. "
                "The army denied that any soldier had been killed there."
            ),
            (
                f"The {group} pledged allegiance to the Upland League on Monday, a man said. "
                f"About {happening + 200} people marched in {town} against the war."
            ),
        )[kind]
        outlet = ("Hill Radio", "The Courier", "Marn Gazette", "Hill Radio")[kind]
        made.append({"id": f"u-{number:04d}", "text": text, "date": day, "source": outlet})
    return made


def lines(n: int, first: int = 0) -> str:
    """Reports `first` to `n` as JSON lines."""
    return "".join(json.dumps(report) + "\n" for report in reports(n)[first:])

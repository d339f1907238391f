"""Regions of today, regions of the old borders, and the way from one to the other."""

from __future__ import annotations

from common import AGE_GROUPS, AREAS, LAST_AGE, SEXES, Raw, ages_of, split, write_axis

REGIONS = (
    "KZ-10",
    "KZ-11",
    "KZ-15",
    "KZ-19",
    "KZ-23",
    "KZ-27",
    "KZ-31",
    "KZ-33",
    "KZ-35",
    "KZ-39",
    "KZ-43",
    "KZ-47",
    "KZ-55",
    "KZ-59",
    "KZ-61",
    "KZ-62",
    "KZ-63",
    "KZ-71",
    "KZ-75",
    "KZ-79",
)

# Regions that were cut in two: parent code in the old tables -> today's parts.
SPLIT_2022 = {"KZ-63": ("KZ-63", "KZ-10"), "KZ-19": ("KZ-19", "KZ-33"), "KZ-35": ("KZ-35", "KZ-62")}
SPLIT_2018 = {"KZ-61": ("KZ-61", "KZ-79")}

# The 17 units of 2018-2021, named by the parts that they have today.
OLD_UNITS = {
    "+".join(SPLIT_2022.get(code, (code,))): SPLIT_2022.get(code, (code,))
    for code in REGIONS
    if code not in ("KZ-10", "KZ-33", "KZ-62")
}


def divide(old: dict[str, int], shares: dict[str, dict[str, float]]) -> dict[str, int]:
    """Spread counts of old units over today's regions in fixed shares; whole regions pass unchanged."""
    present: dict[str, int] = {}
    for unit, count in old.items():
        present.update(split(count, shares[unit]) if unit in shares else {unit: count})
    return {region: present[region] for region in REGIONS}


def write_region_axes(raw: Raw) -> None:
    """Regions of today, and the 17 units of 2018-2021."""
    rows = {row["region_code"]: row for row in raw.rows("regions")}
    columns = ("name_en", "name_ru", "name_kk", "type", "capital", "lat", "lon")
    lines = []
    for code in REGIONS:
        row = rows[code]
        area = row["area_km2_published"] or row["area_km2_from_polygon_derived"]
        lines.append((code, *(row[column] for column in columns), area))
    write_axis("region", ("code", *columns, "area_km2"), lines)
    names = {
        unit: " with ".join(rows[part]["name_en"] for part in parts) for unit, parts in OLD_UNITS.items()
    }
    units = [(unit, names[unit], " ".join(parts)) for unit, parts in OLD_UNITS.items()]
    write_axis("region_2018", ("code", "label", "parts"), units)


def write_axes(raw: Raw) -> None:
    """Axis files of the population tables."""
    write_region_axes(raw)
    spans = [(group, ages_of(group)[0], ages_of(group)[-1]) for group in AGE_GROUPS[:-1]]
    spans.append((AGE_GROUPS[-1], LAST_AGE, 110))
    write_axis("sex", ("code", "label"), [(sex, sex.capitalize()) for sex in SEXES])
    write_axis("area", ("code", "label"), [(name, name.capitalize()) for name in AREAS])
    write_axis(
        "age_group", ("code", "label", "from_age", "to_age"), [(g, g, low, high) for g, low, high in spans]
    )
    write_axis(
        "age",
        ("code", "label"),
        [(age, str(age) if age < LAST_AGE else "100 and over") for age in range(101)],
    )
    write_axis("kin", ("code", "label"), [("kazakh", "Ethnic Kazakh"), ("other", "Other")])

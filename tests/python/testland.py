"""Testland: two regions, a year, numbers that can be checked by hand."""

import numpy as np
from results_file import File, Made

AXES = {
    "region": (["TL-1", "TL-2"], ["North & Coast", "South"]),
    "origin": (["TL-1", "TL-2"], ["North & Coast", "South"]),
    "destination": (["TL-1", "TL-2"], ["North & Coast", "South"]),
    "sex": (["m", "f"], ["men", "women"]),
    "age_group": (["0-14", "15-64", "65+"], ["0-14", "15-64", "65+"]),
    "flow_partner": (["RUS", "other"], ["Russia", "Other countries"]),
}

UNCERTAIN = ("forecast.uncertain", "true", "-", "each pair has paths of its own", "", "", 0)
CERTAIN = ("forecast.uncertain", "false", "-", "each pair has paths of its own", "", "", 0)
KNOWN = ("data.as_of", "2024-12", "month", "last month known", "", "", 0)
GUESS = ("mobility.shock_sd", "0.1", "log", "spread of a year's shock", "", "D", 1)


def ends_of(north, south):
    """Population [replicate, 13 months, 2]: 1,000 and 2,000 at the start, then as given."""
    values = np.empty((len(north), 13, 2))
    share = np.linspace(0, 1, 13)
    for replicate, (a, b) in enumerate(zip(north, south, strict=True)):
        values[replicate, :, 0] = 1_000 + share * (a - 1_000)
        values[replicate, :, 1] = 2_000 + share * (b - 2_000)
    return values


def flow(num_replicates, january, shape):
    """A flow that happens in January only: [replicate, 12 months, *shape]."""
    values = np.zeros((num_replicates, 12, *shape))
    values[:, 0] = np.asarray(january, dtype=float).reshape(shape)
    return values


def whole(north, south, parameters, replicates=None):
    """A file with the indicators of the Kazakhstan model; populations at the end by replicate."""
    num = len(north)
    age = np.arange(12, dtype=float).reshape(2, 3, 2) * 100
    return File(
        indicators=[
            Made(
                "population",
                ends_of(north, south),
                "stock",
                axes=("region",),
                description="registered population at the end of the month",
            ),
            Made(
                "population_by_age",
                np.stack([np.stack([age, age + 50])] * num),
                "stock",
                "yearly",
                ("region", "age_group", "sex"),
            ),
            Made("births", flow(num, [[30, 20], [10, 10]], (2, 2)), axes=("region", "sex")),
            Made("deaths", flow(num, [[5, 5], [10, 0]], (2, 2)), axes=("region", "sex")),
            Made(
                "registered_moves",
                flow(num, [[0, 7], [27, 0]], (2, 2)),
                axes=("origin", "destination"),
            ),
            Made(
                "external_arrivals",
                flow(num, [[50, 0], [1, 2]], (2, 2)),
                axes=("region", "flow_partner"),
            ),
            Made(
                "external_departures",
                flow(num, [[10, 0], [3, 0]], (2, 2)),
                axes=("region", "flow_partner"),
            ),
            Made("kandas_received", flow(num, [4, 5], (2,)), axes=("region",)),
            Made("kandas_quota", flow(num, [6, 6], (2,)), axes=("region",)),
        ],
        axes=AXES,
        replicates=tuple(replicates if replicates is not None else range(num)),
        parameters=parameters,
        measures=["resettlement.quota x 1.5 in South from 2025-07"],
    )


def generic():
    """A model without any of the indicators that the page knows by name."""
    return File(
        indicators=[
            Made(
                "unhappy",
                np.arange(13.0).reshape(1, 13),
                "stock",
                unit="households",
                description="households that want to move",
            ),
            Made("wealth_by_class", np.ones((1, 12, 3)), axes=("class",), unit="tenge"),
        ],
        axes={"class": (["a", "b", "c"], ["poor", "middle", "rich <1 %>"])},
        title="A <small> model",
    )

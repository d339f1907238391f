"""What a reader must know before he believes the numbers."""

from __future__ import annotations

import pandas as pd

from .html import Cell, bullets, details, paragraph, row, table, terms, word
from .numbers import counted, month_name
from .regions import is_uncertain
from .results import Results
from .spread import pairs_of

GRADES = (
    "Grades say how good the evidence is: A is the best, B second, C describes without explaining, "
    "D is a judgement. Assumptions are marked as such: no source settles them."
)


def what_was_run(results: Results) -> str:
    """Scenario, period, size and fingerprints of the run."""
    months = 12 * (int(results.end[:4]) - int(results.start[:4]))
    months += int(results.end[5:]) - int(results.start[5:]) + 1
    as_of = results.parameter("data.as_of")
    known = f"figures up to {month_name(as_of)}" if len(as_of) == 7 else ""
    period = f"{month_name(results.start)} to {month_name(results.end)}"
    measures = results.measures()
    return terms(
        [
            ("Scenario", results.scenario),
            ("Model", results.model),
            ("Period", f"{period}, {counted(months, 'month')}"),
            ("Data vintage", known),
            ("Replicates", _replicates(results)),
            ("Scale", _scale(results.scale)),
            ("Seed", str(results.seed)),
            ("Measures in force", str(len(measures)) if measures else "none"),
            ("Scenario and data digest", results.digest[:16]),
            ("Result digest", results.hash[:16]),
        ]
    )


def _replicates(results: Results) -> str:
    present = len(results.replicates)
    text = str(present)
    if present < results.replicates_asked:
        text += f" of {results.replicates_asked} asked for; the others failed"
    if is_uncertain(results):
        pairs = len(pairs_of(results.replicates))
        text += f", {counted(pairs, 'pair')} with a future of its own each"
    return text


def _scale(scale: float) -> str:
    if scale >= 1:
        return "1: every person is simulated"
    return f"{scale:g}: one person in {1 / scale:,.4g} is simulated; figures are of the whole"


def how_to_read(results: Results) -> str:
    """The two kinds of interval, and the two populations."""
    lines = []
    uncertain = is_uncertain(results)
    pairs = len(pairs_of(results.replicates))
    if len(results.replicates) < 2 or (uncertain and pairs == 0):
        lines.append(
            "No Monte-Carlo error can be given (±): that takes two replicates"
            + (" of one pair." if uncertain else ".")
        )
    else:
        lines.append(
            "± is the Monte-Carlo standard error of the mean: the noise of simulating finitely "
            "many people. It shrinks with more replicates and a larger scale, and says nothing "
            "about how sure the assumptions are."
        )
    lines.append(_forecast_line(uncertain, pairs))
    lines.append("Figures are rounded to four digits at most; the results file holds them in full.")
    if uncertain and 2 * pairs < len(results.replicates):
        lines.append("Replicates whose partner is missing are left out of all means.")
    if "population_present" in results:
        lines.append(
            "Registered is the official count, by place of registration. Present counts people "
            "where they live in fact, without citizens who stay abroad."
        )
    lines.append(
        "Natural change is births less deaths. Net internal migration is moves between regions, in "
        "less out; over the whole country it is nothing. Net external migration is arrivals from "
        "abroad less departures abroad."
        if "births" in results and "external_arrivals" in results
        else ""
    )
    return bullets([line for line in lines if line])


def _forecast_line(uncertain: bool, pairs: int) -> str:
    if not uncertain:
        return (
            "There is no forecast interval on this page: levels that are not known, such as those "
            "of the years to come, follow one path each as if they were certain."
        )
    if pairs < 2:
        return "There is no forecast interval on this page: it takes two pairs of replicates."
    few = (
        f" With {pairs} pairs only it is wide: eight pairs or more tell it better."
        if pairs < 8
        else ""
    )
    return (
        "The 80 % forecast interval says where the number may lie, one chance in ten to be above "
        "and one to be below: each pair of replicates has levels and yearly shocks of its own for "
        "what is not known. The spread within pairs is noise and has been taken out; where pairs "
        "differ no more than that, it says 'within noise' and the interval is what noise may hide. "
        "Otherwise it does not shrink with more replicates." + few
    )


def what_it_is_not() -> str:
    """Limits that hold for every page."""
    return bullets(
        [
            "It is not a prophecy: it says what follows from rules and assumptions that are "
            "written down. Intervals hold what the scenario treats as uncertain, not wars, "
            "epidemics, new laws or errors of the model itself.",
            "It is not about real persons: people and households are synthetic.",
            "It is not a measurement of what a policy does. For that run the scenario with and "
            "without the policy and compare the two files with 'qonys compare', which pairs their "
            "replicates; differences between two pages hold noise.",
        ]
    )


def sources(results: Results) -> str:
    """Assumptions in the open; all parameters and input files on demand."""
    parameters = results.parameters()
    inputs = results.inputs()
    parts = []
    if len(parameters):
        weak = parameters[parameters["assumption"] | (parameters["grade"] == "D")]
        parts += [paragraph(_grade_counts(parameters)), paragraph(GRADES)]
        if len(weak):
            parts.append(parameter_table("Assumptions and judgements in this run", weak))
        every = parameter_table("Every parameter in effect", parameters)
        parts.append(details(f"All {counted(len(parameters), 'parameter')}", every))
    if len(inputs):
        rows = [
            row([word(i.name), Cell(f"{int(i.rows):,}"), word(i.sha256)])
            for i in inputs.itertuples(index=False)
        ]
        heads = [word("File"), Cell("Rows"), word("SHA-256")]
        parts.append(details(counted(len(inputs), "input file"), table("Input files", heads, rows)))
    return "".join(parts)


def _grade_counts(parameters: pd.DataFrame) -> str:
    counts = [(grade, int((parameters["grade"] == grade).sum())) for grade in "ABCD"]
    graded = ", ".join(f"{count} of grade {grade}" for grade, count in counts if count)
    marked = int(parameters["assumption"].sum())
    text = f"The run read {counted(len(parameters), 'parameter')}"
    text += f", among them {graded}" if graded else ", none with a grade"
    return f"{text}; {_marked(marked)}."


def _marked(count: int) -> str:
    return "1 is marked as an assumption" if count == 1 else f"{count} are marked as assumptions"


def _is_number(value: str) -> bool:
    return value.lstrip("-").replace(".", "", 1).replace("e-", "", 1).isdigit()


def parameter_table(caption: str, parameters: pd.DataFrame) -> str:
    """Key, meaning, value with unit, source and grade."""
    heads = [word(head) for head in ("Parameter", "Meaning", "Value", "Source", "Grade")]
    rows = []
    for p in parameters.itertuples(index=False):
        unit = f" {p.unit}" if p.unit not in ("", "-") and _is_number(p.value) else ""
        origin = p.source or ("default" if p.is_default else "")
        grade = p.grade + (" assumption" if p.assumption else "")
        value = p.value + unit
        rows.append(row([word(x) for x in (p.key, p.description, value, origin, grade.strip())]))
    return table(caption, heads, rows)

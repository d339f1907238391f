"""Fan chart: an indicator over time with its band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import numpy as np
import plotly.graph_objects as go

from ..indicator import Floats, Indicator
from ..numbers import end_position
from ..regions import is_uncertain
from ..results import Results
from .about import Run, as_runs, band_name, band_remark, source_line
from .colours import INK, STYLES, Style, see_through
from .derived import Derived, indicator_of
from .layout import Sheet, apart, number_axis, put_on
from .series import Series, axis_of, position, reach, series_of, told, wanted_period
from .words import Words

PLOT_HEIGHT = 330
LABEL_GAP = 16
LABEL_CHARACTER = 7.3


def fan(
    results: Results | Sequence[Run],
    name: str | Derived,
    *,
    by: str | None = None,
    select: Sequence[str] | None = None,
    observed: Mapping[int | str, float] | None = None,
    observed_source: str = "",
    period: str | None = None,
    language: str = "en",
) -> go.Figure:
    """An indicator over time: mean of the replicates and its band, for one run or several.

    Parameters
    ----------
    results
        One run, or pairs of label and run to lay over each other.
    name
        Indicator, in its own unit, or one that is worked out of several: `Ratio`, `Growth`.
    by, select
        Axis of which each code gets a line, and the codes; at most five lines are drawn.
    observed, observed_source
        What was observed by year or by month, `2023` or `"2023-06"`, and who published it when.
    period
        `month` or `year`; by default years for flows of two whole years and more.
    language
        `en`, `ru` or `kk`.

    Returns
    -------
    plotly.graph_objects.Figure
        The band is the 80 % forecast interval where the forecast is uncertain, else two Monte-Carlo
        errors to either side; the legend says which.

    Raises
    ------
    KeyError
        When there is no such indicator, axis or code.
    ValueError
        When there are more than five lines, or what was observed has no source.

    Examples
    --------
    >>> figure = fan(results, "births", by="sex", period="year", language="ru")
    >>> figure.layout.yaxis.title.text
    'человек, за год'
    """
    words = Words(language)
    if observed and not observed_source:
        raise ValueError("observed: has no source; say in observed_source who published it when")
    runs = as_runs(results)
    indicators = [indicator_of(run, name) for _, run in runs]
    first = indicators[0]
    kind = wanted_period(first, period)
    lines = [
        line
        for (label, run), each in zip(runs, indicators, strict=True)
        for line in _lines(each, label, (by, select), (kind, is_uncertain(run)), words)
    ]
    _check_number(lines, first, by)
    divisor, unit = words.scaled_unit(max(map(abs, reach(lines))), first.unit)
    seen = _observed_places(observed or {}, first)
    low, high = reach(lines, [value for _, _, value in seen])
    figure = go.Figure()
    for line, style in zip(lines, STYLES, strict=False):
        _draw(figure, line, style, len(lines) > 1, words, words.unit(first.unit))
    _draw_observed(figure, seen, words, words.unit(first.unit))
    from_zero = not first.is_stock
    ends = (min(low, 0.0), max(high, 0.0) or 1.0) if from_zero else (low, high)
    figure.update_yaxes(**number_axis(_y_title(first, kind, unit, words), *ends, words, divisor))
    _time_axis(figure, lines, first, kind, words)
    if len(lines) > 1:
        _label_ends(figure, lines)
    remarks = [band_remark(*(line.spread for line in lines), words=words)]
    if observed:
        remarks.append(words.ui("observed_source", source=observed_source))
    subtitle = _subtitle(lines, from_zero, words)
    sheet = Sheet(
        words.indicator(first),
        subtitle,
        source_line(runs, words, *remarks),
        PLOT_HEIGHT,
        right=_right(lines),
        legend_rows=1,
    )
    return put_on(figure, sheet, words)


def _lines(
    indicator: Indicator,
    label: str,
    along: tuple[str | None, Sequence[str] | None],
    how: tuple[str, bool],
    words: Words,
) -> list[Series]:
    by, select = along
    period, uncertain = how
    if by is None:
        return [series_of(indicator, indicator.total(), label, period, uncertain, words)]
    axis_of(indicator, by)
    values: Floats = indicator.by(by)
    names = words.codes(indicator, by)
    codes = indicator.codes[by] if select is None else select
    places = [position(indicator, by, code) for code in codes]
    prefix = f"{label}: " if label else ""
    return [
        series_of(indicator, values[:, :, i], prefix + names[i], period, uncertain, words)
        for i in places
    ]


def _check_number(lines: Sequence[Series], indicator: Indicator, by: str | None) -> None:
    if len(lines) <= len(STYLES):
        return
    hint = "lay fewer runs over each other"
    if by is not None:
        codes = ", ".join(f"'{code}'" for code in indicator.codes[by][:2])
        hint = f"choose some, as in select=[{codes}]"
    raise ValueError(
        f"{indicator.name}: {len(lines)} lines "
        f"(more than {len(STYLES)} cannot be told apart); {hint}"
    )


def _draw(
    figure: go.Figure, line: Series, style: Style, many: bool, words: Words, unit: str
) -> None:
    band = line.spread.band()
    if band is not None:
        named = band_name(line.spread, words)
        figure.add_scatter(
            x=[*line.x, *line.x[::-1]],
            y=[*band[1], *band[0][::-1]],
            fill="toself",
            fillcolor=see_through(style.colour, 0.16),
            line={"color": see_through(style.colour, 0.35), "width": 0.5},
            mode="lines",
            hoverinfo="skip",
            name=named,
            showlegend=all(trace.name != named for trace in figure.data),
            legendrank=2,
        )
    texts = [
        f"{escape(line.label, quote=False)} {name}: {told(line.spread, i, words, unit)}".strip()
        for i, name in enumerate(line.names)
    ]
    figure.add_scatter(
        x=line.x,
        y=[float(value) for value in line.spread.mean],
        mode="lines+markers",
        line={"color": style.colour, "dash": style.dash, "width": 2.2},
        marker={"symbol": style.marker, "size": 8, "color": style.colour, "maxdisplayed": 8},
        text=texts,
        hovertemplate="%{text}<extra></extra>",
        name=escape(line.label, quote=False) if many else words.ui("mean"),
        showlegend=not many,
        legendrank=1,
        cliponaxis=False,
    )


def _observed_places(
    observed: Mapping[int | str, float], indicator: Indicator
) -> list[tuple[str, float, float]]:
    """Name, place and value; a year of a stock is its end, of a flow the year as such."""
    places = []
    for when, value in observed.items():
        name = str(when)
        if "-" in name:
            place = end_position(name) - (0.0 if indicator.is_stock else 1 / 24)
        else:
            place = float(name) + (1.0 if indicator.is_stock else 0.0)
        places.append((name, place, float(value)))
    return places


def _draw_observed(
    figure: go.Figure, seen: Sequence[tuple[str, float, float]], words: Words, unit: str
) -> None:
    if not seen:
        return
    named = words.ui("observed")
    figure.add_scatter(
        x=[place for _, place, _ in seen],
        y=[value for _, _, value in seen],
        mode="markers",
        marker={"symbol": "star-open", "size": 11, "color": INK, "line": {"width": 1.5}},
        text=[f"{name}, {named}: {words.number(value)} {unit}" for name, _, value in seen],
        hovertemplate="%{text}<extra></extra>",
        name=named,
        legendrank=3,
    )


def _time_axis(
    figure: go.Figure, lines: Sequence[Series], indicator: Indicator, period: str, words: Words
) -> None:
    x = [place for trace in figure.data for place in trace.x]
    low, high = min(x), max(x)
    if high - low > 2.0 or period == "year":
        stands = "first_of_january" if indicator.is_stock else "year"
        step = max(1, int((high - low) // 8) + 1) if high - low > 8 else 1
        marks = [float(i) for i in range(int(np.floor(low)), int(np.ceil(high)) + 1, step)]
        labels = [f"{mark:.0f}" for mark in marks]
    else:
        stands = "month"
        series = lines[0]
        chosen = range(0, len(series.x), max(1, len(series.x) // 6))
        marks = [series.x[i] for i in chosen]
        labels = [words.month(indicator.months[i]) for i in chosen]
    pad = max(0.02 * (high - low), 0.02)
    figure.update_xaxes(
        title={"text": words.ui(stands), "standoff": 8},
        range=[low - pad, high + pad],
        tickvals=marks,
        ticktext=labels,
        ticks="outside",
        showgrid=False,
        zeroline=False,
        automargin=True,
    )


def _label_ends(figure: go.Figure, lines: Sequence[Series]) -> None:
    """Names of lines beside their ends, moved apart where they would touch."""
    low, high = figure.layout.yaxis.range
    per_unit = PLOT_HEIGHT / (high - low)
    ends = [float(line.spread.mean[-1]) for line in lines]
    places = apart([end * per_unit for end in ends], LABEL_GAP)
    for line, style, end, place in zip(lines, STYLES, ends, places, strict=False):
        named = escape(line.label, quote=False)
        figure.add_annotation(
            text=f'<span style="color:{style.colour}">{style.sign}</span> {named}',
            x=1,
            xref="paper",
            xanchor="left",
            xshift=6,
            y=end,
            yanchor="middle",
            yshift=place - end * per_unit,
            showarrow=False,
            font={"color": INK, "size": 12},
        )


def _right(lines: Sequence[Series]) -> int:
    if len(lines) == 1:
        return 24
    return int(30 + LABEL_CHARACTER * max(len(line.label) for line in lines))


def _y_title(indicator: Indicator, period: str, unit: str, words: Words) -> str:
    if indicator.is_stock:
        return unit
    yearly = period == "year" or indicator.cadence == "yearly"
    return f"{unit}, {words.ui('per_year' if yearly else 'per_month')}"


def _subtitle(lines: Sequence[Series], from_zero: bool, words: Words) -> str:
    parts = [] if from_zero else [words.ui("not_from_zero")]
    left_out = sorted({year for line in lines for year in line.left_out})
    if left_out:
        listed = ", ".join(str(year) for year in left_out)
        parts.append(words.ui("years_left_out", years=listed))
    return " ".join(parts)

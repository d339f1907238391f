"""Pieces of a page: everything that comes from a file is escaped here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Cell:
    """A number with what belongs to it in smaller letters, such as its error."""

    main: str
    small: str = ""
    is_number: bool = True
    smaller: str = ""  #: one more line

    def html(self, tag: str = "td") -> str:
        """The cell of a table."""
        kind = ' class="n"' if self.is_number else ""
        notes = [note for note in (self.small, self.smaller) if note]
        small = "".join(f" <small>{escape(note)}</small>" for note in notes)
        return f"<{tag}{kind}>{escape(self.main)}{small}</{tag}>"


def word(text: str) -> Cell:
    """A cell of words."""
    return Cell(text, is_number=False)


def row(cells: Sequence[Cell], kind: str = "") -> str:
    """A row whose first cell is its head."""
    head = f'<th scope="row">{escape(cells[0].main)}</th>'
    attribute = f' class="{kind}"' if kind else ""
    return f"<tr{attribute}>{head}{''.join(cell.html() for cell in cells[1:])}</tr>"


def table(caption: str, heads: Sequence[Cell], rows: Sequence[str], kind: str = "") -> str:
    """A table that scrolls sideways on a narrow screen."""
    attribute = f' class="{kind}"' if kind else ""
    top = "".join(head.html("th").replace("<th", '<th scope="col"', 1) for head in heads)
    return (
        f'<div class="scroll" tabindex="0"><table{attribute}><caption>{escape(caption)}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def paragraph(text: str, kind: str = "") -> str:
    """A paragraph of plain words."""
    attribute = f' class="{kind}"' if kind else ""
    return f"<p{attribute}>{escape(text)}</p>" if text else ""


def bullets(lines: Sequence[str]) -> str:
    """A list of plain words."""
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>" if lines else ""


def terms(pairs: Sequence[tuple[str, str]]) -> str:
    """Names and what they stand for, side by side."""
    inner = "".join(f"<div><dt>{escape(k)}</dt><dd>{escape(v)}</dd></div>" for k, v in pairs if v)
    return f"<dl>{inner}</dl>"


def details(summary: str, inner: str) -> str:
    """What opens on demand."""
    return f"<details><summary>{escape(summary)}</summary>{inner}</details>"


def section(title: str, inner: str, kind: str = "") -> str:
    """A part of the page under its heading; nothing when it would be empty."""
    attribute = f' class="{kind}"' if kind else ""
    return f"<section{attribute}><h2>{escape(title)}</h2>{inner}</section>" if inner else ""

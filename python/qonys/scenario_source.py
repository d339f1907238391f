"""Where a scenario was read from, so that it can be read again."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from .core import core

if TYPE_CHECKING:
    from ._core import Document


@dataclass(frozen=True)
class Source:
    """Where a scenario was read from: a file, or a text and the folder its paths start from.

    Messages name the file as the user did; `home` is the folder that such names started from then.
    """

    name: str
    file: str | None = None
    text: str = ""
    folder: str = "."
    home: str = field(default_factory=os.getcwd)

    def absolute(self) -> Source:
        """The same wherever it is read, as by a process in another folder."""
        file = None if self.file is None else os.path.join(self.home, self.file)
        return replace(self, file=file, folder=os.path.join(self.home, self.folder))

    def folder_of_paths(self) -> str:
        """Where relative paths in it start from."""
        return self.folder if self.file is None else os.path.dirname(self.file)

    def document(self) -> Document:
        """Read anew."""
        make = core().Document
        document: Document = (
            make.parse(self.text, self.name, self.folder)
            if self.file is None
            else make.load(self.file)
        )
        return document

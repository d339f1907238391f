"""Keyed hashes for names and numbers: `python -m qonys.ingest.tokens --secret FILE <IN >OUT`.

An agency makes them of its extract before it hands it over; all agencies use one secret.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import hmac
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence

from .names import number, skeleton

DIGITS = 16
NAMES = ("surname", "given_name")
NUMBERS: dict[str, Callable[[str], str]] = {"iin": str.strip, "document": number}
SHORTEST_SECRET = 16


def token(text: str, secret: bytes) -> str:
    """Keyed hash of a text."""
    return hmac.new(secret, text.encode("utf-8"), hashlib.sha256).hexdigest()[:DIGITS]


def name_tokens(name: str, secret: bytes) -> str:
    """Hashes of the pairs of letters of a name, in the order of the hashes, not of the letters."""
    bare = skeleton(name)
    pairs = {f"{a}{b}" for a, b in zip(f"^{bare}", f"{bare}$", strict=True)}
    return " ".join(sorted(token(pair, secret) for pair in pairs)) if bare else ""


def with_tokens(rows: Iterable[dict[str, str]], secret: bytes) -> Iterator[dict[str, str]]:
    """Records of an extract whose names and numbers are hashed; all else stays."""
    for row in rows:
        made = dict(row)
        for column in NAMES:
            made[column] = name_tokens(row[column], secret)
        for column, bare in NUMBERS.items():
            made[column] = token(bare(row[column]), secret) if row[column] else ""
        yield made


def main(arguments: Sequence[str] | None = None) -> int:
    """Reads an extract and writes it with tokens; on trouble a sentence and 2."""
    parser = argparse.ArgumentParser(prog="python -m qonys.ingest.tokens", description=__doc__)
    parser.add_argument("--secret", metavar="FILE", required=True, help="file with the secret")
    options = parser.parse_args(arguments)
    try:
        with open(options.secret, "rb") as file:
            secret = file.read().strip()
    except OSError as error:
        print(f"{options.secret}: {error.strerror}; name the file with the secret", file=sys.stderr)
        return 2
    if len(secret) < SHORTEST_SECRET:
        print(
            f"{options.secret}: is too short (it could be guessed); use {SHORTEST_SECRET} bytes or "
            "more",
            file=sys.stderr,
        )  # fmt: skip
        return 2
    reader = csv.DictReader(sys.stdin)
    missing = [name for name in (*NAMES, *NUMBERS) if name not in (reader.fieldnames or [])]
    if missing:
        print(
            f"standard input: column '{missing[0]}' is missing; give the extract", file=sys.stderr
        )
        return 2
    writer = csv.DictWriter(sys.stdout, reader.fieldnames or [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(with_tokens(reader, secret))
    return 0


if __name__ == "__main__":
    sys.exit(main())

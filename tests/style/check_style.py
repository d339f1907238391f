#!/usr/bin/env python3
"""Checks what no compiler checks: include directions, sizes, mirrored tests, banned words.

Usage: check_style.py ROOT [includes | sizes | mirror | words]...

Prints each offence as `file:line: sentence` and exits with 1 when there is any.
"""

import re
import sys
from pathlib import Path

# The order of the layers, as in sim/CMakeLists.txt: a layer may include itself and those listed here.
BASE = ["core", "random", "parallel", "table"]
MIDDLE = [*BASE, "scenario", "world", "process", "policy", "record"]
MAY_INCLUDE = {
    "core": [],
    "random": ["core"],
    "parallel": ["core"],
    "table": ["core"],
    "scenario": BASE,
    "world": BASE,
    "process": [*BASE, "scenario", "world"],
    "policy": [*BASE, "scenario", "world", "process"],
    "record": [*BASE, "scenario", "world", "process"],
    "catalogue": MIDDLE,
    "population": [*MIDDLE, "catalogue"],
    "output": [*MIDDLE, "catalogue"],
    "run": [*MIDDLE, "catalogue", "population", "output"],
}

PRIVATE_LIBRARIES = re.compile(
    r"^(tbb/|oneapi/|hdf5|H5|mpi|toml|boost/|Eigen/|unsupported/Eigen|sleef|openssl/|fmt/|CLI/|pybind11/)"
)

HEADER_LINES = 200
SOURCE_LINES = 400
FUNCTION_LINES = 60

BANNED = [
    (re.compile(r"std::random_device"), "std::random_device is not repeatable; use an addressed draw"),
    (re.compile(r"std::(normal|uniform|exponential|poisson|bernoulli|binomial|discrete|geometric)\w*"
                r"_distribution"),
     "distributions of the standard library differ between compilers; use qonys/random"),
    (re.compile(r"std::(mt19937|minstd|default_random_engine|ranlux)"),
     "engines carry state; use an addressed draw"),
    (re.compile(r"\b(std::)?s?rand\(\)"), "rand() is not repeatable; use an addressed draw"),
    (re.compile(r"\.\./share[d]"), "the folder beside the repository is not part of it"),
    (re.compile(r"""["'(=\s]/(home|Users|mnt|media|tmp|opt)/"""),
     "an absolute path holds on one machine only"),
]

# Headers that have no behaviour of their own to test, with the reason.
WITHOUT_TEST = {
    "core/archive": "an interface; its users are tested in record/snapshot_test.cpp",
    "output/writer": "an interface",
    "output/results": "plain values",
    "run/simulation": "tested as a whole in tests/property/whole_run_test.cpp",
    "run/model": "an interface; models are tested in tests/models",
}

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]')


class Offences:
    def __init__(self, root):
        self.root = root
        self.count = 0

    def add(self, file, line, sentence):
        name = file.relative_to(self.root) if file.is_relative_to(self.root) else file
        print(f"{name}:{line}: {sentence}")
        self.count += 1


def lines_of(file):
    return file.read_text(encoding="utf-8").splitlines()


def files_below(folder, *suffixes):
    if not folder.is_dir():
        return []
    hidden = {"build", "__pycache__", ".venv"}
    return sorted(
        file
        for file in folder.rglob("*")
        if file.suffix in suffixes
        and file.is_file()
        and not any(part in hidden or part.startswith(".") for part in file.relative_to(folder).parts)
    )


def includes_of(file):
    for number, line in enumerate(lines_of(file), 1):
        match = INCLUDE.match(line)
        if match:
            yield number, match[1] == '"', match[2]


def layer_of_include(path):
    parts = path.split("/")
    return parts[1] if len(parts) > 2 and parts[0] == "qonys" else None


def check_layer_file(file, layer, offences):
    allowed = MAY_INCLUDE[layer]
    for line, _, path in includes_of(file):
        other = layer_of_include(path)
        if path.startswith("qonys/") and other not in MAY_INCLUDE:
            offences.add(file, line, f"'{path}' is in no layer; the layers are in tests/style")
        elif other is not None and other != layer and other not in allowed:
            offences.add(file, line, f"{layer} may not include '{path}' (layers look to the left only)")


def check_includes(root, offences):
    for file in files_below(root / "include/qonys", ".hpp"):
        layer = file.relative_to(root / "include/qonys").parts[0]
        if layer not in MAY_INCLUDE:
            offences.add(file, 1, f"folder '{layer}' is no layer")
            continue
        check_layer_file(file, layer, offences)
        for line, _, path in includes_of(file):
            if PRIVATE_LIBRARIES.match(path):
                offences.add(file, line, f"public headers show no third-party type ('{path}')")
    for file in files_below(root / "sim", ".hpp", ".cpp"):
        layer = file.relative_to(root / "sim").parts[0]
        if layer in MAY_INCLUDE:
            check_layer_file(file, layer, offences)
            for line, quoted, path in includes_of(file):
                folder = path.split("/")[0]
                if quoted and folder in MAY_INCLUDE and folder != layer:
                    offences.add(file, line, f"'{path}' is private to sim/{folder}")
    for file in files_below(root / "models", ".hpp", ".cpp"):
        check_model_file(root, file, offences)


def check_model_file(root, file, offences):
    model = file.relative_to(root / "models").parts[0]
    own_folder = root / "models" / model
    for line, quoted, path in includes_of(file):
        if not quoted or path.startswith("qonys/"):
            continue
        own = any((base / path).is_file() for base in (file.parent, own_folder))
        target = (file.parent / path).resolve()
        if not own or not target.is_relative_to(own_folder.resolve()):
            offences.add(file, line, f"models include qonys/ headers and their own only, not '{path}'")


# ---- sizes ----

def without_text(lines):
    """The lines without comments, strings and characters, so that braces can be counted."""
    clean = []
    in_comment = False
    in_raw = None
    for line in lines:
        out = []
        i = 0
        while i < len(line):
            if in_raw is not None:
                end = line.find(in_raw, i)
                if end < 0:
                    break
                i = end + len(in_raw)
                in_raw = None
            elif in_comment:
                end = line.find("*/", i)
                if end < 0:
                    break
                in_comment = False
                i = end + 2
            elif line.startswith("//", i):
                break
            elif line.startswith("/*", i):
                in_comment = True
                i += 2
            elif raw := re.match(r'R"([^(]*)\(', line[i:]):
                in_raw = f'){raw[1]}"'
                i += raw.end()
            elif line[i] == '"' or (line[i] == "'" and not (i and line[i - 1].isalnum())):
                quote = line[i]
                i += 1
                while i < len(line) and line[i] != quote:
                    i += 2 if line[i] == "\\" else 1
                i += 1
            else:
                out.append(line[i])
                i += 1
        clean.append("".join(out))
    return clean


NOT_A_FUNCTION = re.compile(r"\b(namespace|class|struct|enum|union|extern)\b")


def functions_of(lines):
    """(first line, length) of every outermost block that is no namespace, class or initialiser."""
    stack = []  # (opens a function, line)
    head = ""
    for number, line in enumerate(without_text(lines), 1):
        if line.lstrip().startswith("#"):
            continue
        for char in line:
            if char == "{":
                inside = any(is_function for is_function, _ in stack)
                is_function = not inside and "(" in head and not NOT_A_FUNCTION.search(
                    head.split("(")[0])
                stack.append((is_function, number))
                head = ""
            elif char == "}":
                if stack:
                    is_function, first = stack.pop()
                    if is_function:
                        yield first, number - first + 1
                head = ""
            elif char == ";":
                head = ""
            else:
                head += char
        head += " "


def check_sizes(root, offences):
    folders = ["include", "sim", "models", "tests", "benchmarks"]
    for file in [f for folder in folders for f in files_below(root / folder, ".hpp", ".cpp")]:
        lines = lines_of(file)
        if any("// size:" in line for line in lines):
            continue
        kind, limit = ("header", HEADER_LINES) if file.suffix == ".hpp" else ("source", SOURCE_LINES)
        if len(lines) > limit:
            offences.add(file, limit + 1, f"{kind} of {len(lines)} lines (at most {limit}); cut it, or "
                         "give the reason in a comment '// size: ...'")
        for first, length in functions_of(lines):
            if length > FUNCTION_LINES:
                offences.add(file, first, f"function of {length} lines (at most {FUNCTION_LINES}); cut "
                             "it, or give the reason in a comment '// size: ...'")


# ---- mirrored tests and words ----

def check_mirror(root, offences):
    for file in files_below(root / "include/qonys", ".hpp"):
        place = file.relative_to(root / "include/qonys")
        name = f"{place.parts[0]}/{file.stem}"
        test = root / "tests/unit" / place.parts[0] / f"{file.stem}_test.cpp"
        if not test.is_file() and name not in WITHOUT_TEST:
            offences.add(file, 1, f"has no {test.relative_to(root)}")
    for name in WITHOUT_TEST:
        if not list((root / "include/qonys" / name.split("/")[0]).rglob(name.split("/")[1] + ".hpp")):
            offences.add(Path(__file__).resolve(), 1, f"WITHOUT_TEST names '{name}', which is not there")
    for file in files_below(root / "tests/unit", ".cpp"):
        layer = file.parent.name
        stem = file.stem.removesuffix("_test")
        if not file.stem.endswith("_test"):
            offences.add(file, 1, "tests are named <file>_test.cpp")
        elif not any(list(folder.rglob(f"{stem}.[hc]pp"))
                     for folder in (root / "include/qonys" / layer, root / "sim" / layer)):
            offences.add(file, 1, f"mirrors no file of layer {layer}")


def check_words(root, offences):
    suffixes = (".hpp", ".cpp", ".py", ".cmake", ".txt", ".toml", ".md", ".sh")
    folders = ["include", "sim", "models", "tests", "benchmarks", "python", "notebooks"]
    files = [f for folder in folders for f in files_below(root / folder, *suffixes)]
    for file in files:
        if file.resolve() == Path(__file__).resolve():
            continue
        for number, line in enumerate(lines_of(file), 1):
            for pattern, sentence in BANNED:
                if pattern.search(line) and "style: allowed" not in line:
                    offences.add(file, number, sentence)


CHECKS = {"includes": check_includes, "sizes": check_sizes, "mirror": check_mirror,
          "words": check_words}


def main(arguments):
    if not arguments or any(name not in CHECKS for name in arguments[1:]):
        print(__doc__, file=sys.stderr)
        return 2
    root = Path(arguments[0]).resolve()
    offences = Offences(root)
    for name in arguments[1:] or CHECKS:
        CHECKS[name](root, offences)
    return 1 if offences.count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The source archive: all that builds the package, nothing else, and what it says of itself."""

import email
import os
import re
import subprocess
import tarfile
from pathlib import Path

import pytest
from scikit_build_core.build import build_sdist

ROOT = Path(__file__).resolve().parents[2]
# What CMakeLists.txt takes when it builds no tests, and what a wheel carries.
FOLDERS = ("include", "models", "python", "scenarios", "sim")
LEFT_OUT = "scenarios/kz/prepare/"
MOST_BYTES = 1_000_000


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Name within the archive -> size, and PKG-INFO."""
    folder = tmp_path_factory.mktemp("archive")
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        name = build_sdist(str(folder))
    finally:
        os.chdir(before)
    with tarfile.open(folder / name) as tar:
        sizes = {member.name.partition("/")[2]: member.size for member in tar if member.isfile()}
        info = next(member for member in tar if member.name.endswith("/PKG-INFO"))
        return sizes, email.message_from_bytes(tar.extractfile(info).read())


def listed(*options):
    """Files that git knows, or would take."""
    if not (ROOT / ".git").exists():
        pytest.skip("this tree is no repository of git, which lists what belongs to the project")
    command = ["git", "-C", str(ROOT), "ls-files", "-z", *options]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {name for name in names.split("\0") if name and (ROOT / name).is_file()}


def test_everything_that_is_built_or_carried_is_in_it(archive):
    wanted = {
        name
        for name in listed("--cached")
        if name.startswith(tuple(f"{folder}/" for folder in FOLDERS))
        and not name.startswith(LEFT_OUT)
    }
    assert len(wanted) > 500
    assert sorted(wanted - archive[0].keys()) == []
    assert {"CMakeLists.txt", "LICENSE", "pyproject.toml"} <= archive[0].keys()


def test_nothing_that_was_generated_is_in_it(archive):
    known = listed("--cached", "--others", "--exclude-standard") | {"PKG-INFO"}
    assert sorted(archive[0].keys() - known) == []


def test_nothing_is_big(archive):
    assert [name for name, size in archive[0].items() if size > MOST_BYTES] == []
    assert sum(archive[0].values()) < 20 * MOST_BYTES


def test_metadata_say_what_cmake_says(archive):
    info = archive[1]
    version = re.search(r"project\(qonys VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text())
    assert (info["Name"], info["Version"]) == ("qonys", version[1])
    assert info["License-Expression"] == "Apache-2.0"


def test_requirements_pin_every_dependency(archive):
    """What the package needs is what the project is tested with."""
    text = (ROOT / "python/requirements.txt").read_text(encoding="utf-8")
    pinned = {name.lower() for name in re.findall(r"^([\w.-]+)==", text, re.MULTILINE)}
    needed = {re.match(r"[\w.-]+", line)[0].lower() for line in archive[1].get_all("Requires-Dist")}
    assert needed and needed <= pinned

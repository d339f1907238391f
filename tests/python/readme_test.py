"""The code in the READMEs runs as it stands, on a smaller sample."""

import re

import pytest
from conftest import ROOT
from engine import needs_engine

# Smaller, fewer, and results of this test in place of those of an earlier command.
INSTEAD = {
    "scale=0.01": "scale=0.002",
    "replicates=8": "replicates=2",
    "results/base-ensemble.h5": "results/base.h5",
    "results/other.h5": "results/base.h5",
    ".show()": "",
}
# People of the sample of the README: in a smaller one, others live.
SOMEBODY = re.compile(r'\["person:[0-9a-f]{16}"\]')


@needs_engine
@pytest.mark.parametrize("page", ["README.md", "python/README.md"])
def test_code_of_the_readme_runs(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.S)
    assert blocks
    space = {}
    for block in blocks:
        code = SOMEBODY.sub("3", block)
        for old, new in INSTEAD.items():
            code = code.replace(old, new)
        exec(compile(code, page, "exec"), space)

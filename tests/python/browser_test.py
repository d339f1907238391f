"""Pages as a browser shows them: everything drawn, nothing complained of, nothing fetched."""

import re
import shutil
import subprocess

import pytest
from qonys.report import main
from results_file import write
from testland import CERTAIN, whole


def opened(page, width):
    """The page after its scripts have run, and what the browser had to say; without a network."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "chromium is not there (pages are opened in it); install Debian's package"
    ended = subprocess.run(
        [
            chromium,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            f"--window-size={width},900",
            "--virtual-time-budget=30000",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            "--enable-logging=stderr",
            "--dump-dom",
            page.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return ended.stdout, re.findall(r"CONSOLE.*", ended.stderr)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    base = write(folder / "base.h5", whole([1_100, 1_104], [1_990, 1_991], [CERTAIN]))
    made = whole([1_120, 1_130], [1_990, 1_991], [CERTAIN])
    made.hash = "c" * 64
    other = write(folder / "other.h5", made)
    assert main([base]) == 0
    assert main([base, other]) == 0
    return [folder / "base.html", folder / "other-against-base.html"]


@pytest.mark.parametrize("width", [1366, 683])
@pytest.mark.parametrize("which", [0, 1])
def test_every_figure_is_drawn_without_a_word(pages, which, width):
    text, said = opened(pages[which], width)
    assert said == []
    assert "https://" not in re.sub(r"<script.*?</script>", "", text, flags=re.S)
    figures = re.findall(r'<figure class="plot".*?</figure>', text, flags=re.S)
    assert len(figures) >= 4
    assert f'data-drawn="{len(figures)}"' in text
    for figure in figures:
        title = re.search(r'aria-label="(.*?)"', figure)[1]
        assert 'class="main-svg"' in figure, title
        # Something of the data, not the frame alone: a line, a bar, a shape, a flow, a table.
        marks = r'class="(?:js-line|point|js-fill|sankey-link|cell-text|points?)"|class="trace '
        assert re.search(marks, figure), title


def test_a_page_that_complains_is_noticed(tmp_path):
    page = tmp_path / "broken.html"
    page.write_text("<body><script>noSuchThing()</script></body>", encoding="utf-8")
    _, said = opened(page, 800)
    assert any("noSuchThing" in line for line in said)

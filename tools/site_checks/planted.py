"""Checks that must be able to fail: a fault is planted in a copy of the site for each.

    python tools/check_site.py --planted"""
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nbdev.config import get_config
from selenium.webdriver import Chrome

from .browser import prefer, serve
from .draw import draw_faults
from .figures import figure_faults
from .folds import way_faults
from .heads import head_faults
from .navigation import deep_links
from .search import search_faults
from .symbols import symbol_faults

Check = Callable[[Chrome, str, Path], Iterator[str]]
SITE, DRAW, FIGURES = (f'site_libs/{name}.js' for name in ('site', 'draw', 'figures'))
VERSION = get_config().version
SAMPLER, WORKER = (f'site_libs/draw/{name}.js' for name in ('sampler', 'worker'))


@dataclass(frozen=True)
class Plant:
    "A fault: what is written in the place of what, and the check that must see it."
    name: str
    file: str
    find: str
    put: str
    check: Check


def links(b: Chrome, base: str, site: Path) -> Iterator[str]:
    "Links into folds, and hits of the search in them."
    prefer(b)
    return way_faults(b, base)


def deep(b: Chrome, base: str, site: Path) -> Iterator[str]:
    "Links far down a page."
    prefer(b)
    return deep_links(b, base)


def search(b: Chrome, base: str, site: Path) -> Iterator[str]:
    "The search."
    return search_faults(b, site)


def symbols(b: Chrome, base: str, site: Path) -> Iterator[str]:
    "What symbols mean."
    return symbol_faults(b, base)


def heads(b: Chrome, base: str, site: Path) -> Iterator[str]:
    "Heads and feet."
    return head_faults(site)


PLANTS = [
    Plant('a link into a fold leaves it shut', SITE,
          'if (e.matches("details.code-fold")) e.open = true;', '', links),
    Plant('a hit of the search leaves its fold shut', SITE,
          'for (const fold of hides) fold.open = true;', 'return null;', links),
    Plant('a hit of the search forgets the words', SITE, 'hit.href = url.href;', '',
          links),
    Plant('a deep link is not shown again when the page grows', SITE,
          'const growth = new ResizeObserver(land);',
          'const growth = new ResizeObserver(() => {});', deep),
    Plant('the search knows no other words', SITE,
          'window.searchSynonyms[plain(q)]', 'null', search),
    Plant('code is found before words', 'site_libs/smalldocs.js',
          '"code", weight: 1', '"code", weight: 9', search),
    Plant('symbols are not told', SITE, 'tip.hidden = false;', '', symbols),
    Plant('a meaning stays', SITE, 'tip.hidden = true;', '', symbols),
    Plant('the foot forgets the version', 'index.html', f'ddpm_lit {VERSION}',
          'ddpm_lit', heads),
    Plant('the model is loaded at once', DRAW, 'form.hidden = false;',
          'form.hidden = false; draw();', draw_faults),
    Plant('the solver goes a whole step ahead', SAMPLER, 'before.lambda) / 2',
          'before.lambda)', draw_faults),
    Plant('DDIM forgets the square root', SAMPLER,
          'const sigma = Math.sqrt(1 - alphaBars[t]);',
          'const sigma = 1 - alphaBars[t];', draw_faults),
    Plant('guidance counts from the wrong end', SAMPLER, 'o - none[i]', 'none[i] - o',
          draw_faults),
    Plant('no class is class 0', WORKER, 'label === null ? classes : label',
          'label === null ? 0 : label', draw_faults),
    Plant('the slider of the walk does nothing', DRAW,
          'slider.addEventListener("input"', 'slider.addEventListener("none"',
          draw_faults),
    Plant('the figure adds noise in the last step', FIGURES,
          'slip === "last" ? Math.sqrt(beta) : 0', 'Math.sqrt(beta)', figure_faults),
    Plant('the figure takes β for β̃', FIGURES, 'variance === "small" ? small : beta',
          'beta', figure_faults),
    Plant('the figure forgets the offset of the cosine', FIGURES, 's = 0.008', 's = 0',
          figure_faults),
    Plant('the figure does not hear its controls', FIGURES,
          'box.addEventListener("input", draw);', '', figure_faults),
]


@contextmanager
def planted(site: Path, plant: Plant) -> Iterator[None]:
    "The site has this fault inside."
    path = site / plant.file
    text = path.read_text()
    assert text.count(plant.find) == 1, f'{plant.name}: not once in {plant.file}'
    path.write_text(text.replace(plant.find, plant.put))
    try:
        yield
    finally:
        path.write_text(text)


def unseen(b: Chrome, site: Path, words: list[str]) -> Iterator[str]:
    "Planted faults that no check sees; each is told as it is looked for."
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder).resolve() / 'site'
        shutil.copytree(site, copy)
        base, before = serve(copy), {}
        for plant in PLANTS:
            if words and not any(word in plant.name for word in words):
                continue
            if plant.check not in before:
                before[plant.check] = {*plant.check(b, base, copy)}
            b.execute_cdp_cmd('Network.clearBrowserCache', {})
            with planted(copy, plant):
                faults = plant.check(b, base, copy)
                first = next((o for o in faults if o not in before[plant.check]), None)
            b.execute_cdp_cmd('Network.clearBrowserCache', {})
            seen = 'red   ' if first else 'PASSED'
            print(f'{seen} {plant.name}: {first}', flush=True)
            if not first:
                yield plant.name

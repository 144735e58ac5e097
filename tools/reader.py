"""The notebook a reader gets from the site: to download, or to open in Colab.

Colab opens notebooks from GitHub, and the published site is the branch `gh-pages`, so
the copy on the site serves both. In Colab a first cell fetches all that the chapter
needs; the chapters themselves stay free of set-up."""
import functools
import re
from importlib.metadata import packages_distributions
from pathlib import Path

from execnb.nbio import mk_cell, read_nb, write_nb
from fastcore.basics import AttrDict
from fastcore.foundation import Config
from nbdev.doclinks import nbglob

TITLE = ('#@title In Colab, run this cell first: it installs {name}, and fetches the '
         'stored results that the chapter reads')
SETUP = TITLE + """
import sys
if 'google.colab' in sys.modules:
    ![ -e /content/{name} ] || git clone -q --depth 1 {url} /content/{name}
    %pip install -q /content/{name}{extras}
    %cd -q /content/{name}/{folder}"""


def canonical(name: str) -> str:
    "The name of a distribution as the index of packages compares it."
    return re.sub(r'[-_.]+', '-', name).lower()


# reading the metadata of all packages takes a second
distributions = functools.cache(packages_distributions)


def extras(nb: AttrDict, cfg: Config) -> list[str]:
    "What the chapter imports beyond the requirements, as settings.ini pins it."
    code = '\n'.join(c.source for c in nb.cells if c.cell_type == 'code')
    imports = ' '.join(re.findall(r'(?:from|import) +([\w, ]+)', code))
    words = set(re.findall(r'\w+', imports))
    used = set()
    for module, names in distributions().items():
        if module in words:
            used.update(map(canonical, names))

    def distribution(requirement: str) -> str:
        return canonical(re.match(r'[\w.-]+', requirement)[0])

    return [r for r in cfg.dev_requirements.split() if distribution(r) in used]


def colab_url(path: Path, cfg: Config) -> str:
    "Where Colab finds the reader's copy of the chapter at `path`."
    repository = f'{cfg.user}/{cfg.repo}/blob/gh-pages/{path.as_posix()}'
    return f'https://colab.research.google.com/github/{repository}'


def reader_copy(nb: AttrDict, path: Path, cfg: Config) -> AttrDict:
    "The chapter with a set-up for Colab, without the cell that exports."
    nb.cells = [c for c in nb.cells if 'nbdev_export()' not in c.source]
    for c in nb.cells:
        c.pop('directives_', None)
    setup = SETUP.format(
        name=cfg.repo, url=cfg.git_url,
        extras=''.join(f' "{r}"' for r in extras(nb, cfg)),
        folder=(Path(cfg.nbs_path.name) / path.parent).as_posix())
    cell = mk_cell(setup)
    cell.id, cell.metadata = 'colab-setup', {'cellView': 'form'}
    kinds = [c.cell_type for c in nb.cells]
    nb.cells.insert(kinds.index('markdown') + 1, cell)
    return nb


def copies(site: Path, cfg: Config) -> None:
    "Put a reader's copy of every notebook on the site."
    for p in map(Path, nbglob()):
        path = p.relative_to(cfg.nbs_path)
        write_nb(reader_copy(read_nb(p), path, cfg), site / path)

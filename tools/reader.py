"""The notebook a reader gets from the site: to download, or to open in Colab, where a first cell fetches all it needs.

Colab opens notebooks from GitHub, and the published site is the branch `gh-pages`, so the copy on the site serves both. The chapters themselves stay free of set-up."""
import functools, re
from execnb.nbio import mk_cell, read_nb, write_nb
from importlib.metadata import packages_distributions
from nbdev.doclinks import nbglob
from pathlib import Path

SETUP = """#@title In Colab, run this cell first: it installs {name}, and fetches the stored results that the chapter reads
import sys
if 'google.colab' in sys.modules:
    ![ -e /content/{name} ] || git clone -q --depth 1 {url} /content/{name}
    %pip install -q /content/{name} {extras}
    %cd -q /content/{name}/{folder}"""

def canonical(name): return re.sub(r'[-_.]+', '-', name).lower()

distributions = functools.cache(packages_distributions)                        # reading the metadata of all packages takes a second

def extras(nb, cfg):
    "What the chapter imports beyond the package's own requirements, as settings.ini pins it."
    code = '\n'.join(c.source for c in nb.cells if c.cell_type == 'code')
    words = {w for line in re.findall(r'(?:from|import) +([\w, ]+)', code) for w in re.findall(r'\w+', line)}
    used = {canonical(d) for module, dists in distributions().items() if module in words for d in dists}
    return [r for r in cfg.dev_requirements.split() if canonical(re.match(r'[\w.-]+', r)[0]) in used]

def colab_url(path, cfg):
    "Where Colab finds the reader's copy of the chapter at `path`, relative to the notebooks."
    return f'https://colab.research.google.com/github/{cfg.user}/{cfg.repo}/blob/gh-pages/{path.as_posix()}'

def reader_copy(nb, path, cfg):
    "The chapter with a set-up for Colab as its first code cell, and without the cell that exports the library."
    nb.cells = [c for c in nb.cells if 'nbdev_export()' not in c.source]
    for c in nb.cells: c.pop('directives_', None)
    folder = Path(cfg.nbs_path.name) / path.parent
    listed = ' '.join(f'"{r}"' for r in extras(nb, cfg))
    cell = mk_cell(SETUP.format(name=cfg.repo, url=cfg.git_url, extras=listed, folder=folder.as_posix()).replace(f'/{cfg.repo} \n', f'/{cfg.repo}\n'))
    cell.id, cell.metadata = 'colab-setup', {'cellView': 'form'}
    nb.cells.insert(next(i for i, c in enumerate(nb.cells) if c.cell_type == 'markdown') + 1, cell)
    return nb

def copies(site, cfg):
    "Put a reader's copy of every notebook on the site."
    for p in map(Path, nbglob()):
        path = p.relative_to(cfg.nbs_path)
        write_nb(reader_copy(read_nb(p), path, cfg), site / path)

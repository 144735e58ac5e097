"""Build the docs site into _docs/ without Quarto: nbdev's processors, then smalldocs.

`nbdev_docs` builds the same site where Quarto is installed. What Quarto does and
smalldocs does not is done here: page names without the number (`11_schedule.ipynb`
becomes `schedule.html`), folded code (`folds.py`), pictures at their width
(`pictures.py`). Then `offline.py` makes the pages work without a network,
`layout.py` adds what a reader needs to find the way, `heads.py` the head of each
chapter, `gallery.py` the pictures of the home page, `symbols.py` what symbols mean,
`draw.py` and `figures.py` what answers the reader, and `reader.py` gives every chapter
its notebook to download and a link to Colab."""
import re
import shutil
import subprocess
import sys
from pathlib import Path

from execnb.nbio import read_nb, write_nb
from fastcore.basics import AttrDict
from fastcore.foundation import Config
from nbdev.config import get_config
from nbdev.quarto import refresh_quarto_yml
from nbdev.serve import proc_nbs

from code_font import code_font
from draw import draw
from figures import figures
from folds import fold
from gallery import gallery
from heads import heads
from layout import finish
from links import local_links
from offline import edit, local_fonts, local_math
from pictures import pictures
from reader import colab_url, copies
from search_index import local_search
from signatures import use_on_site
from symbols import symbols

# what is done to the pages that smalldocs made, in this order
STEPS = (local_math, local_fonts, local_search, draw, figures, gallery, heads, finish,
         symbols, code_font)


def page_name(name: str) -> str:
    "The name of a notebook without its number."
    return re.sub(r'^\d+[a-z]*_', '', name)


def reader_links(nb: AttrDict, path: Path, cfg: Config) -> None:
    "Front matter for the chapter at `path`: run it in Colab, or download it."
    def entry(text: str, icon: str, href: str) -> str:
        return f'  - {{text: {text}, icon: {icon}, href: "{href}"}}\n'

    raw = f'{cfg.git_url}/raw/gh-pages/{path.as_posix()}'
    links = 'code-links:\n'
    links += entry('Open in Colab', 'box-arrow-up-right', colab_url(path, cfg))
    links += entry('Download notebook', 'download', raw)
    front = nb.cells[0]
    front.source = front.source.rstrip().removesuffix('---') + links + '---\n'


def local_downloads(site: Path, cfg: Config) -> None:
    "Put the readers' notebooks on the site, and let the links to download point there."
    copies(site, cfg)
    raw = re.escape(f'{cfg.git_url}/raw/gh-pages/')
    link = rf'href="{raw}(?:[^"/]*/)*([^"/]*\.ipynb)"'
    for path in site.rglob('*.html'):
        edit(path, lambda s: re.sub(link, r'download href="\1"', s))


def edit_links(site: Path, names: dict[str, str], cfg: Config) -> None:
    "Let \"Edit this page\" lead to the notebook that has the number in its name."
    base = f'{cfg.git_url}/edit/{cfg.branch}/{cfg.nbs_path.name}/'
    for path in site.rglob('*.html'):
        new = path.relative_to(site).with_suffix('.ipynb').as_posix()
        if new in names:
            edit(path, lambda s: s.replace(f'{base}{new}"', f'{base}{names[new]}"'))


def prepare(proc: Path, cfg: Config) -> dict[str, str]:
    "Make nbdev's notebooks ready for smalldocs; returns page -> notebook, as paths."
    pages = sorted(proc.rglob('*.ipynb'))
    names = {p.name: page_name(p.name) for p in pages if page_name(p.name) != p.name}
    notebook_of = {}
    for page in pages:
        nb, path = read_nb(page), page.relative_to(proc)
        local_links(nb, path, names, cfg)
        fold(nb, path.as_posix(), read_nb(cfg.nbs_path / path))
        pictures(nb)
        front = nb.cells[0]
        front.source = re.sub(r'^output-file:.*\n', '', front.source, flags=re.M)
        reader_links(nb, path, cfg)
        page.unlink()
        write_nb(nb, page.with_name(page_name(page.name)))
        notebook_of[path.with_name(page_name(page.name)).as_posix()] = path.as_posix()
    for config in proc.glob('*.yml'):
        text = config.read_text()
        for old, new in names.items():
            text = text.replace(old, new)
        config.write_text(text)
    return notebook_of


def build() -> int:
    "Build the site; the exit status is 1 if a link of it is broken."
    cfg = get_config()
    refresh_quarto_yml()
    use_on_site()
    proc = proc_nbs(force=True, n_workers=0)
    notebook_of = prepare(proc, cfg)
    broken = subprocess.run(['smalldocs', 'check', proc]).returncode
    subprocess.run(['smalldocs', 'render', proc], check=True)
    site = proc / cfg.doc_path.name
    edit_links(site, notebook_of, cfg)
    for step in STEPS:
        step(site)
    local_downloads(site, cfg)
    shutil.rmtree(cfg.doc_path, ignore_errors=True)
    shutil.move(site, cfg.doc_path)
    shutil.rmtree(proc)  # so that a later `nbdev_docs` starts afresh
    return broken


if __name__ == '__main__':
    sys.exit(build())

"""Build the docs site into _docs/ without Quarto: nbdev's own processors, then smalldocs.

`nbdev_docs` builds the same site where Quarto is installed. What Quarto does and smalldocs does not is done here: page names without the number
(`01_schedule.ipynb` becomes `schedule.html`). Then `offline.py` makes the pages work without a network, and
`reader.py` gives every chapter its notebook to download and a link to Colab."""
import re, shutil, subprocess, sys
from execnb.nbio import read_nb, write_nb
from nbdev.config import get_config
from nbdev.quarto import refresh_quarto_yml
from nbdev.serve import proc_nbs
from offline import edit, equation_numbers, local_fonts, local_math, local_search
from reader import colab_url, copies

def page_name(name): return re.sub(r'^\d+[a-z]*_', '', name)

def local_links(nb, names, base):
    "Point links between the chapters, and nbdev's links to the published site, at the pages of this build."
    up = '../' * base[1]
    def fix(s):
        for a, b in names.items(): s = re.sub(rf'(\]\([^)\s]*?){re.escape(a)}', rf'\g<1>{b}', s)
        return s.replace(f']({base[0]}/', f']({up}')
    for c in nb.cells:
        if c.cell_type == 'markdown': c.source = fix(c.source)
        for o in c.get('outputs', []):
            md = o.get('data', {}).get('text/markdown')
            if md: o.data['text/markdown'] = fix(''.join(md)).splitlines(True)

def reader_links(nb, path, cfg):
    "Front matter for the chapter at `path`, relative to the notebooks: run it in Colab, or download it."
    entry = lambda text, icon, href: f'  - {{text: {text}, icon: {icon}, href: "{href}"}}\n'
    links = 'code-links:\n' + entry('Open in Colab', 'box-arrow-up-right', colab_url(path, cfg)) + entry('Download notebook', 'download', f'{cfg.git_url}/raw/gh-pages/{path.as_posix()}')
    nb.cells[0].source = nb.cells[0].source.rstrip().removesuffix('---') + links + '---\n'

def local_downloads(site, cfg):
    "Put the readers' notebooks on the site, and let the links to download them point there."
    copies(site, cfg)
    raw = re.escape(f'{cfg.git_url}/raw/gh-pages/')
    for p in site.rglob('*.html'): edit(p, lambda s: re.sub(rf'href="{raw}(?:[^"/]*/)*([^"/]*\.ipynb)"', r'download href="\1"', s))

def edit_links(site, names, cfg):
    "Let \"Edit this page\" lead to the notebook that has the number in its name."
    base = f'{cfg.git_url}/edit/{cfg.branch}/{cfg.nbs_path.name}/'
    for p in site.rglob('*.html'):
        new = p.relative_to(site).with_suffix('.ipynb').as_posix()
        if new in names: edit(p, lambda s: s.replace(f'{base}{new}"', f'{base}{names[new]}"'))

def build():
    cfg = get_config()
    refresh_quarto_yml()
    proc = proc_nbs(force=True, n_workers=0)
    pages = sorted(proc.rglob('*.ipynb'))
    names = {p.name: page_name(p.name) for p in pages if page_name(p.name) != p.name}
    for p in pages:
        nb = read_nb(p)
        local_links(nb, names, (f'{cfg.doc_host}{cfg.doc_baseurl}', len(p.relative_to(proc).parts) - 1))
        nb.cells[0].source = re.sub(r'^output-file:.*\n', '', nb.cells[0].source, flags=re.M)
        reader_links(nb, p.relative_to(proc), cfg)
        p.unlink()
        write_nb(nb, p.with_name(page_name(p.name)))
    for y in proc.glob('*.yml'):
        text = y.read_text()
        for a, b in names.items(): text = text.replace(a, b)
        y.write_text(text)
    broken = subprocess.run(['smalldocs', 'check', proc]).returncode
    subprocess.run(['smalldocs', 'render', proc], check=True)
    site = proc / cfg.doc_path.name
    old_names = {p.relative_to(proc).with_name(page_name(p.name)).as_posix(): p.relative_to(proc).as_posix() for p in pages}
    edit_links(site, old_names, cfg)
    for step in (local_math, local_fonts, local_search, equation_numbers): step(site)
    local_downloads(site, cfg)
    shutil.rmtree(cfg.doc_path, ignore_errors=True)
    shutil.move(site, cfg.doc_path)
    shutil.rmtree(proc)                                             # so that a later `nbdev_docs` starts afresh
    return broken

if __name__ == '__main__': sys.exit(build())

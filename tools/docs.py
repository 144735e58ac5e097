"""Build the docs site into _docs/ without Quarto: nbdev's own processors, then smalldocs.

`nbdev_docs` builds the same site where Quarto is installed. What Quarto does and smalldocs does not is done here: page names without the number
(`01_schedule.ipynb` becomes `schedule.html`). So is what a site needs that should work without a network: mathematics and fonts of its own. And every
chapter gets its notebook to download and a link to Colab."""
import os, re, shutil, subprocess, sys
from pathlib import Path
from importlib.resources import files
from execnb.nbio import read_nb, write_nb
from nbdev.config import get_config
from nbdev.doclinks import nbglob
from nbdev.quarto import refresh_quarto_yml
from nbdev.serve import proc_nbs

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

MATHJAX = """<script>const narrow = innerWidth < 600;
MathJax = {svg: {scale: narrow ? .85 : .93, displayAlign: narrow ? 'left' : 'center', displayIndent: '0'}};</script>"""

def local_math(site):
    "Show maths with one file of MathJax, from the wheel django-static-mathjax, in place of KaTeX from the network."
    shutil.copy(files('mathjax') / 'static/mathjax/es5/tex-svg-full.js', site / 'site_libs')
    for p in site.rglob('*.html'):
        text, n = re.subn(r'<link[^>]*cdn\.jsdelivr\.net/npm/katex[^>]*>\s*|<script[^>]*cdn\.jsdelivr\.net/npm/katex[^>]*></script>\s*', '', p.read_text())
        src = os.path.relpath(site / 'site_libs/tex-svg-full.js', p.parent)
        if n: p.write_text(text.replace('</head>', f'{MATHJAX}<script defer src="{src}"></script></head>', 1))

def local_fonts(site):
    "The themes ask for web fonts and have others to fall back on: ask for none."
    for p in site.glob('site_libs/themes/*.css'): p.write_text(re.sub(r'@import\s*url\(https://fonts\.googleapis[^)]*\);', '', p.read_text()))

def reader_links(nb, path, cfg):
    "Front matter for the chapter at `path`, relative to the notebooks: run it in Colab, or download it."
    where = f'{cfg.branch}/{cfg.nbs_path.name}/{path.as_posix()}'
    colab = f'https://colab.research.google.com/github/{cfg.user}/{cfg.repo}/blob/{where}'
    entry = lambda text, icon, href: f'  - {{text: {text}, icon: {icon}, href: "{href}"}}\n'
    links = 'code-links:\n' + entry('Open in Colab', 'box-arrow-up-right', colab) + entry('Download notebook', 'download', f'{cfg.git_url}/raw/{where}')
    nb.cells[0].source = nb.cells[0].source.rstrip().removesuffix('---') + links + '---\n'

def local_downloads(site, cfg):
    "Put the notebooks on the site, and let the links to download them point there."
    for p in map(Path, nbglob()): shutil.copy(p, site / p.relative_to(cfg.nbs_path))
    raw = re.escape(f'{cfg.git_url}/raw/{cfg.branch}/{cfg.nbs_path.name}/')
    for p in site.rglob('*.html'): p.write_text(re.sub(rf'href="{raw}(?:[^"/]*/)*([^"/]*\.ipynb)"', r'download href="\1"', p.read_text()))

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
    local_math(site); local_fonts(site); local_downloads(site, cfg)
    shutil.rmtree(cfg.doc_path, ignore_errors=True)
    shutil.move(site, cfg.doc_path)
    shutil.rmtree(proc)                                             # so that a later `nbdev_docs` starts afresh
    return broken

if __name__ == '__main__': sys.exit(build())

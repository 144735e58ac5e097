"""Write README.md from nbs/index.ipynb, as `nbdev_readme` does with Quarto.

Links to chapters point at the docs site and images at the repository, so that the page also works on PyPI."""
import os, re, shutil
import nbformat
from execnb.nbio import nb2str, read_nb
from nbconvert import MarkdownExporter
from nbdev.config import get_config
from nbdev.processors import FilterDefaults

def readme():
    cfg = get_config()
    nb = read_nb(cfg.nbs_path / cfg.readme_nb)
    os.environ['IN_TEST'] = '1'
    FilterDefaults()(nb)                                            # drops hidden and exported cells, links `symbols` to the docs
    front = nb.frontmatter_
    nb = nbformat.reads(nb2str(nb), as_version=4)
    nb.cells = [c for c in nb.cells if c.cell_type != 'raw']
    nb.metadata['language_info'] = dict(name='python')              # nbdev_clean drops it; the fences need it
    said = lambda c, what: m[1] if (m := re.search(rf'^#\|\s*{what}:\s*"?(.*?)"?$', c.source, re.M)) else ''
    alt, caption = ([said(c, what) for c in nb.cells] for what in ('fig-alt', 'fig-cap'))
    for c in nb.cells: c.source = re.sub(r'^#\|.*\n', '', c.source, flags=re.M)
    figures = f'{cfg.readme_nb.removesuffix(".ipynb")}_files'
    md, res = MarkdownExporter().from_notebook_node(nb, resources={'output_files_dir': figures})
    md = re.sub(r'!\[png\](\([^)]*output_(\d+)_\d+\.png\))', lambda m: f'![{alt[int(m[2])]}]{m[1]}\n\n*{caption[int(m[2])]}*', md)
    docs, raw = f'{cfg.doc_host}{cfg.doc_baseurl}', f'{cfg.git_url}/raw/{cfg.branch}'
    md = re.sub(r'\]\(((?:[\w-]+/)*)(?:\d+[a-z]*_)?([\w-]+)\.ipynb(#[\w.-]+)?\)', rf']({docs}/\1\2.html\3)', md)
    md = re.sub(r'!\[([^]]*)\]\((?!https?:)([^)]+)\)', lambda m: f'![{m[1]}]({raw}/{m[2] if m[2].startswith(figures) else cfg.nbs_path.name + "/" + m[2]})', md)
    md = re.sub(r'<!-- WARNING:.*?-->\n*', '', md)
    if lost := re.findall(r'\]\((?!https?:|#)[^)]*\)|src="(?!https?:)[^"]*"', md): raise ValueError(f'PyPI and GitHub would not find {lost[0]}')
    note = f'<!-- Generated from {cfg.nbs_path.name}/{cfg.readme_nb} by tools/readme.py: edit the notebook -->'
    text = f"# {front['title']}\n\n{note}\n\n> {front['description']}\n\n{md.strip()}\n"
    (cfg.config_path / 'README.md').write_text(re.sub(r'\n{3,}', '\n\n', re.sub(r'^ +$', '', text, flags=re.M)))
    shutil.rmtree(cfg.config_path / figures, ignore_errors=True)
    for name, content in res['outputs'].items():
        path = cfg.config_path / name
        path.parent.mkdir(exist_ok=True); path.write_bytes(content)

if __name__ == '__main__': readme()

"""Write README.md from nbs/index.ipynb, and facts of settings.ini into CITATION.cff.

Every link and picture is relative, to a file of the repository: a clone, a fork and a
branch each lead to their own. `setup.py` makes them absolute for the package index."""
import os
import re
import shutil
import sys
from pathlib import Path
import nbformat
from execnb.nbio import nb2str, read_nb
from nbconvert import MarkdownExporter
from nbdev.config import get_config
from nbdev.processors import FilterDefaults

MOST_WORDS = 900
FIRST_SCREEN = 60  # lines that hold a picture, the commands and the first Python
LINK = re.compile(r'(!?\[[^]]*\]\()([^)\s]+)(\))')
NOTE = '<!-- Generated from nbs/index.ipynb by tools/readme.py: edit the notebook -->'


def directive(cell: dict, name: str) -> str:
    "What a cell's directive says, such as the text behind `#| fig-alt:`."
    found = re.search(rf'^#\|\s*{name}:\s*"?(.*?)"?$', cell.source, re.M)
    return found[1] if found else ''


def shown(cell: dict) -> dict:
    "The cell, or where it hides its code, the Markdown that it prints."
    if directive(cell, 'echo') != 'false':
        return cell
    text = ''.join(o.data['text/markdown'] for o in cell.outputs if 'data' in o)
    return nbformat.v4.new_markdown_cell(text)


def shown_cells(cfg: dict) -> tuple:
    "Front matter and notebook of the home page, as readers see it."
    nb = read_nb(cfg.nbs_path / cfg.readme_nb)
    os.environ['IN_TEST'] = '1'
    FilterDefaults()(nb)  # drops hidden cells, runs those marked exec_doc
    front = nb.frontmatter_
    nb = nbformat.reads(nb2str(nb), as_version=4)
    nb.cells = [c for c in nb.cells if c.cell_type != 'raw']
    nb.cells = [shown(c) for c in nb.cells]
    nb.metadata['language_info'] = dict(name='python')  # the fences need it
    return front, nb


def pictures(nb: dict, folder: str) -> tuple[str, dict]:
    "Markdown of the notebook with descriptions and captions, and its pictures by name."
    alt = [directive(c, 'fig-alt') for c in nb.cells]
    caption = [directive(c, 'fig-cap') for c in nb.cells]
    for cell in nb.cells:
        cell.source = re.sub(r'^#\|.*\n', '', cell.source, flags=re.M)
    exporter = MarkdownExporter()
    md, res = exporter.from_notebook_node(nb, resources={'output_files_dir': folder})

    def described(match):
        number = int(match[2])
        return f'![{alt[number]}]{match[1]}\n\n*{caption[number]}*'

    md = re.sub(r'!\[png\](\([^)]*output_(\d+)_\d+\.png\))', described, md)
    return md, res['outputs']


def relative(md: str, cfg: dict, figures: str) -> str:
    "The links of the home page, seen from the root. ValueError where there is no file."
    site = f'{cfg.doc_host}{cfg.doc_baseurl}'
    md = re.sub(rf'\[(`[^`]+`)\]\({re.escape(site)}[^)]*\)', r'\1', md)  # nbdev's own

    def moved(match):
        before, target, after = match.groups()
        if site in target or cfg.git_url in target:
            raise ValueError(f'{target} is an address of one copy: link to its file')
        if re.match(r'https?:|#', target):
            return match[0]
        path = target.partition('#')[0]
        if path.startswith(f'{figures}/'):
            return match[0]
        path = os.path.normpath(f'{cfg.nbs_path.name}/{path}')
        if not (cfg.config_path / path).exists():
            raise ValueError(f'the home page links to {path}, which is not there')
        return f'{before}{path}{after}'

    return LINK.sub(moved, md)


def fits(text: str) -> None:
    "ValueError unless a reader's first minute is enough for this README."
    if len(text.split()) > MOST_WORDS:
        raise ValueError(f'{len(text.split())} words, {MOST_WORDS} at most')
    screen = '\n'.join(text.splitlines()[:FIRST_SCREEN])
    for mark in ('![', '```sh', '```python'):  # a picture, the commands, Python
        if mark not in screen:
            raise ValueError(f'no {mark} within the first {FIRST_SCREEN} lines')


def write_readme(cfg: dict) -> None:
    "Write README.md and its pictures."
    figures = f'{Path(cfg.readme_nb).stem}_files'
    front, nb = shown_cells(cfg)
    md, outputs = pictures(nb, figures)
    md = relative(re.sub(r'<!-- WARNING:.*?-->\n*', '', md), cfg, figures)
    text = f"# {front['title']}\n\n{NOTE}\n\n> {front['description']}\n\n{md.strip()}\n"
    text = re.sub(r'\n{3,}', '\n\n', re.sub(r'^ +$', '', text, flags=re.M))
    fits(text)
    (cfg.config_path / 'README.md').write_text(text, encoding='utf-8')
    shutil.rmtree(cfg.config_path / figures, ignore_errors=True)
    for name, content in outputs.items():
        path = cfg.config_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)


def write_citation(cfg: dict) -> None:
    "Bring version and addresses of CITATION.cff in step with settings.ini."
    path = cfg.config_path / 'CITATION.cff'
    head, rule, references = path.read_text(encoding='utf-8').partition('\nreferences:')
    site = f'{cfg.doc_host}{cfg.doc_baseurl}'
    facts = {'version': cfg.version, 'repository-code': cfg.git_url, 'url': site}
    for name, value in facts.items():
        head = re.sub(rf'^{name}: .*$', f'{name}: {value}', head, flags=re.M)
    path.write_text(head + rule + references, encoding='utf-8')


if __name__ == '__main__':
    try:
        write_readme(get_config())
        write_citation(get_config())
    except ValueError as e:
        sys.exit(f'README.md: {e}')

"""Links that lead to the pages of this build, and Markdown links only where text is."""
import posixpath
import re
from pathlib import Path
from typing import Callable

from fastcore.basics import AttrDict
from fastcore.foundation import Config

CODE_LINK = r'\[(`[^`]+`)\]\([^)\s]*\)'


def unlinked_code(text: str) -> str:
    """The text without the links that nbdev sets on names where a reader sees code.

    Inside a fence a name keeps its backticks; a name that the author linked already
    keeps the author's link."""
    text = re.sub(rf'\[{CODE_LINK}\]\(', r'[\1](', text)
    fence = r'^(```+)[^\n]*\n.*?^\1$'

    def plain(m: re.Match) -> str:
        return re.sub(CODE_LINK, r'\1', m[0])

    return re.sub(fence, plain, text, flags=re.M | re.S)


def change_text(nb: AttrDict, change: Callable[[str], str]) -> None:
    "Apply `change` to the Markdown of a notebook that a page shows, outputs too."
    for cell in nb.cells:
        if cell.cell_type == 'markdown':
            cell.source = change(cell.source)
        for output in cell.get('outputs', []):
            shown = output.get('data', {}).get('text/markdown')
            if shown:
                output.data['text/markdown'] = change(''.join(shown)).splitlines(True)


def repository_links(text: str, folder: Path, cfg: Config) -> str:
    "Point links out of the notebooks' folder at the file in the repository."
    def link(m: re.Match) -> str:
        path = posixpath.normpath(posixpath.join(folder.as_posix(), m[1]))
        if not path.startswith('../'):
            return m[0]
        return f']({cfg.git_url}/blob/{cfg.branch}/{path.removeprefix("../")}'

    return re.sub(r'\]\((\.\./[^)\s#]*)', link, text)


def local_links(nb: AttrDict, path: Path, names: dict[str, str], cfg: Config) -> None:
    """Point links between chapters, and to the published site, at this build's pages.

    `path` is that of the notebook, relative to all, and `names` leads from the name of
    a notebook to that of its page."""
    host = f'{cfg.doc_host}{cfg.doc_baseurl}'

    def local(text: str) -> str:
        text = repository_links(unlinked_code(text), path.parent, cfg)
        for old, new in names.items():
            text = re.sub(rf'(\]\([^)\s]*?){re.escape(old)}', rf'\g<1>{new}', text)
        return text.replace(f']({host}/', f']({"../" * (len(path.parts) - 1)}')

    change_text(nb, local)

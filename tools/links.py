"""Links that lead to the pages of this build, and Markdown links only where text is."""
import re
from typing import Callable

from fastcore.basics import AttrDict

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


def local_links(nb: AttrDict, names: dict[str, str], host: str, depth: int) -> None:
    """Point links between chapters, and to the site at `host`, at this build's pages.

    `names` leads from the name of a notebook to that of its page, and `depth` is the
    number of folders that the page lies in."""
    def local(text: str) -> str:
        text = unlinked_code(text)
        for old, new in names.items():
            text = re.sub(rf'(\]\([^)\s]*?){re.escape(old)}', rf'\g<1>{new}', text)
        return text.replace(f']({host}/', f']({"../" * depth}')

    change_text(nb, local)

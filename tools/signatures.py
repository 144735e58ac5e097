"""Signatures and docstrings on the site as the code has them.

nbdev leaves out the bare `*` before keyword-only parameters, and sets the first line
of a docstring between asterisks, where an asterisk of its own ends the emphasis."""
import inspect
import re

import nbdev.showdoc
from fastcore.docments import DocmentText
from nbdev.showdoc import BasicMarkdownRenderer


class SignatureText(DocmentText):
    "A signature in which the parameters after a bare `*` are seen to be keyword-only."

    @property
    def params(self) -> list[tuple[str, str]]:
        kinds = [p.get('kind') for name, p in self.dm.items() if name != 'return']
        shown = super().params
        if inspect.Parameter.KEYWORD_ONLY not in kinds:
            return shown
        if inspect.Parameter.VAR_POSITIONAL not in kinds:
            shown.insert(kinds.index(inspect.Parameter.KEYWORD_ONLY), ('*', ''))
        return shown


def escaped(text: str) -> str:
    "The text with its asterisks as letters, those in code left alone."
    parts = re.split(r'(`[^`]*`)', text)
    parts[::2] = [p.replace('*', r'\*') for p in parts[::2]]
    return ''.join(parts)


class SiteRenderer(BasicMarkdownRenderer):
    "What `show_doc` shows on the site."

    def __init__(self, sym, name=None, title_level=3, maxline=88):
        super().__init__(sym, name=name, title_level=title_level, maxline=maxline)
        self.dm = SignatureText(self.sym, maxline=maxline, docstring=False)
        first, *rest = self.docs.split('\n', 1)
        self.docs = '\n'.join([escaped(first), *rest])


def use_on_site() -> None:
    "Let `show_doc` render for the site in this process."
    nbdev.showdoc.BasicMarkdownRenderer = SiteRenderer

"""Signatures and docstrings on the site as the code has them.

nbdev leaves out the bare `*` before keyword-only parameters, writes types with the
modules that they come from, which makes lines too long for a page, and sets the first
line of a docstring between asterisks, where one of its own ends the emphasis."""
import inspect
import re

import nbdev.showdoc
from fastcore.docments import DocmentText
from nbdev.showdoc import BasicMarkdownRenderer


MODULE = re.compile(r"(?<!['\"\w./])(?:[a-z_]\w*\.|_C\.)+(?=[A-Z])")
VALUE = re.compile(r'=([A-Z]\w*)\(\w+=[^()]*\)')  # a default such as Route(...)


def short(text: str) -> str:
    "A parameter or a result with types and default values as one writes them."
    return VALUE.sub(r'=\1()', MODULE.sub('', text))


class SignatureText(DocmentText):
    "A signature with a bare `*` before keyword-only parameters, and types by name."

    @property
    def _ret_str(self) -> str:
        return short(super()._ret_str)

    @property
    def params(self) -> list[tuple[str, str]]:
        kinds = [p.get('kind') for name, p in self.dm.items() if name != 'return']
        shown = [(short(text), doc) for text, doc in super().params]
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

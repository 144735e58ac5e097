"""Signatures and docstrings on the site as the code has them.

nbdev leaves out the bare `*` before keyword-only parameters, writes types as Python
holds them (`Label` as a long union, `dict[str, Tensor]` as `dict`), which says less in
longer lines, and sets the first line of a docstring between asterisks, where one of its
own ends the emphasis."""
import ast
import inspect
import re
import textwrap
from dataclasses import is_dataclass

import nbdev.showdoc
from fastcore.docments import DocmentText
from nbdev.showdoc import BasicMarkdownRenderer


MODULE = re.compile(r"(?<!['\"\w./])(?:[a-z_]\w*\.|_C\.)+(?=[A-Z])")
VALUE = re.compile(r'=([A-Z]\w*)\(\w+=[^()]*\)')  # a default such as Route(...)


def short(text: str) -> str:
    "A parameter or a result with types and default values as one writes them."
    return VALUE.sub(r'=\1()', MODULE.sub('', text))


def annotations(node: ast.FunctionDef | ast.ClassDef) -> dict[str, ast.expr | None]:
    "Types of a function's parameters and result, or of a dataclass's fields, by name."
    if isinstance(node, ast.ClassDef):
        fields = [s for s in node.body if isinstance(s, ast.AnnAssign)]
        return {s.target.id: s.annotation for s in fields}
    a = node.args
    given = [*a.posonlyargs, *a.args, *a.kwonlyargs, a.vararg, a.kwarg]
    found = {o.arg: o.annotation for o in given if o is not None}
    return {**found, 'return': node.returns}


def written_types(obj: object) -> dict[str, str]:
    "Types as the source writes them, by the names of parameters, or 'return'."
    holders = [obj]
    if is_dataclass(obj):
        holders = [o for o in reversed(obj.__mro__) if is_dataclass(o)]
    elif inspect.isclass(obj):
        holders = [obj.__init__]
    found = {}
    for holder in holders:
        try:
            source = textwrap.dedent(inspect.getsource(holder))
        except (OSError, TypeError):  # not in Python, or made in a session
            continue
        found |= annotations(ast.parse(source).body[0])
    return {name: ast.unparse(o).strip("'") for name, o in found.items() if o}


class SignatureText(DocmentText):
    "A signature with a bare `*` before keyword-only parameters, and types as written."

    def __init__(self, obj, maxline=88, docstring=False):
        super().__init__(obj, maxline=maxline, docstring=docstring)
        for name, text in written_types(obj).items():
            if name in self.dm:
                self.dm[name]['anno'] = text

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
        self.dm = SignatureText(self.sym, maxline=maxline)
        first, *rest = self.docs.split('\n', 1)
        self.docs = '\n'.join([escaped(first), *rest])


def use_on_site() -> None:
    "Let `show_doc` render for the site in this process."
    nbdev.showdoc.BasicMarkdownRenderer = SiteRenderer

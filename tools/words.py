"""Every public word of the package: parameters and fields, with their types.

Options of the commands are made from them, so that these are all words a user types.
The design page holds them against its table."""
import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from nbdev.config import get_config
from style import parameters, public


@dataclass(frozen=True)
class Word:
    "One use of a word."
    where: str  # module.function or module.Class
    name: str
    kind: str  # its annotation as it is written, or ''


    @property
    def kinds(self) -> set[str]:
        "The types of its annotation, without None, which only says: can be left out."
        parts = re.split(r'\s*\|\s*(?![^\[]*\])', self.kind.strip("'"))
        bare = {re.sub(r'\b(torch|nn|np)\.', '', part) for part in parts}
        return bare - {'None', ''}


def uses(node: ast.stmt, where: str) -> Iterator[Word]:
    "Words of one function or class."
    for function in public(ast.Module([node], [])):
        for o in parameters(function):
            kind = ast.unparse(o.annotation) if o.annotation else ''
            yield Word(f'{where}.{function.name}', o.arg, kind)
    if isinstance(node, ast.ClassDef) and not node.name.startswith('_'):
        for s in node.body:
            if isinstance(s, ast.AnnAssign):
                yield Word(where, s.target.id, ast.unparse(s.annotation))


def words() -> Iterator[Word]:
    "All of them, module by module."
    root = get_config().lib_path
    for path in sorted(root.rglob('*.py')):
        if path.stem.startswith('_'):
            continue
        module = '.'.join(path.relative_to(root).with_suffix('').parts)
        for node in ast.parse(path.read_text(encoding='utf-8')).body:
            inside = isinstance(node, ast.ClassDef)
            yield from uses(node, f'{module}.{node.name}' if inside else module)

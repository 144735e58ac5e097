"""The slips of ddpm_lit/assets/slips.json in the notebooks, and a cell with one in it.

Each belongs to a function, a class or a constant (`theory.forward.q_step`) and has a
name, a fragment to `find` there and one to `replace` it by. Fragments are expressions,
statements, `name=value` (an argument, a default, an assignment) or `key: value` of a
dict. They are compared as syntax trees, so that layout and comments do not matter, and
must be found exactly once."""
import ast
import builtins
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from nbdev.doclinks import nbglob
from ddpm_lit.evaluation.mistakes import (
    Place, Slip, fragment, named, places, put, slips)

__all__ = ['broken', 'scopes', 'slips']


@dataclass(frozen=True)
class Scope:
    "A piece of an exported cell that has a name."
    notebook: Path
    cell: str  # its identifier
    source: str  # of the whole cell
    node: ast.stmt


@cache
def exported(notebook: Path) -> dict[str, str]:
    "Sources of the cells that a notebook exports, by their identifiers."
    cells = json.loads(notebook.read_text(encoding='utf-8'))['cells']
    sources = {cell['id']: ''.join(cell['source']) for cell in cells}
    directive = re.compile(r'(#\|.*\n)*#\| *export')
    return {id: source for id, source in sources.items() if directive.match(source)}


def scopes() -> dict[str, list[Scope]]:
    "Everything that the notebooks export, by `module.name`."
    found = defaultdict(list)
    for path in map(Path, sorted(nbglob())):
        text = path.read_text(encoding='utf-8')
        module = re.search(r'"#\| *default_exp ([\w.]+)', text)
        for cell, source in exported(path).items():
            for statement in ast.parse(source).body:
                for name, node in named(statement):
                    scope = Scope(path, cell, source, node)
                    found[f'{module[1]}.{name}'].append(scope)
    return found


def home(slip: Slip, known: dict) -> tuple[Scope, Place]:
    "Where a slip belongs; LookupError, with a hint, unless that is one place."
    where = slip.where
    if where not in known:  # moved: another module, the same last name
        last = where.rpartition('.')[2]
        same = [name for name in known if name.rpartition('.')[2] == last]
        where = same[0] if len(same) == 1 else ''
    here = []
    for scope in known.get(where, []):
        here += ((scope, place) for place in places(scope.node, slip.find))
    if len(here) != 1:
        others = [name for name, group in known.items()
                  if any(places(scope.node, slip.find) for scope in group)]
        raise LookupError(f'found {len(here)} times; it stands in {others}')
    if where != slip.where:
        print(f'{slip.where} is {where} now')
    return here[0]


def unknown(slip: Slip, scope: Scope) -> list[str]:
    "Names in the replacement that would end in a NameError, as any test notices."
    text = '\n'.join([*exported(scope.notebook).values(), *dir(builtins)])
    parsed, read, bound = fragment(slip.replace), set(), set()
    for part in parsed if isinstance(parsed, list) else [parsed]:
        for node in ast.walk(part):
            if isinstance(node, ast.Name):
                (read if isinstance(node.ctx, ast.Load) else bound).add(node.id)
    return [name for name in sorted(read - bound)
            if not re.search(rf'(?<!\w){name}(?!\w)', text)]


def broken(slip: Slip, known: dict) -> tuple[Scope, str]:
    "Where a slip belongs, and the source of that cell with the slip in it."
    scope, place = home(slip, known)
    if names_left := unknown(slip, scope):
        raise LookupError(f'no such name: {names_left}')
    source = put(scope.source, place, slip.replace)
    ast.parse(source)
    return scope, source

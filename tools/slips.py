"""The slips of ddpm_lit/assets/slips.json: where they are, and the code with one in it.

Each belongs to a function, a class or a constant (`theory.forward.q_step`) and has a
name, a fragment to `find` there and one to `replace` it by. Fragments are expressions,
statements, `name=value` (an argument, a default, an assignment) or `key: value` of a
dict. They are compared as syntax trees, so that layout and comments do not matter, and
must be found exactly once."""
import ast
import builtins
import json
import re
import textwrap
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from nbdev.config import get_config
from nbdev.doclinks import nbglob

FILE = get_config().lib_path / 'assets' / 'slips.json'


@dataclass(frozen=True)
class Scope:
    "A piece of an exported cell that has a name."
    notebook: Path
    cell: str  # its identifier
    source: str  # of the whole cell
    node: ast.stmt


@dataclass(frozen=True)
class Slip:
    "One slip."
    where: str
    name: str
    find: str
    replace: str


def slips() -> list[Slip]:
    "All slips, in the order of the file."
    found = []
    for where, group in json.loads(FILE.read_text(encoding='utf-8')).items():
        found += (Slip(where, **slip) for slip in group)
    return found


def named(statement: ast.stmt) -> Iterator[tuple[str, ast.stmt]]:
    "Names that a statement of a module gives, each with its piece of syntax tree."
    match statement:
        case ast.FunctionDef(name=name, decorator_list=decorators):
            if any(ast.unparse(d).startswith('patch') for d in decorators):
                owner = ast.unparse(statement.args.args[0].annotation)
                name = f'{owner}.{name}'
            yield name, statement
        case ast.ClassDef(name=name, body=body):
            yield name, statement
            methods = [s for s in body if isinstance(s, ast.FunctionDef)]
            yield from ((f'{name}.{method.name}', method) for method in methods)
        case ast.Assign(targets=[target]) | ast.AnnAssign(target=target):
            yield ast.unparse(target), statement


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


def plain(node: ast.AST) -> str:
    "A syntax tree to compare: without places, and without who reads or writes."
    return re.sub(r'ctx=(Load|Store|Del)\(\)', '', ast.dump(node))


def fragment(text: str) -> ast.AST | list:
    "The syntax of a fragment: an expression, a pair (in a call or dict), statements."
    try:
        body = ast.parse(text).body
    except SyntaxError:
        return ast.parse(f'{{{text}}}', mode='eval').body
    if len(body) == 1 and isinstance(body[0], ast.Expr):
        return body[0].value
    return body


def walk(node: ast.AST) -> Iterator[ast.AST]:
    "A syntax tree without what stands inside of f-strings, where Python 3.11 is lost."
    yield node
    if not isinstance(node, ast.JoinedStr):
        for child in ast.iter_child_nodes(node):
            yield from walk(child)


@dataclass(frozen=True)
class Place:
    "Where a fragment stands: its first and last node, and what may be put there."
    first: ast.AST
    last: ast.AST
    kind: str  # 'expression', 'statements', 'pair', 'value' (of a pair)


def expressions(scope: ast.AST, wanted: ast.expr) -> Iterator[Place]:
    "Expressions that are the same, and entries of a dict."
    same = plain(wanted)
    for node in walk(scope):
        if isinstance(node, ast.expr) and plain(node) == same:
            yield Place(node, node, 'expression')
        if not (isinstance(node, ast.Dict) and isinstance(wanted, ast.Dict)):
            continue
        for key, value in zip(node.keys, node.values):
            if key and plain(ast.Dict([key], [value])) == same != plain(node):
                yield Place(key, value, 'pair')


def blocks(scope: ast.AST, wanted: list) -> Iterator[Place]:
    "Runs of statements that are the same."
    same, n = [plain(s) for s in wanted], len(wanted)
    for node in walk(scope):
        for field in ('body', 'orelse', 'finalbody'):
            body = getattr(node, field, None)
            for i in range(len(body) - n + 1 if isinstance(body, list) else 0):
                if [plain(s) for s in body[i:i + n]] == same:
                    yield Place(body[i], body[i + n - 1], 'statements')


def pairs(scope: ast.AST, name: str, value: ast.expr) -> Iterator[Place]:
    "Arguments, defaults of parameters and typed assignments `name=value`."
    same = plain(value)
    for node in walk(scope):
        given = []
        match node:
            case ast.keyword(arg=arg, value=v) if arg == name and plain(v) == same:
                yield Place(node, node, 'pair')
            case ast.AnnAssign(target=ast.Name(id=arg), value=ast.expr() as v):
                given = [(arg, v)]
            case ast.arguments():
                names = [p.arg for p in (*node.posonlyargs, *node.args)]
                given = [*zip(names[::-1], node.defaults[::-1])]
                given += zip([p.arg for p in node.kwonlyargs], node.kw_defaults)
        for arg, v in given:
            if arg == name and v and plain(v) == same:
                yield Place(v, v, 'value')


def places(scope: ast.AST, find: str) -> list[Place]:
    "Where a fragment stands in a piece of syntax tree."
    wanted = fragment(find)
    if isinstance(wanted, ast.expr):
        return [*expressions(scope, wanted)]
    found = [*blocks(scope, wanted)]
    match wanted:
        case [ast.Assign(targets=[ast.Name(id=name)], value=value)]:
            found += pairs(scope, name, value)
    return found


def put(source: str, place: Place, replace: str) -> str:
    "The source with something else at a place."
    lines = [line.encode() for line in source.splitlines(keepends=True)]
    starts = [sum(map(len, lines[:i])) for i in range(len(lines))]
    start = starts[place.first.lineno - 1] + place.first.col_offset
    end = starts[place.last.end_lineno - 1] + place.last.end_col_offset
    if place.kind == 'pair' and not replace:  # and the comma behind it
        rest = source.encode()[end:]
        return (source.encode()[:start] + rest.lstrip().removeprefix(b',')).decode()
    if place.kind == 'value':
        replace = ast.unparse(fragment(replace)[0].value)
    if place.kind in ('value', 'expression') and replace not in ('', 'pass'):
        replace = f'({replace})'
    replace = textwrap.indent(replace or 'pass', ' ' * place.first.col_offset).lstrip()
    text = source.encode()
    return (text[:start] + replace.encode() + text[end:]).decode()


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

"""Code that a page folds: source below a signature, a check below its claim, answers.

What a reader needs first stays in sight: signature and docstring, the claim, what a
cell prints. A cell says `#| code-fold: false` to be left as it is."""
import ast
import json
import re
from collections.abc import Iterator

from fastcore.basics import AttrDict
from smalldocs.notebook import cell_options

EXPORTED = '#| code-fold: show\n#| code-summary: "Exported source"\n'  # nbdev's
SOURCE, CHECK, ANSWER = 'Source', 'The check in code', 'Answer'
PICTURE, OTHER = 'The code of the picture', 'The code'
TEST = re.compile(r'(test_|assert_)\w+|equal')
# where the code is what the reader came for
GUIDES = 'index.ipynb', 'tutorial/'
LONGEST = 100  # characters of a comment that is a summary


def statements(cell: AttrDict) -> list[ast.stmt]:
    "What a code cell says; nothing if that is no Python."
    try:
        return ast.parse(cell_options(cell.source)[1]).body
    except SyntaxError:
        return []


def called(node: ast.AST) -> str:
    "The name of the function that a node calls for its effect, or ''."
    if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
        return ''
    func = node.value.func
    return getattr(func, 'id', '') or getattr(func, 'attr', '')


def asserts(tree: ast.AST, names: set[str]) -> bool:
    "Whether code checks something, by itself or by a function of `names`."
    for node in ast.walk(tree):
        name = called(node)
        if isinstance(node, ast.Assert) or name in names or TEST.fullmatch(name):
            return True
    return False


def functions(nb: AttrDict) -> Iterator[ast.FunctionDef]:
    "The functions that a notebook defines and does not export."
    for cell in nb.cells:
        code = cell.cell_type == 'code'
        if code and not re.search(r'^#\| *export', cell.source, flags=re.M):
            yield from (o for o in statements(cell) if isinstance(o, ast.FunctionDef))


def checkers(nb: AttrDict) -> set[str]:
    "Names of the functions by which a notebook checks, those of hidden cells too."
    found, known, own = set(), None, list(functions(nb))
    while known != found:
        known = set(found)
        found = {f.name for f in own if asserts(f, known)}
    return found


def has_picture(cell: AttrDict) -> bool:
    "Whether a cell shows a picture."
    outputs = cell.get('outputs', [])
    return any('image/' in ' '.join(o.get('data', {})) for o in outputs)


def source_last(nb: AttrDict) -> None:
    "Move code below the signatures of all that it defines."
    for i, cell in reversed(list(enumerate(nb.cells))):
        if cell.cell_type != 'code' or not cell.source.startswith(EXPORTED):
            continue
        names = {getattr(o, 'name', '') for o in statements(cell)}
        while i + 1 < len(nb.cells) and is_signature(nb.cells[i + 1]):
            shown = re.search(r'show_doc\((?:\w+\.)*(\w+)', nb.cells[i + 1].source)
            if not shown or shown[1] not in names:
                break
            nb.cells[i:i + 2] = nb.cells[i + 1], cell
            i += 1


def is_signature(cell: AttrDict | None) -> bool:
    "Whether a cell shows signature and docstring of what the next one defines."
    return bool(cell and cell.cell_type == 'code' and 'show_doc(' in cell.source
                and cell.outputs)


def summary(cell: AttrDict, before: AttrDict | None) -> str:
    "What a folded check is called: by its first comment where no words stand above."
    lines = cell_options(cell.source)[1].lstrip('\n').split('\n')
    if before is None or before.cell_type == 'markdown' or not lines[0].startswith('#'):
        return CHECK
    words = ' '.join(o.lstrip('# ') for o in comment(lines))
    simple = len(words) <= LONGEST and not re.search(r'["\'{}`]', words)
    return f'{CHECK}: {words}' if simple else CHECK


def comment(lines: list[str]) -> Iterator[str]:
    "The lines of the comment at the start."
    for line in lines:
        if not line.startswith('#'):
            return
        yield line


def folded(cell: AttrDict, title: str, keep: bool = False) -> None:
    "Fold the code of a cell under a title; `keep` one that it has."
    options = f'#| code-summary: {json.dumps(title, ensure_ascii=False)}\n'
    if not keep:
        options += '#| code-fold: true\n'
    cell.source = options + cell.source


def fold_cell(cell: AttrDict, before: AttrDict | None, names: set[str],
              answer: bool) -> None:
    "Fold one cell of code if a reader can do without."
    if cell.source.startswith(EXPORTED):
        cell.source = cell.source.removeprefix(EXPORTED)
        if is_signature(before):
            folded(cell, SOURCE)
        return
    own = cell_options(cell.source)[0]
    check = any(asserts(o, names) for o in statements(cell))
    if own.get('code-fold') is True:
        if 'code-summary' not in own:
            other = PICTURE if has_picture(cell) else CHECK if check else OTHER
            folded(cell, ANSWER if answer else other, keep=True)
    elif check and not has_picture(cell) and not {'code-fold', 'echo'} & own.keys():
        folded(cell, summary(cell, before))


def fold(nb: AttrDict, path: str, original: AttrDict) -> None:
    "Fold the code of the notebook at `path`; `original` has its hidden cells too."
    if path.startswith(GUIDES):
        return
    source_last(nb)
    names, before, answer = checkers(original), None, False
    for cell in nb.cells:
        if cell.cell_type == 'markdown':
            for heading in re.findall(r'^#{1,6} +(.*)', cell.source, flags=re.M):
                answer = heading.startswith('Exercise')
        elif cell.cell_type == 'code' and cell.source.strip():
            fold_cell(cell, before, names, answer)
        if cell.source.strip():
            before = cell

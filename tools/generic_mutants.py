"""Make single generic mistakes in the exported cells: do the chapters' tests notice?

    python tools/generic_mutants.py [WORD ...]    places that contain a word
    python tools/generic_mutants.py --sample 60 --seed 1
    python tools/generic_mutants.py --list        only show them

Nobody thought of these: + − × ÷ swapped, a root, logarithm, exponential or square
lost, t − 1 for t, a constant doubled, one table for another, each alone, wherever it
can stand in theory, sampling and evaluation. (mutants.py has those with names.)
Verdicts go to a record as they come, so that a run that was stopped goes on; a verdict
holds as long as the code of its notebook does. With `--keep` those that were noticed
stand although the notebook has changed. assets/equivalent.json lists what changes
nothing, with the reason. The exit status is 1 if another one goes unnoticed."""
import argparse
import ast
import copy
import hashlib
import importlib
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from nbdev.config import get_config
from mutants import text_of
from slips import Place, Scope, put, scopes

PARTS = 'theory.', 'sampling.', 'evaluation.'
EQUIVALENT = get_config().lib_path / 'assets' / 'equivalent.json'
RECORD = get_config().config_path / 'runs' / 'generic_mutants.json'
OTHER = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}
LOST = {'sqrt', 'rsqrt', 'square', 'log', 'log1p', 'exp', 'expm1'}
TABLES = {
    'alphas': 'alpha_bars',
    'alpha_bars': 'alphas',
    'betas': 'posterior_variances',
    'posterior_variances': 'betas',
    'one_minus_alpha_bars': 'alpha_bars',
}
TIMES = 't', 'τ'
NO_NUMBERS = ast.List, ast.Tuple, ast.Dict, ast.Set, ast.JoinedStr, ast.ListComp
LEFT_OUT = ast.Raise, ast.Assert, ast.JoinedStr, ast.arguments
LIBRARIES = 'torch', 'matplotlib.pyplot', 'scipy.optimize', 'scipy.stats', 'sympy'
LIBRARIES = *LIBRARIES, 'fastcore.test', 'hypothesis'
SECONDS = 600  # that one run may take


@dataclass(frozen=True)
class Mutant:
    "One mistake in one place."
    where: str  # theory.forward.q_step
    find: str
    replace: str
    nth: int  # of these in that place
    scope: Scope
    source: str  # of the cell with the mistake in it

    @property
    def title(self) -> str:
        nth = f' ({self.nth})' if self.nth > 1 else ''
        return f'{self.where}: {self.find}  ->  {self.replace}{nth}'


def numeric(node: ast.AST) -> bool:
    "Whether it can be a number or a tensor, as far as the syntax says."
    text = isinstance(node, ast.Constant) and not isinstance(node.value, (int, float))
    return not text and not isinstance(node, NO_NUMBERS)


def is_step(node: ast.AST) -> bool:
    "Whether it is `t - 1`."
    return isinstance(node, ast.BinOp) and ast.unparse(node) in ('t - 1', 'τ - 1')


def of_operation(node: ast.BinOp) -> Iterator[ast.AST]:
    "Another operator, a square or a root lost, t for t − 1."
    if type(node.op) in OTHER and numeric(node.left) and numeric(node.right):
        yield ast.BinOp(node.left, OTHER[type(node.op)](), node.right)
    if isinstance(node.op, ast.Pow):
        yield node.left
    if is_step(node):
        yield node.left


def of_call(node: ast.Call) -> Iterator[ast.AST]:
    "A function lost; a table read a step early."
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id='math' | 'torch' | 'np'))):
            if node.func.attr in LOST:
                yield node.args[0]
        case ast.Call(func=ast.Attribute(value=inner, attr=name), args=[]):
            if name in LOST:
                yield inner
        case ast.Call(func=ast.Name('at'), args=[table, ast.Name(id) as t, *rest]):
            if id in TIMES:
                early = ast.BinOp(t, ast.Sub(), ast.Constant(1))
                yield ast.Call(node.func, [table, early, *rest], node.keywords)


def changed(node: ast.AST) -> Iterator[ast.AST]:
    "What may stand in the place of a node by mistake."
    match node:
        case ast.BinOp():
            yield from of_operation(node)
        case ast.Call():
            yield from of_call(node)
        case ast.Attribute(value, name, ast.Load()) if name in TABLES:
            yield ast.Attribute(value, TABLES[name], ast.Load())
        case ast.Subscript(value, ast.Name(id) as t, ast.Load()) if id in TIMES:
            early = ast.BinOp(t, ast.Sub(), ast.Constant(1))
            yield ast.Subscript(value, early, node.ctx)


def doubled(node: ast.AST) -> Iterator[ast.AST]:
    "A node with one of its constants doubled."
    if isinstance(node, ast.BinOp) and (isinstance(node.op, ast.Pow) or is_step(node)):
        return
    if not isinstance(node, (ast.BinOp, ast.Compare)):
        return
    for number, child in enumerate(ast.iter_child_nodes(node)):
        value = getattr(child, 'value', None)
        if isinstance(child, ast.Constant) and type(value) in (int, float) and value:
            other = copy.deepcopy(node)
            [*ast.iter_child_nodes(other)][number].value = 2 * value
            yield other


def code(node: ast.AST) -> Iterator[ast.AST]:
    "A syntax tree without messages, assertions, annotations, defaults, decorators."
    yield node
    for field, value in ast.iter_fields(node):
        if field in ('annotation', 'returns', 'decorator_list'):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not isinstance(child, LEFT_OUT):
                yield from code(child)


def of_scope(where: str, scope: Scope) -> Iterator[Mutant]:
    "All mistakes of one function, class or constant."
    seen = Counter()
    for node in code(scope.node):
        for other in (*changed(node), *doubled(node)):
            find, replace = ast.unparse(node), ast.unparse(other)
            seen[find, replace] += 1
            source = put(scope.source, Place(node, node, 'expression'), replace)
            nth = seen[find, replace]
            yield Mutant(where, find, replace, nth, scope, source)


def mutants(words: list) -> Iterator[Mutant]:
    "All mistakes in the parts, or those whose titles contain a word."
    known = scopes()
    for where, group in known.items():
        methods = any(name.startswith(f'{where}.') for name in known)
        if not where.startswith(PARTS) or methods and len(group) == 1 and any(
                isinstance(s.node, ast.ClassDef) for s in group):
            continue  # a class is read method by method
        for scope in group:
            for mutant in of_scope(where, scope):
                if not words or any(word in mutant.title for word in words):
                    yield mutant


def equivalents() -> dict[str, str]:
    "Titles of the mistakes that change nothing, each with its reason."
    if not EQUIVALENT.exists():
        return {}
    return json.loads(EQUIVALENT.read_text(encoding='utf-8'))


def digest(notebook: Path) -> str:
    "What a verdict depends on: the code of the notebook."
    cells = json.loads(notebook.read_text(encoding='utf-8'))['cells']
    sources = [''.join(c['source']) for c in cells if c['cell_type'] == 'code']
    return hashlib.sha256('\n'.join(sources).encode()).hexdigest()[:16]


class Record:
    "Verdicts by notebook and title, kept in a file."
    def __init__(self, path: Path, keep: bool) -> None:
        self.path = path
        self.found = json.loads(path.read_text()) if path.exists() else {}
        for name, page in self.found.items():
            notebook = get_config().nbs_path / name
            now = digest(notebook) if notebook.exists() else ''
            if page['code'] != now:
                noticed = {k: v for k, v in page['noticed'].items() if keep and v}
                self.found[name] = {'code': now, 'noticed': noticed}

    def page(self, mutant: Mutant) -> dict:
        "Verdicts of a mutant's notebook."
        notebook = mutant.scope.notebook
        name = notebook.relative_to(get_config().nbs_path).as_posix()
        fresh = {'code': digest(notebook), 'noticed': {}}
        return self.found.setdefault(name, fresh)['noticed']

    def note(self, mutant: Mutant, noticed: bool) -> None:
        "Keep a verdict."
        self.page(mutant)[mutant.title] = noticed
        self.path.parent.mkdir(exist_ok=True)
        self.path.write_text(json.dumps(self.found, indent=1, ensure_ascii=False))


def without_export(text: str) -> str:
    "A notebook without the cell that writes the modules."
    content = json.loads(text)
    content['cells'] = [
        c for c in content['cells'] if 'nbdev_export(' not in ''.join(c['source'])]
    return json.dumps(content)


def start(mutant: Mutant) -> int:
    "Run a notebook in a process that begins with all libraries loaded; its number."
    from execnb.nbio import read_nb
    from execnb.shell import CaptureShell
    if pid := os.fork():
        return pid
    status, silent = 1, os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silent, stream)
    try:
        signal.alarm(SECONDS)
        text = without_export(
            text_of(mutant.scope.notebook, mutant.scope.cell, mutant.source))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / 'mutant.ipynb'
            path.write_text(text, encoding='utf-8')
            os.chdir(mutant.scope.notebook.parent)
            CaptureShell().run_all(read_nb(path), exc_stop=True)
        status = 0
    finally:
        os._exit(status)


def run(jobs: list[Mutant], workers: int) -> Iterator[tuple[Mutant, bool]]:
    "Each mutant and whether it is noticed, as they end."
    waiting, running = jobs[::-1], {}
    while waiting or running:
        while waiting and len(running) < workers:
            mutant = waiting.pop()
            running[start(mutant)] = mutant
        pid, status = os.wait()
        if pid in running:
            yield running.pop(pid), status != 0


def warm() -> None:
    "Load what the notebooks load, once; not the package itself, which they define."
    for name in LIBRARIES:
        importlib.import_module(name)


def chosen(args: argparse.Namespace, record: Record) -> list[Mutant]:
    "The mutants that the command line asks for and that have no verdict yet."
    jobs = [*mutants(args.words)]
    titles, same = [job.title for job in jobs], equivalents()
    twice = [title for title, n in Counter(titles).items() if n > 1]
    gone = [title for title in same if not args.words and title not in titles]
    for title in (*twice, *gone):
        print(f'{title}: {"is" if title in twice else "is not"} there', flush=True)
    jobs = [job for job in jobs if job.title not in same]
    if args.sample:
        jobs = random.Random(args.seed).sample(jobs, min(args.sample, len(jobs)))
    return jobs


def main() -> bool:
    "Run what the command line names; whether a mistake goes unnoticed."
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--list', action='store_true', help='only show them')
    parser.add_argument('--sample', type=int, default=0, help='so many of them')
    parser.add_argument('--seed', type=int, default=0, help='of the sample')
    parser.add_argument('--keep', action='store_true', help='what was noticed stands')
    parser.add_argument('--workers', type=int, default=os.cpu_count() or 1)
    parser.add_argument('--record', type=Path, default=RECORD, help='file of verdicts')
    parser.add_argument('words', nargs='*', help='parts of titles')
    args = parser.parse_args()
    record, begin = Record(args.record, args.keep), time.time()
    jobs = chosen(args, record)
    if args.list:
        print(*(job.title for job in jobs), f'{len(jobs)} mistakes', sep='\n')
        return False
    todo = [job for job in jobs if job.title not in record.page(job)]
    warm()
    os.environ.update(IN_TEST='1', OMP_NUM_THREADS='1', PYTHONPATH=os.getcwd())
    for job, noticed in run(todo, args.workers):
        record.note(job, noticed)
        print('noticed' if noticed else 'LIVED  ', job.title, flush=True)
    lived = [job for job in jobs if not record.page(job)[job.title]]
    print(*(f'LIVED {job.title}' for job in lived), sep='\n')
    share, minutes = 1 - len(lived) / max(len(jobs), 1), (time.time() - begin) / 60
    print(f'{len(jobs) - len(lived)} of {len(jobs)} noticed ({share:.1%}), '
          f'{len(equivalents())} change nothing; {len(todo)} ran in {minutes:.0f} min')
    return bool(lived)


if __name__ == '__main__':
    sys.exit(main())

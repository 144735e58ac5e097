"""Break the exported functions on purpose, one slip at a time: do the tests notice?

    python tools/mutants.py [WORD ...]    slips whose place or name contains a word
    python tools/mutants.py --check       only: does every slip still apply?

A slip (see slips.py) stands in one cell of one chapter, which is then run as a test run
would. As a control, each chapter also runs untouched, and must pass. The exit status is
1 if a slip goes unnoticed or does not apply, or if a control fails."""
import argparse
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from nbdev.config import get_config
from ddpm_lit.shared.machine import processors
from slips import broken, scopes, slips

RUN = '''import sys
from execnb.nbio import read_nb
from execnb.shell import CaptureShell
CaptureShell().run_all(read_nb(sys.argv[1]), exc_stop=True)'''


LIMIT = 1800  # seconds; a slip may make a loop without end


def passes(notebook: Path, text: str) -> bool:
    "Whether this text of a notebook runs to its end in time, where that stands."
    environment = {'IN_TEST': '1', 'OMP_NUM_THREADS': '1', 'PYTHONPATH': os.getcwd()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / 'mutant.ipynb'
        path.write_text(text, encoding='utf-8')
        with suppress(subprocess.TimeoutExpired):
            return not subprocess.run(
                [sys.executable, '-c', RUN, path],
                env={**os.environ, **environment},
                cwd=notebook.parent,
                capture_output=True,
                timeout=LIMIT,
            ).returncode
        return False


def text_of(notebook: Path, cell: str = '', source: str = '') -> str:
    "A notebook, with another source in one of its cells."
    content = json.loads(notebook.read_text(encoding='utf-8'))
    for each in content['cells']:
        if each['id'] == cell:
            each['source'] = source
    return json.dumps(content)


def prepare(words: list) -> tuple[list, int]:
    "Jobs (title, notebook, cell, source) of the slips, and how many do not apply."
    known, jobs, wrong = scopes(), [], 0
    for slip in slips():
        title = f'{slip.where}: {slip.name}'
        if words and not any(word in title for word in words):
            continue
        try:
            scope, source = broken(slip, known)
            jobs.append((title, scope.notebook, scope.cell, source))
        except (LookupError, SyntaxError) as error:
            print(f'{title}: {error}')
            wrong += 1
    return jobs, wrong


def main() -> bool:
    "Run what the command line names; whether something is wrong."
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--check', action='store_true', help='only: do they apply?')
    parser.add_argument('words', nargs='*', help='parts of places or names')
    args = parser.parse_args()
    jobs, wrong = prepare(args.words)
    print(f'{len(jobs)} slips apply, {wrong} do not')
    if args.check:
        return bool(wrong)
    for notebook in dict.fromkeys(job[1] for job in jobs):
        name = notebook.relative_to(get_config().nbs_path)
        jobs.append((f'{name}: untouched', notebook))
    with ThreadPoolExecutor(processors()) as pool:
        results = pool.map(lambda job: passes(job[1], text_of(*job[1:])), jobs)
        for job, passed in zip(jobs, results):
            fault = passed == (len(job) > 2)
            wrong += fault
            verdict = 'passed' if passed else 'red   '
            print(verdict, job[0], '  <-- WRONG' if fault else '', flush=True)
    print(f'{len(jobs)} runs, {wrong} wrong: slips must be red, untouched ones pass')
    return bool(wrong)


if __name__ == '__main__':
    sys.exit(main())

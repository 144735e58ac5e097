"""Run the notebooks in place and store their outputs, honouring nbdev's test flags.

    python tools/run_nbs.py [--check] [--flags 'slow cuda'] [NOTEBOOK ...]

Each notebook runs in a fresh kernel, from the top. A cell marked `#| eval: false`, or with a flag of settings.ini's `tst_flags` that `--flags` does not
name, is not run and keeps the outputs it has. Afterwards the notebook is cleaned as `nbdev_clean` does."""
import argparse, re, time
from pathlib import Path
import nbformat
from nbclient import NotebookClient
from nbdev.clean import nbdev_clean
from nbdev.config import get_config
from nbdev.doclinks import nbglob

DIRECTIVE = re.compile(r'^\s*#\|\s*(.+?)\s*$', re.M)

class Client(NotebookClient):
    skip = frozenset()
    async def async_execute_cell(self, cell, cell_index, **kwargs):
        words = DIRECTIVE.findall(cell.source)
        off = any(w.split()[0] in self.skip or re.match(r'eval:\s*false', w, re.I) for w in words)
        if off or 'nbdev_export(' in cell.source: return cell
        return await super().async_execute_cell(cell, cell_index, **kwargs)

def run(path, skip):
    nb = nbformat.read(path, as_version=4)
    client = Client(nb, kernel_name='python3', timeout=None, record_timing=False, coalesce_streams=True,
                    extra_arguments=['--log-level=ERROR'], resources={'metadata': {'path': str(path.parent)}})
    client.skip = skip
    client.execute()
    return nb

if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--check', action='store_true', help='run, but write nothing')
    parser.add_argument('--flags', default='', help='test flags to run although tst_flags leaves them out')
    parser.add_argument('nbs', nargs='*', type=Path)
    args = parser.parse_args()
    skip = frozenset(get_config().tst_flags.split()) - set(args.flags.split())
    for path in args.nbs or sorted(map(Path, nbglob())):
        start = time.time()
        nb = run(path, skip)
        if not args.check:
            nbformat.write(nb, path)
            nbdev_clean.__wrapped__(str(path))
        print(f'ran {path.name} in {time.time() - start:.0f} s', flush=True)

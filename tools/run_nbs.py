"""Run the notebooks in place and store their outputs, honouring nbdev's test flags.

    python tools/run_nbs.py [--check] [--flags 'slow cuda'] [NOTEBOOK ...]

Each notebook runs in a fresh kernel, from the top. A cell marked `#| eval: false`, or
with a flag of settings.ini's `tst_flags` that `--flags` does not name, is not run and
keeps the outputs it has. Afterwards the notebook is cleaned as `nbdev_clean` does, and
outputs.json notes what its outputs came from."""
import argparse
import base64
import io
import time
from pathlib import Path
import nbformat
from nbclient import NotebookClient
from nbdev.clean import nbdev_clean
from nbdev.doclinks import nbglob
from PIL import Image
from outputs import flagged, never, note, test_flags

# figures are stored with twice the dots that they are shown with
RETINA = "--InlineBackend.figure_formats={'retina'}"
COLOURS = 128  # that a figure keeps, or it would be three times as large


class Client(NotebookClient):
    "A client that leaves cells out."
    skip = frozenset()

    async def async_execute_cell(self, cell, cell_index, **kwargs):
        if never(cell.source) or flagged(cell.source, self.skip):
            return cell
        return await super().async_execute_cell(cell, cell_index, **kwargs)


def compact(nb: nbformat.NotebookNode) -> None:
    "Store the figures of matplotlib in few colours; pictures stay as they are."
    for cell in nb.cells:
        for output in cell.get('outputs', []):
            sizes = output.get('metadata', {}).get('image/png', {})
            if 'width' not in sizes:
                continue
            data = base64.b64decode(output['data']['image/png'])
            picture, out = Image.open(io.BytesIO(data)), io.BytesIO()
            few = picture.convert('RGB').quantize(COLOURS, dither=Image.Dither.NONE)
            few.save(out, 'PNG', optimize=True, dpi=picture.info.get('dpi'))
            if len(out.getvalue()) < len(data):
                small = base64.b64encode(out.getvalue()).decode()
                output['data']['image/png'] = f'{small}\n'


def run(path: Path, skip: set) -> nbformat.NotebookNode:
    "The notebook with the outputs of a run without the cells that `skip` flags."
    nb = nbformat.read(path, as_version=4)
    client = Client(
        nb,
        kernel_name='python3',
        timeout=None,
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        extra_arguments=['--log-level=ERROR', RETINA],
        resources={'metadata': {'path': str(path.parent)}},
    )
    client.skip = skip
    client.execute()
    return nb


def main() -> None:
    "Run what the command line names."
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--check', action='store_true', help='run, but write nothing')
    parser.add_argument('--flags', default='', help='flags of tst_flags to run')
    parser.add_argument('nbs', nargs='*', type=Path)
    args = parser.parse_args()
    flags = set(args.flags.split())
    for path in args.nbs or sorted(map(Path, nbglob())):
        start = time.time()
        nb = run(path, test_flags() - flags)
        if not args.check:
            compact(nb)
            nbformat.write(nb, path)
            nbdev_clean.__wrapped__(str(path))
            note(path, flags)
        print(f'ran {path.name} in {time.time() - start:.0f} s', flush=True)


if __name__ == '__main__':
    main()

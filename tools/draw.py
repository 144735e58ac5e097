"""What the home page needs to draw with the model that ships, in the reader's browser.

The network as an ONNX file with its tables, and ONNX Runtime Web, which npm fetches. A
site built without npm, or without the package onnx, is whole but for the drawing, and
its home page says so."""
import gzip
import html
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import torch
from ddpm_lit import DDPM
from nbdev.config import get_config

from offline import edit

RUNTIME = 'onnxruntime-web'
VERSION = '1.30.0'
BUNDLE, BINARY = 'ort.wasm.bundle.min.mjs', 'ort-wasm-simd-threaded.wasm'
MODEL = 'fashion_mnist'
PLACE = '<div class="draw-controls"></div>'
SOURCE = Path(__file__).parent / 'site'
NONE = ('This site was built without npm, so the model does not draw here: the picture '
        'shows what it drew before. <code>make docs</code> with npm brings it.')
SCRIPTS = ('With scripts switched off the model cannot draw here: the picture shows '
           'what it drew before.')


def packed(folder: Path) -> Path | None:
    "The folder of the runtime, as npm gives it; None without npm or a network."
    installed = get_config().config_path / 'node_modules' / RUNTIME
    if installed.is_dir():
        return installed
    if not (npm := shutil.which('npm')):
        return None
    command = [npm, 'pack', '--silent', '--prefer-offline', f'{RUNTIME}@{VERSION}']
    try:
        subprocess.run(command, cwd=folder, check=True, timeout=300,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except (subprocess.SubprocessError, OSError):
        return None
    with tarfile.open(next(folder.glob('*.tgz'))) as archive:
        archive.extractall(folder, filter='data')
    return folder / 'package'


def put_runtime(folder: Path) -> bool:
    "Put the runtime into a folder of the site; whether it could be had."
    with tempfile.TemporaryDirectory() as scratch:
        package = packed(Path(scratch))
        if not package:
            return False
        text = (package / 'dist' / BUNDLE).read_text()
        no_map = re.sub(r'//# sourceMappingURL=.*', '', text)
        (folder / 'ort.mjs').write_text(no_map)
        binary = (package / 'dist' / BINARY).read_bytes()
        (folder / 'ort.wasm.gz').write_bytes(gzip.compress(binary, mtime=0))
        about = json.loads((package / 'package.json').read_text())
        licence = f'{RUNTIME} {about["version"]}, {about["license"]}, from npm\n'
        (folder / 'ort.LICENSE').write_text(licence)
    return True


def put_model(folder: Path) -> bool:
    "Put the model that ships and its tables there; whether it could be exported."
    ddpm = DDPM.from_pretrained(MODEL)
    try:
        ddpm.to_onnx(folder / 'model.onnx', dtype=torch.float16)
    except ImportError:
        return False
    tables = {
        'shape': ddpm.shape,
        'classes': ddpm.num_classes,
        'prediction': ddpm.prediction,
        'alphaBars': ddpm.schedule.alpha_bars.tolist(),
    }
    (folder / 'model.json').write_text(json.dumps(tables))
    return True


def controls(names: tuple[str, ...]) -> str:
    "Buttons, sliders and canvases, with a button for each class."
    last = len(names) - 1
    buttons = [f'<button type="button" class="btn btn-sm" aria-pressed='
               f'"{str(i == last).lower()}">{html.escape(name)}</button>'
               for i, name in enumerate(names)]
    return (SOURCE / 'draw.html').read_text().replace('CLASSES', ''.join(buttons))


def draw(site: Path) -> None:
    "Let the home page draw, or say why it does not."
    folder = site / 'site_libs/draw'
    folder.mkdir()
    ready = put_runtime(folder) and put_model(folder)
    if ready:
        for name in ('sampler.js', 'worker.js'):
            shutil.copy(SOURCE / 'draw' / name, folder)
        shutil.copy(SOURCE / 'draw.js', site / 'site_libs')
        names = DDPM.from_pretrained(MODEL).class_names
        inside = controls(names).replace('NOTE', SCRIPTS)
        inside += '<script src="site_libs/draw.js" defer></script>'
    else:
        shutil.rmtree(folder)
        inside = f'<p class="draw-note">{NONE}</p>'

    def filled(page: str) -> str:
        assert page.count(PLACE) == 1, 'the home page has no place to draw'
        return page.replace(PLACE, inside)

    edit(site / 'index.html', filled)

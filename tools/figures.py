"""The scripts of figures that answer, and the data that they show."""
import base64
import json
import math
import os
import shutil
from pathlib import Path

from ddpm_lit import load_images
from ddpm_lit.shared.figures import to_uint8

from offline import edit

SOURCE = Path(__file__).parent / 'site'
GARMENTS = 'Shirt', 'Dress', 'Sandal', 'Bag', 'Ankle boot'
# the two clusters of the chapter on worlds where the truth is known
WORLD = {'means': [-.7, .6], 'std': .15, 'weights': [.25, .75]}
PLACE = 'class="answers"'


def law() -> dict[str, float]:
    "Mean and standard deviation of the world's data."
    pairs = [*zip(WORLD['weights'], WORLD['means'])]
    mean = sum(w * m for w, m in pairs)
    second = sum(w * m**2 for w, m in pairs) + WORLD['std']**2
    return {'mean': mean, 'spread': math.sqrt(second - mean**2)}


def garments() -> dict[str, str]:
    "One image of each kind, its bytes in base64."
    images = load_images('fashion_mnist_mini')
    found = {}
    for name in GARMENTS:
        label = images.class_names.index(name)
        i = (images.labels == label).nonzero()[0].item()
        pixels = to_uint8(images[i:i + 1]).numpy().tobytes()
        found[name] = base64.b64encode(pixels).decode()
    return found


def figures(site: Path) -> None:
    "Put scripts and data on the site, and load them where a figure stands."
    shutil.copy(SOURCE / 'figures.js', site / 'site_libs')
    data = {'garments': garments(), 'world': WORLD, 'law': law()}
    text = f'window.litFiguresData = {json.dumps(data)};'
    (site / 'site_libs/figures-data.js').write_text(text)
    for path in site.rglob('*.html'):
        if PLACE in path.read_text():
            folder = os.path.relpath(site / 'site_libs', path.parent)
            tags = ''.join(f'<script src="{folder}/{name}" defer></script>'
                           for name in ('figures-data.js', 'figures.js'))
            edit(path, lambda s: s.replace('</head>', f'{tags}</head>', 1))

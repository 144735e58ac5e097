"""Pictures of a page: as wide as they are meant to be, plots dark on a dark page.

A picture of twice the dots is shown at the same width. A plot is told from images by
its paper: more than four fifths of it are white, or three fifths if it has bars, in few
colours. Sheets of images are never that."""
import base64
import html
import io
from typing import Any

import numpy as np
from fastcore.basics import AttrDict
from PIL import Image
from smalldocs.notebook import cell_options, figure

DPI = 90  # dots an inch of a figure that is shown dot by dot
PAPER, BARS = .8, .6  # share of white in a plot, at least
COLOURS = 64  # of bars, shades at their edges too, in steps of 8


def is_plot(picture: Image.Image) -> bool:
    "Whether a picture is lines on white paper."
    dots = np.asarray(picture.convert('RGB')).reshape(-1, 3)
    white = (dots == 255).all(-1).mean()
    colours = len(np.unique(dots // 8, axis=0))
    return bool(white > PAPER or white > BARS and colours <= COLOURS)


def shown_size(picture: Image.Image, meta: dict[str, Any]) -> tuple[int, int]:
    "Width and height of a picture on a page, by what its output or it itself says."
    w, h = picture.size
    width = meta.get('width')
    if not width:
        dots = picture.info.get('dpi', (DPI, DPI))[0]
        width = w / max(1, round(dots / DPI))
    return round(width), round(h * width / w)


def tag(data: str, meta: dict[str, Any]) -> str:
    "The <img> of a PNG."
    data = ''.join(data).replace('\n', '')
    picture = Image.open(io.BytesIO(base64.b64decode(data)))
    width, height = shown_size(picture, meta)
    kind = 'img-fluid plot' if is_plot(picture) else 'img-fluid'
    alt = f' alt="{html.escape(meta["alt"])}"' if 'alt' in meta else ''
    return (f'<img{alt} src="data:image/png;base64,{data}" class="{kind}" '
            f'width="{width}" height="{height}">')


def pictures(nb: AttrDict) -> None:
    "Set each PNG of a notebook at its width, with its caption and description."
    for cell in nb.cells:
        n = 0
        for output in cell.get('outputs', []):
            data = output.get('data', {})
            if 'image/png' not in data or {'text/html', 'image/svg+xml'} & data.keys():
                continue
            options = cell_options(cell.source)[0]
            meta = output.get('metadata', {}).get('image/png', {})
            if 'fig-alt' in options:
                meta = {k: v for k, v in meta.items() if k != 'alt'}
            output['data'] = {
                'text/html': figure(tag(data['image/png'], meta), options, n)}
            n += 1

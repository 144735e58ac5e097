"""Draw the pictures of the home page with the model that ships.

    python tools/hero.py

images/garments.gif is the walk of ten garments, one of each class; images/card.png is
what other sites show beside a link to this one; images/sheet.png is what the four lines
of Python on the home page draw."""
from pathlib import Path

import numpy as np
from ddpm_lit import DDPM, sample
from ddpm_lit.sampling.walk import Route, Walk
from ddpm_lit.shared.figures import image_grid
from nbdev.config import get_config
from PIL import Image

CHOSEN = 10, 21, 12, 43, 34, 15, 36, 37, 8, 19  # by eye, among the first sixty
SCALE = 4  # dots of the animation for one pixel of a garment
GREYS = 24  # of the animation: noise takes little more than its greys need
FRAMES = 26  # of x_t, the last of which stays for HOLD
PACE, HOLD = 90, 3500  # milliseconds
CARD = 1200, 630  # of a card, as those who show it want it


def greyscale(image: Image.Image) -> Image.Image:
    "The picture enlarged, in few greys, those that its file names."
    size = image.width * SCALE, image.height * SCALE
    levels = np.asarray(image.convert('L')).astype(int) * GREYS // 256
    small = Image.fromarray(levels.astype(np.uint8), 'P')
    shades = [round(i * 255 / (GREYS - 1)) for i in range(GREYS)]
    small.putpalette(np.repeat(shades, 3).tolist())
    return small.resize(size, Image.NEAREST)


def main() -> None:
    "Write the pictures."
    folder = Path(get_config().nbs_path) / 'images'
    ddpm = DDPM.from_pretrained('fashion_mnist')
    route = Route('ddim', steps=50)
    states = list(Walk(ddpm, CHOSEN, route, label=list(range(10))))
    chosen = np.unique(np.linspace(0, len(states) - 1, FRAMES).round().astype(int))
    sheets = [image_grid(states[i].x_t, 5) for i in chosen]
    frames = [greyscale(sheet) for sheet in sheets]
    waits = [PACE] * (len(frames) - 1) + [HOLD]
    frames[0].save(folder / 'garments.gif', save_all=True, append_images=frames[1:],
                   duration=waits, loop=0)
    sheet = sheets[-1].convert('L')
    scale = min(CARD[0] // sheet.width, CARD[1] // sheet.height)
    card = Image.new('L', CARD)
    large = sheet.resize((sheet.width * scale, sheet.height * scale), Image.NEAREST)
    card.paste(large, ((CARD[0] - large.width) // 2, (CARD[1] - large.height) // 2))
    card.save(folder / 'card.png', optimize=True)
    images = sample(ddpm, 60, 'dpm++', label=range(10), show=False)
    sheet = image_grid(images, 10, scale=2)
    sheet.quantize(64).save(folder / 'sheet.png', optimize=True)


if __name__ == '__main__':
    main()

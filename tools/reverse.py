"""Draw the reverse process for the home page: from noise to images, as a model walks.

    python tools/reverse.py [MODEL] [OUT] [--n N] [--times K] [--seed S] [--sampler ddim] [--steps 50] [--guidance W]

MODEL is a run folder, a model that ships with the package (default: fashion_mnist) or a name on the hub. OUT ending in .png (default: nbs/images/reverse.png) is a sheet with one
image in a row and time running to the right; ending in .gif, one moving sheet. With labels, image i is of class i modulo their number."""
import argparse
from pathlib import Path
import torch
from ddpm_lit.model.ddpm import DDPM
from ddpm_lit.shared.figures import image_grid
from ddpm_lit.sampling.watching import trajectory

def times(T, k):
    "k times from T to 0, closer at the end, where an image can be seen."
    return [round(T * (1 - i / (k - 1))**2) for i in range(k)]

def sheet(walk, k, scale):
    "One image in a row; its states at k times from left to right."
    chosen = [min(walk, key=lambda state: abs(state[0] - t)) for t in times(walk[0][0], k)]
    print('t =', ', '.join(str(t) for t, *_ in chosen))
    return image_grid(torch.stack([x for _, x, _ in chosen], 1).flatten(0, 1), cols=k, scale=scale)

def film(walk, scale, path):
    "All images on one sheet, moving; the last state stays for two seconds."
    first, *rest = (image_grid(x, scale=scale) for _, x, _ in walk)
    first.save(path, save_all=True, append_images=rest, duration=[80] * len(rest) + [2000], loop=0)

def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('model', nargs='?', default='fashion_mnist')
    parser.add_argument('out', nargs='?', type=Path, default=Path('nbs/images/reverse.png'))
    parser.add_argument('--n', type=int, default=5, help='images')
    parser.add_argument('--times', type=int, default=10, help='columns of a .png')
    parser.add_argument('--seed', type=int, default=0)
    parser.add_argument('--sampler', default='ddim')
    parser.add_argument('--steps', type=int, default=50)
    parser.add_argument('--guidance', type=float, default=0.)
    parser.add_argument('--scale', type=int, default=2, help='enlarge each pixel')
    args = parser.parse_args()
    ddpm = DDPM.from_pretrained(args.model)
    label = [i % ddpm.classes for i in range(args.n)] if ddpm.classes else None
    walk = trajectory(ddpm, args.n, args.sampler, args.steps, args.seed, label=label, guidance=args.guidance)
    if args.out.suffix == '.gif': film(walk, args.scale, args.out)
    else: sheet(walk, args.times, args.scale).save(args.out, optimize=True)
    print(f'{args.out}: {args.out.stat().st_size / 1e3:.0f} kB')

if __name__ == '__main__': main()

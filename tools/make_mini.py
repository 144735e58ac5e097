"""Make ddpm_lit/assets/fashion_mnist_mini.png: 1,000 images of each class, lossless.

    python tools/make_mini.py FOLDER

FOLDER holds train-images-idx3-ubyte[.gz] and train-labels-idx1-ubyte[.gz], for example
/usr/share/datasets/fashion-mnist of Debian's package dataset-fashion-mnist. The picture
is a 100 x 100 mosaic of 28 x 28 images. Image i (row i // 100, column i % 100) is the
(i // 10)-th training image of class i % 10, so that any first n images are balanced.
The SHA-256 of the picture's pixels is written beside it."""
import hashlib
import sys
from pathlib import Path
import numpy as np
from PIL import Image
from nbdev.config import get_config
from ddpm_lit.training.pictures import read_idx

ASSETS = get_config().lib_path / 'assets'
EACH = 1000  # images of a class


def values(folder: Path, stem: str) -> np.ndarray:
    "What an IDX file holds, packed or not."
    paths = folder / stem, folder / f'{stem}.gz'
    return read_idx(next(path for path in paths if path.exists()))


def main(folder: str) -> None:
    "Write the mosaic and its checksum."
    images = values(Path(folder), 'train-images-idx3-ubyte')
    labels = values(Path(folder), 'train-labels-idx1-ubyte')
    of_class = [np.flatnonzero(labels == k)[:EACH] for k in range(10)]
    index = np.stack(of_class, 1).ravel()  # class 0..9, 0..9, ...
    tiles = images[index].reshape(100, 100, 28, 28)
    mosaic = tiles.transpose(0, 2, 1, 3).reshape(2800, 2800)
    Image.fromarray(mosaic).save(ASSETS / 'fashion_mnist_mini.png', optimize=True)
    digest = hashlib.sha256(mosaic.tobytes()).hexdigest()
    what = 'pixels of fashion_mnist_mini.png, 2800 x 2800 bytes, row by row'
    (ASSETS / 'fashion_mnist_mini.sha256').write_text(f'{digest}  {what}\n')
    print(digest)


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])

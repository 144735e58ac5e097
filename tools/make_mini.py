"""Make ddpm_lit/assets/fashion_mnist_mini.png: the first 1,000 training images of each class of Fashion-MNIST, lossless.

Usage: python tools/make_mini.py FOLDER
FOLDER holds train-images-idx3-ubyte[.gz] and train-labels-idx1-ubyte[.gz], for example /usr/share/datasets/fashion-mnist of Debian's
package dataset-fashion-mnist. The picture is a 100 x 100 mosaic of 28 x 28 images: image i (row i // 100, column i % 100) is the (i // 10)-th training image of
class i % 10, so that any first n images are balanced. Writes the SHA-256 of the picture's pixels beside it.
"""
import hashlib, sys
from pathlib import Path
import numpy as np
from PIL import Image
from ddpm_lit.training.pictures import read_idx

ASSETS = Path(__file__).resolve().parent.parent / 'ddpm_lit' / 'assets'

def main(folder):
    find = lambda stem: next(p for p in (Path(folder) / stem, Path(folder) / f'{stem}.gz') if p.exists())
    images, labels = read_idx(find('train-images-idx3-ubyte')), read_idx(find('train-labels-idx1-ubyte'))
    index = np.stack([np.flatnonzero(labels == k)[:1000] for k in range(10)], 1).ravel()       # class 0..9, 0..9, ...
    mosaic = images[index].reshape(100, 100, 28, 28).transpose(0, 2, 1, 3).reshape(2800, 2800)
    Image.fromarray(mosaic).save(ASSETS / 'fashion_mnist_mini.png', optimize=True)
    digest = hashlib.sha256(mosaic.tobytes()).hexdigest()
    (ASSETS / 'fashion_mnist_mini.sha256').write_text(f'{digest}  pixels of fashion_mnist_mini.png, 2800 x 2800 bytes, row by row\n')
    print(digest)

if __name__ == '__main__':
    if len(sys.argv) != 2: sys.exit(__doc__)
    main(sys.argv[1])

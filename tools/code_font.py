"""One font for code, with marks that stand over their letter: β̃ is β with a tilde.

DejaVu Sans Mono comes with matplotlib; the site gets the letters that it shows."""
import html
import re
import shutil
from pathlib import Path

import matplotlib
from fontTools import subset

FONTS = Path(matplotlib.get_data_path()) / 'fonts/ttf'
CODE = re.compile(r'<(pre|code)\b.*?</\1>', flags=re.S)


def letters(site: Path) -> str:
    "Every character that stands in code on the site."
    shown = {chr(c) for c in range(0x20, 0x7f)}
    for path in site.rglob('*.html'):
        for m in CODE.finditer(path.read_text()):
            shown.update(html.unescape(m[0]))
    return ''.join(sorted(shown))


def code_font(site: Path) -> None:
    "Put the font on the site, cut down to the letters of its code, and its licence."
    options = subset.Options(flavor='woff', layout_features=['*'])
    options.drop_tables += ['FFTM']  # when the file was made
    font = subset.load_font(FONTS / 'DejaVuSansMono.ttf', options)
    cut = subset.Subsetter(options)
    cut.populate(text=letters(site))
    cut.subset(font)
    subset.save_font(font, site / 'site_libs/DejaVuSansMono.woff', options)
    shutil.copy(FONTS / 'LICENSE_DEJAVU', site / 'site_libs')

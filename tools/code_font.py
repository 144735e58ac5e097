"""One font for code, whose marks stand over their letter: β̃ is β with a tilde.

DejaVu Sans Mono comes with matplotlib; the site gets the letters that it shows. The
font says how marks join Latin letters only: after a Greek one the mark would stand on
the next letter. Here each is drawn over the letter before it, and takes no width."""
import html
import re
import shutil
import unicodedata
from pathlib import Path

import matplotlib
from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

FONTS = Path(matplotlib.get_data_path()) / 'fonts/ttf'
CODE = re.compile(r'<(pre|code)\b.*?</\1>', flags=re.S)
# how marks join letters, which is not needed any more, and when the file was made
DROPPED = ['GDEF', 'GPOS', 'GSUB', 'kern', 'FFTM']


def letters(site: Path) -> str:
    "Every character that stands in code on the site."
    shown = {chr(c) for c in range(0x20, 0x7f)}
    for path in site.rglob('*.html'):
        for m in CODE.finditer(path.read_text()):
            shown.update(html.unescape(m[0]))
    return ''.join(sorted(shown))


def set_marks_back(font: TTFont) -> None:
    "Draw combining marks over the letter before them."
    glyphs, widths = font.getGlyphSet(), font['hmtx']
    width, _ = widths['a']
    shown = font.getBestCmap()
    marks = {name for code, name in shown.items() if unicodedata.combining(chr(code))}
    drawn = {}
    for name in font.getGlyphOrder():  # letters that are made of parts too
        outline = DecomposingRecordingPen(glyphs)
        glyphs[name].draw(outline)
        pen = TTGlyphPen(None)
        shift = -width if name in marks else 0
        outline.replay(TransformPen(pen, (1, 0, 0, 1, shift, 0)))
        drawn[name] = pen.glyph()
    for name, glyph in drawn.items():
        glyph.recalcBounds(font['glyf'])
        font['glyf'][name] = glyph
        if name in marks:
            widths[name] = 0, glyph.xMin


def code_font(site: Path) -> None:
    "Put the font on the site, cut down to the letters of its code, and its licence."
    options = subset.Options(flavor='woff', hinting=False)
    options.drop_tables += DROPPED
    font = subset.load_font(FONTS / 'DejaVuSansMono.ttf', options)
    cut = subset.Subsetter(options)
    cut.populate(text=letters(site))
    cut.subset(font)
    set_marks_back(font)
    subset.save_font(font, site / 'site_libs/DejaVuSansMono.woff', options)
    shutil.copy(FONTS / 'LICENSE_DEJAVU', site / 'site_libs')

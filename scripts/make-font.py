"""Makes src/figures/canvas/font.ts (a subset of DejaVu Sans for SVG and HTML) and src/figures/canvas/font-metrics.ts (its widths).

    python3 scripts/make-font.py        needs fonttools and brotli

DejaVu's licence allows the subset to be shipped: node_modules/dejavu-fonts-ttf/LICENSE.
"""
import base64
import io
import json

from fontTools import subset
from fontTools.ttLib import TTFont

FOLDER = 'node_modules/dejavu-fonts-ttf/ttf/'
RANGES = [(0x20, 0x7E), (0xA0, 0x17F), (0x391, 0x3C9), (0x2010, 0x2027), (0x2030, 0x203A), (0x2070, 0x208E),
          (0x2190, 0x2195), (0x2200, 0x2265)]


def codepoints(font):
    known = font.getBestCmap()
    return [c for lo, hi in RANGES for c in range(lo, hi + 1) if c in known]


def widths(name):
    font = TTFont(FOLDER + name)
    table, units = font['hmtx'], font['head'].unitsPerEm
    cmap = font.getBestCmap()
    return [[lo] + [round(1000 * table[cmap[c]][0] / units) if c in cmap else 0 for c in range(lo, hi + 1)] for lo, hi in RANGES]


def subsetted(name):
    font = TTFont(FOLDER + name)
    options = subset.Options(flavor='woff2', hinting=False, layout_features=['kern'], desubroutinize=True, notdef_outline=True)
    maker = subset.Subsetter(options)
    keep = [c for c in codepoints(font) if c < 0x100 or c >= 0x391]
    maker.populate(unicodes=keep)
    maker.subset(font)
    font.flavor = 'woff2'
    font['head'].modified = font['head'].created
    out = io.BytesIO()
    font.save(out)
    return base64.b64encode(out.getvalue()).decode()


with open('src/figures/canvas/font-metrics.ts', 'w') as out:
    out.write('// Made by scripts/make-font.py from DejaVu Sans: advance widths in thousandths of the font size.\n')
    out.write('// Each row is the first code point and the widths of the ones from there; 0 where there is no glyph.\n')
    out.write('// biome-ignore-all format: a table\n')
    for name, file in (('regularWidths', 'DejaVuSans.ttf'), ('boldWidths', 'DejaVuSans-Bold.ttf')):
        rows = ',\n  '.join(json.dumps(row) for row in widths(file))
        out.write(f'export const {name} = [\n  {rows},\n]\n')

with open('src/figures/canvas/font.ts', 'w') as out:
    out.write('// Made by scripts/make-font.py: DejaVu Sans without hints, Latin-1, Greek and mathematics (woff2, base64).\n')
    out.write('// biome-ignore-all format: bytes\n')
    for name, file in (('regularFont', 'DejaVuSans.ttf'), ('boldFont', 'DejaVuSans-Bold.ttf')):
        out.write(f"export const {name} = '{subsetted(file)}'\n")

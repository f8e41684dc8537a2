"""Make satkit's chart font from Noto Sans SC: GB 2312, Latin and symbols.

The source is the wheel ``pylopdf-fonts-zh-cn`` on PyPI, needed only here::

    python -m venv throwaway
    throwaway/bin/pip install pylopdf-fonts-zh-cn fonttools
    throwaway/bin/python docs/fonts/rebuild.py

The result is the same byte for byte as long as source and fontTools are the same.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

TARGET = Path(__file__).parents[2] / "satkit" / "fonts" / "satkit-sans-sc.otf"
FAMILY = "Satkit Sans SC"
EM = 500  # units: half of the source's, an error of 0.001 em at most, and a sixth fewer bytes in every page
LATIN = range(0x20, 0x180)
GREEK = "αβγδεθκλμνπρστφχψωΔΣΩ"
SYMBOLS = (
    "–—‘’“”…·•‰′″‹›€№℃℉™ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ①②③④⑤⑥⑦⑧⑨⑩"
    "←↑→↓↗↘⇒∑−√∞≈≠≤≥≡⊂⊕─│┋□■▲△▶▼▽◆◇○◎●★☆✓✔✕✗㎡㎞₀₁₂₃²³½¼¾"
    "　、。〃々〇〈〉《》「」『』【】〔〕〖〗！（），．：；？［］｛｝～￥％＋－＝／０１２３４５６７８９"
)


def gb2312() -> str:
    """Every character of GB 2312 (7,445 of them)."""
    pairs = (bytes([high, low]) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    return "".join(pair.decode("gb2312", errors="ignore") for pair in pairs)


def source() -> Path:
    """The regular weight in the installed wheel."""
    found = importlib.util.find_spec("pylopdf_fonts_zh_cn")
    if found is None or found.origin is None:
        message = "install pylopdf-fonts-zh-cn first, or give the font file"
        raise SystemExit(message)
    return Path(found.origin).with_name("NotoSansSC-Regular.otf")


def reduced(path: Path) -> TTFont:
    """The font with our characters only, unhinted, without vertical metrics, in whole outlines.

    Outlines share no subroutines, because a page takes few of them and compresses them anyway.
    """
    options = subset.Options()
    options.hinting = False
    options.desubroutinize = True
    options.layout_features = ["kern", "locl", "tnum"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]
    font = subset.load_font(str(path), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(map(chr, LATIN)) + GREEK + SYMBOLS + gb2312())
    cutter.subset(font)
    scale_upem(font, EM)
    return font


def rename(font: TTFont) -> None:
    """Give the font our name, and keep its makers' and licence's."""
    names = font["name"]
    names.names = [entry for entry in names.names if entry.langID == 0x409]
    compact = FAMILY.replace(" ", "")
    for place, text in {1: FAMILY, 3: f"{FAMILY} 1", 4: FAMILY, 6: f"{compact}-Regular"}.items():
        names.setName(text, place, 3, 1, 0x409)
    cff = font["CFF "].cff
    cff.fontNames = [f"{compact}-Regular"]
    cff.topDictIndex[0].FamilyName = FAMILY
    cff.topDictIndex[0].FullName = FAMILY


def main() -> None:
    """Write the font beside its licence."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("font", nargs="?", type=Path, help="NotoSansSC-Regular.otf")
    font = reduced(parser.parse_args().font or source())
    rename(font)
    font.recalcTimestamp = False
    font.save(TARGET)
    data = TARGET.read_bytes()
    characters = len(font.getBestCmap())
    print(
        f"{TARGET.name}: {characters} characters, {len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}"
    )


if __name__ == "__main__":
    main()

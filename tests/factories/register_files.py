"""Register files of invented artisans, as large as a real register."""

import csv
import io
import random
from collections.abc import Iterable, Sequence

import xlsxwriter

HEADINGS = ("رقم السجل", "الاسم", "النوع", "الحرفة", "الجوال", "رقم الهوية", "المدينة", "المنطقة")
FIRST = (
    "فاطمة أمينة عائشة خديجة زهرة مريم حليمة نورة إيمان آسيا سلمى هدى ليلى أحمد إبراهيم محمّد يوسف مصطفى عليّ بدرة"
).split()
LAST = (
    "بن أحمد|بن يحيى|آل سالم|القحطاني|الزهراني|بوعلام|بلقاسم|حمّودة|الشريف|بن عيسى|المولى|رحماني|قادري|بن مصطفى".split(
        "|"
    )
)
CRAFTS = "الفخار|فخار|تطريز|الخياطة|جلود|النحاس|poterie|Weaving|العسل|صناعة الصابون|زربية|حلويات".split("|")
TOWNS = ("غليزان", "وادي رهيو", "مازونة", "يلل", "عمي موسى")
KINDS = ("حرفي", "حرفية", "أسرة منتجة", "تعاونية")


def a_register(rows: int = 7386, *, numbers: bool = True, seed: int = 1) -> list[tuple[str, ...]]:
    """``rows`` different people, headings not among them; telephones of Algeria, in several ways of writing."""
    dice = random.Random(seed)
    return [
        (
            f"{at}" if numbers else "",
            f"{dice.choice(FIRST)} {dice.choice(LAST)} {dice.choice(LAST)}",
            dice.choice(KINDS),
            dice.choice(CRAFTS),
            _phone(at, dice.randrange(4)),
            f"1{at:017d}" if at % 3 else "",
            dice.choice(TOWNS),
            "غليزان",
        )
        for at in range(1, rows + 1)
    ]


def _phone(at: int, form: int) -> str:
    digits = f"55{at:07d}"
    return (f"0{digits}", f"+213{digits}", f"00213 {digits[:3]} {digits[3:]}", f"0{digits}".translate(_ARABIC))[form]


_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def as_csv(
    rows: Iterable[Sequence[str]],
    headings: Sequence[str] = HEADINGS,
    *,
    separator: str = ",",
    encoding: str = "utf-8",
) -> bytes:
    """The file as a spreadsheet program saves it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(headings)
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows: Iterable[Sequence[object]], headings: Sequence[str] = HEADINGS) -> bytes:
    """The same as a workbook; everything is text unless it is a number."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([headings, *rows]):
            sheet.write_row(at, 0, row)
    return file.getvalue()

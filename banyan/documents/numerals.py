"""Capital numerals, in which introduction letters state months and days so that nobody can add a stroke
(rules 2.6)."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "拾", "佰", "仟")


def capital_number(number: int) -> str:
    """30 is 叁拾, 105 is 壹佰零伍; from 0 to 9999."""
    if not 0 <= number <= 9999:
        raise ValueError(f"capital numerals go from 0 to 9999, not {number}")
    figures = str(number)
    words = ""
    for place, figure in zip(range(len(figures) - 1, -1, -1), figures, strict=True):
        words += _DIGITS[int(figure)] + (_UNITS[place] if figure != "0" else "")
    while "零零" in words:
        words = words.replace("零零", "零")
    return words.rstrip("零") or _DIGITS[0]


def capital_year_and_month(text: str) -> tuple[str, str]:
    """The year figure by figure and the month as a number: 2026-02 gives 贰零贰陆 and 贰."""
    year, _, rest = text.partition("-")
    month = rest.partition("-")[0]
    return "".join(_DIGITS[int(figure)] for figure in year), capital_number(int(month)) if month else ""

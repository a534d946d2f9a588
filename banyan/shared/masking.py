"""How a sensitive value looks to whoever may not see it whole (trust.md 4.4)."""

import re


def mask_id_number(value: str) -> str:
    """First three and last four: 431***********1234."""
    return value[:3] + "*" * (len(value) - 7) + value[-4:] if len(value) > 7 else "*" * len(value)


def mask_phone(value: str) -> str:
    """First three and last four: 138****8000; a short number keeps its last two."""
    if len(value) >= 11:
        return value[:3] + "*" * (len(value) - 7) + value[-4:]
    return "*" * max(len(value) - 2, 0) + value[-2:]


def mask_name(value: str) -> str:
    """张*, 欧**, and each part of a minority name by itself: 阿**·买**."""
    return "·".join(part[:1] + "*" * (len(part) - 1) for part in value.split("·"))


_DISTRICT = re.compile(
    r"(?:[^省市区县旗]{1,9}?(?:省|自治区|自治州|(?<!超)市(?!场)|(?<![小社园工业发])区|县|旗)){1,4}"
)


def mask_address(value: str) -> str:
    """As far as the district: 广东省广州市番禺区***; nothing where no region is named."""
    found = _DISTRICT.match("".join(value.split()))
    return mask_text(value) if found is None else f"{found[0]}***"


def mask_text(value: str) -> str:
    """Nothing of it, not even its length."""
    return "***" if value else ""


MASKS = {"id_number": mask_id_number, "phone": mask_phone, "name": mask_name, "text": mask_text}

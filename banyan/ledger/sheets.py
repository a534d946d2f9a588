"""Thanks for a period: A4 for the wall, one long picture for the group (I-04). Chinese whatever the screen."""

from collections.abc import Mapping, Sequence

from banyan.documents.typesetting import Sheet

EVERYBODY = "每一位为家乡出过力的在外党员，家乡都记得。"
OBJECTIONS = "征求意见到{until}为止。有不同意见，请在“我的积分”里写一句，或者直接找党支部。"


def thanks_sheet(
    organisation: str, period: str, lines: Sequence[Mapping[str, str]], *, is_long: bool, until: str = ""
) -> Sheet:
    """Lines of place, name, branch and amount for whom the list names, nobody else; without any, thanks to all.

    Until which day and how to object stands under it while the list lies open; `until` is empty afterwards.
    """
    words = {"organisation": organisation, "period": period, "names": list(lines), "long": is_long}
    return Sheet(
        "thanks", words | {"everybody": EVERYBODY, "closing": OBJECTIONS.format(until=until) if until else ""}
    )

"""How many pictures, files among them, a member and a branch may keep here (R-F5)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from banyan.shared.errors import Reason


@dataclass(frozen=True)
class Pictures:
    """How many pictures there are: of one member, and of everybody of his branch."""

    his: int = 0
    of_branch: int = 0

    def __add__(self, other: "Pictures") -> "Pictures":
        return Pictures(self.his + other.his, self.of_branch + other.of_branch)


def why_not_more_pictures(kept: Pictures, most: Pictures) -> Reason | None:
    """`kept` counts the new ones already, `most` is what his branch's settings allow."""
    if kept.his > most.his:
        return Reason(
            "pictures_of_member_full",
            _("照片和文件存不下了：每名党员最多存%(most)s份。请少传几份，或只写文字；要多存请联系乡镇党委。")
            % {"most": most.his},
        )
    if kept.of_branch > most.of_branch:
        return Reason(
            "pictures_of_branch_full",
            _("照片和文件存不下了：这个党支部最多存%(most)s份。请先只写文字，并请支部联系乡镇党委。")
            % {"most": most.of_branch},
        )
    return None

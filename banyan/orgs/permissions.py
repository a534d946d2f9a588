"""Permission = office × reach. Each app names its acts; config/offices.py says which office holds which."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from banyan.orgs.states import Reach


@dataclass(frozen=True)
class Permission:
    """The name of an act an office may hold, and its words on a screen."""

    name: str
    words: str | Promise = field(compare=False, default="")

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class OfficeRule:
    """What an office may do, how far it reaches, and which offices it may grant strictly below its own.

    `here`: those of its permissions that hold at its own organisation alone, though it reaches below.
    """

    reach: Reach
    permissions: frozenset[Permission]
    grants: frozenset[str] = frozenset()
    here: frozenset[Permission] = frozenset()

    def reach_of(self, permission: Permission) -> Reach:
        """How far this one permission reaches."""
        return Reach.HERE if permission in self.here else self.reach


SEE_ORG = Permission("orgs.see", _("查看组织"))
MANAGE_ORGS = Permission("orgs.manage", _("增设、更名、撤并组织"))
FOUND_FLOATING = Permission("orgs.found_floating", _("设立流动党支部"))
GRANT_OFFICES = Permission("orgs.grant_offices", _("交接职务"))
SET_POLICY = Permission("orgs.set_policy", _("修改组织设置"))


@lru_cache
def offices() -> Mapping[str, OfficeRule]:
    """The table of config/offices.py."""
    table: Mapping[str, OfficeRule] = import_string(settings.BANYAN_OFFICES)
    return table

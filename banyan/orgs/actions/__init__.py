"""Every change of the tree, its offices, settings and regions: import them from here."""

from banyan.orgs.actions.offices import (
    end_office,
    grant_office,
    hand_over,
    require_sign_in_reset,
    reset_sign_in,
    seat,
    unseat,
)
from banyan.orgs.actions.policy import reset_policy, set_policy
from banyan.orgs.actions.regions import load_regions, load_regions_below
from banyan.orgs.actions.tree import (
    close_org,
    forget_outside_orgs,
    move_org,
    open_org,
    plant,
    record_outside_homes,
    record_outside_org,
    rename_org,
)

__all__ = [
    "close_org",
    "end_office",
    "forget_outside_orgs",
    "grant_office",
    "hand_over",
    "load_regions",
    "load_regions_below",
    "move_org",
    "open_org",
    "plant",
    "record_outside_homes",
    "record_outside_org",
    "rename_org",
    "require_sign_in_reset",
    "reset_policy",
    "reset_sign_in",
    "seat",
    "set_policy",
    "unseat",
]

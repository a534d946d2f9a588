"""Addresses of the tree, its offices and settings, and of the first door."""

from django.urls import path

from banyan.orgs.views import first_door, integrations, offices, policy, regions, tree

app_name = "orgs"
urlpatterns = [
    path("first-door/", first_door.code, name="first-door"),
    path("first-door/place", first_door.place, name="first-door-place"),
    path("first-door/house", first_door.house, name="first-door-house"),
    path("organisations", tree.tree, name="tree"),
    path("organisations/offices", offices.offices, name="offices"),
    path("organisations/policy", policy.own_policy, name="policy"),
    path("organisations/<uuid:ref>", tree.org, name="org"),
    path("organisations/<uuid:ref>/children", tree.add, name="add"),
    path("organisations/<uuid:ref>/floating-branches", tree.add_floating, name="add-floating"),
    path("organisations/<uuid:ref>/name", tree.rename, name="rename"),
    path("organisations/<uuid:ref>/parent", tree.move, name="move"),
    path("organisations/<uuid:ref>/end", tree.close, name="close"),
    path("organisations/<uuid:ref>/offices", offices.grant, name="grant"),
    path("offices/<uuid:ref>/end", offices.end, name="office-end"),
    path("offices/<uuid:ref>/link", offices.reset, name="office-link"),
    path("organisations/<uuid:ref>/policy", policy.policy, name="policy-of"),
    path("organisations/<uuid:ref>/policy/<slug:name>", policy.setting, name="setting"),
    path("organisations/<uuid:ref>/policy/<slug:name>/reset", policy.reset, name="setting-reset"),
    path("organisations/<uuid:ref>/integrations", integrations.integrations, name="integrations"),
    path(
        "organisations/<uuid:ref>/integrations/<uuid:token_ref>/end",
        integrations.end,
        name="integration-end",
    ),
    path("regions/picker", regions.region_picker, name="region-picker"),
]

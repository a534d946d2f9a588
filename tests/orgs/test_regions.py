"""The regions of China: real, whole, loaded once, and chosen step by step."""

from django.core.management import call_command
from django.http import QueryDict
from django.test import Client

from banyan.demo.cast import Cast
from banyan.orgs.actions import load_regions_below
from banyan.orgs.forms.place import PlaceForm
from banyan.orgs.models import Region
from banyan.orgs.states import RegionLevel


def test_the_country_is_there_down_to_townships_and_hunan_down_to_villages(db: None) -> None:
    added = load_regions_below()
    by_level = {level: Region.objects.filter(level=level).count() for level in RegionLevel.values}
    assert by_level == {"province": 34, "city": 342, "district": 2978, "town": 41352, "village": 29534}
    assert added == sum(by_level.values())
    assert Region.objects.get(pk="431026217219").name == "沙洲瑶族村"
    chenzhou = Region.objects.filter(pk__startswith="4310")
    assert [chenzhou.filter(level=level).count() for level in ("district", "town", "village")] == [
        11,
        162,
        2420,
    ]
    assert load_regions_below() == 0
    assert load_regions_below("441900003") == 26
    call_command("regions", "load", "--below", "441900003")
    assert load_regions_below("441900003") == 0


def test_each_select_offers_what_lies_in_the_one_above(cast: Cast) -> None:
    form = PlaceForm(QueryDict("province=44&city=4401"))
    offered = {
        field.name: [code for code, _name in field.field.choices if code] for field in form.place_fields
    }
    assert offered == {"province": ["43", "44"], "city": ["4401", "4406"], "district": ["440106", "440113"]}
    assert form.is_valid()
    assert form.region is not None
    assert form.region.name == "广州市"


def test_another_province_forgets_the_city_of_the_former_one(cast: Cast) -> None:
    form = PlaceForm(QueryDict("province=43&city=4401&district=440106"))
    assert not form.is_valid()
    assert list(form.errors) == ["city"]
    assert [field.name for field in form.place_fields] == ["province", "city"]


def test_a_place_that_does_not_exist_is_no_place(cast: Cast) -> None:
    form = PlaceForm(QueryDict("province=99&city=x"))
    assert not form.is_valid()
    assert list(form.errors) == ["province"]


def test_the_picker_gives_the_next_select_to_anybody(cast: Cast) -> None:
    page = Client().get("/regions/picker", {"province": "43", "depth": "4"}).content.decode()
    assert "郴州市" in page
    assert 'name="district"' not in page
    assert Client().get("/regions/picker", {"depth": "x"}).status_code == 200


def test_the_picker_asks_for_a_city_only_where_one_must_be_chosen(cast: Cast) -> None:
    asked = {"province": "43", "depth": "3"}
    assert "required" in Client().get("/regions/picker", asked).content.decode()
    assert "required" not in Client().get("/regions/picker", {**asked, "optional": "1"}).content.decode()

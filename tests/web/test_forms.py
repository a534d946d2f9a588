"""Every form draws its fields alike and says in plain words what is wrong."""

import re

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile


class Everything(forms.Form):
    name = forms.CharField(label="姓名", min_length=2, max_length=4, help_text="与身份证一致。")
    age = forms.IntegerField(label="年龄", min_value=18, max_value=120, required=False)
    day = forms.DateField(label="日期", required=False)
    kind = forms.ChoiceField(label="类别", choices=[("a", "甲")], widget=forms.RadioSelect, required=False)
    agreed = forms.BooleanField(label="同意", required=False)
    file = forms.FileField(label="文件", required=False)


def faults(**typed: str) -> dict[str, list[str]]:
    return {name: list(found) for name, found in Everything({"name": "何远山", **typed}).errors.items()}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "请填写这一项。"),
        ({"name": "何"}, "至少填写2个字，现在是1个。"),
        ({"name": "何远山何远"}, "最多填写4个字，现在是5个。"),
        ({"age": "十八"}, "请填写整数。"),
        ({"age": "17"}, "不能小于18。"),
        ({"age": "121"}, "不能大于120。"),
        ({"day": "昨天"}, "请填写日期，例如 2021-10-20。"),
        ({"kind": "b"}, "请从列出的选项里选一个。"),
    ],
)
def test_a_fault_says_what_to_do(typed: dict[str, str], sentence: str) -> None:
    assert faults(**typed) == {next(iter(typed)): [sentence]}


def test_an_empty_file_is_said_to_be_empty() -> None:
    form = Everything({"name": "何远山"}, {"file": SimpleUploadedFile("a.xlsx", b"")})
    assert form.errors["file"] == ["这个文件是空的，请换一个。"]


def test_a_field_ties_its_label_help_and_fault_together() -> None:
    drawn = Everything({"name": "何"})["name"].as_field_group()
    assert '<label for="id_name">姓名</label>' in drawn
    assert 'id="id_name_helptext">与身份证一致。' in drawn
    assert 'id="id_name_error"' in drawn
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'class="field is-wrong"' in drawn


def test_an_optional_field_says_so_and_a_required_one_does_not() -> None:
    drawn = str(Everything())
    labels = re.findall(r"<label[^>]*>([^<]+)(<span[^>]*>)?", drawn)
    assert ("姓名", "") in labels
    assert "日期 " in dict(labels)
    assert "（可不填）" in drawn


def test_choices_are_a_group_with_a_legend_and_a_tick_stands_beside_its_words() -> None:
    drawn = str(Everything())
    assert re.search(r"<fieldset class=\"field\">\s*<legend>类别", drawn)
    assert re.search(
        r'<label class="choice" for="id_agreed"><input type="checkbox"[^>]*> 同意</label>', drawn
    )


def test_help_text_is_escaped() -> None:
    class Sly(forms.Form):
        name = forms.CharField(help_text="<b>x</b>")

    assert "&lt;b&gt;" in str(Sly())

"""Sample words for the style page: nobody and nothing in them exists."""

from typing import Any

from django import forms


class SampleForm(forms.Form):
    name = forms.CharField(label="姓名", max_length=30)
    phone = forms.CharField(label="手机号", help_text="11位数字，只给支部书记看。", min_length=11)
    place = forms.ChoiceField(label="现在所在的城市", choices=[("gz", "广州市"), ("fs", "佛山市")])
    kind = forms.ChoiceField(
        label="这个月有变化吗",
        choices=[("same", "和上月一样"), ("moved", "换了地方"), ("help", "需要帮助")],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label="想说的话", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    picture = forms.FileField(label="照片", required=False, help_text="不要求上传。")
    agreed = forms.BooleanField(label="请支部书记给我回个电话", required=False)


RECEIPT = [
    {"state": "done", "title": "已开具", "text": "文明瑶族乡党委打印了回执单", "at": "2021年10月8日"},
    {"state": "done", "title": "已带走", "text": "您带着回执单外出", "at": "2021年10月10日"},
    {"state": "now", "title": "等待盖章", "text": "广州流动党支部收到您的报到，等书记确认", "at": "已等2天"},
    {"state": "next", "title": "寄回乡镇", "text": "", "at": ""},
    {"state": "next", "title": "存档", "text": "", "at": ""},
]
FIGURES = [
    {
        "name": "外出党员",
        "value": "207",
        "unit": "人",
        "numerator": 207,
        "denominator": None,
        "words": "2021年10月31日24时仍在外出的党员",
        "list_address": "#list",
        "definition": "行程未结束、目的地在市外的党员。",
    },
    {
        "name": "10月已报告",
        "value": "76.3%",
        "unit": "",
        "numerator": 158,
        "denominator": 207,
        "words": "已报告158人 / 应报告207人",
        "list_address": "#list",
        "definition": "应报告者中，有一份属于10月的报告的人，不论哪天收到。",
    },
    {
        "name": "已报到",
        "value": "29.0%",
        "unit": "",
        "numerator": 60,
        "denominator": 207,
        "words": "接收地已确认60人 / 外出207人",
        "list_address": "#list",
        "definition": "本次行程的报到已被接收地确认的人。",
    },
    {
        "name": "已认领任务",
        "value": "46",
        "unit": "人",
        "numerator": 46,
        "denominator": None,
        "words": "今年1月1日以来认领过任务的党员",
        "list_address": "#list",
        "definition": "至少有一次未退回的认领。",
    },
]
ROWS = [
    {"name": "何远山", "branch": "沙洲瑶族村党支部", "city": "广东省广州市", "state": "流动", "tone": "link"},
    {
        "name": "朱小满",
        "branch": "秀溪村党支部",
        "city": "广东省佛山市",
        "state": "应转未转",
        "tone": "amber",
    },
    {
        "name": "欧阳禾",
        "branch": "韩田村党支部",
        "city": "浙江省宁波市",
        "state": "失去联系",
        "tone": "brick",
    },
    {"name": "邓青", "branch": "沙洲瑶族村党支部", "city": "广东省深圳市", "state": "已报告", "tone": "leaf"},
]
SAMPLES: dict[str, Any] = {"steps": RECEIPT, "figures": FIGURES, "rows": ROWS}
CONFIRM: dict[str, Any] = {
    "title": "结束何远山的行程？",
    "text": "结束后他不再计入外出党员，以后可以重新登记外出。",
    "touches": ["1条行程", "1份未确认的报到会撤回"],
    "action": "结束行程",
    "address": "/style",
    "back": "/style",
}

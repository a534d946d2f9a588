"""Every reason the reader of rosters gives, so that a screen in another language can say it in that language.

A reason is kept in Chinese with its row, with the values it names already in it: `%(a)s` and so on stand for them.
The JSON of `roster check` stays Chinese (story.md, Rosters).
"""

import re
from collections.abc import Iterator
from functools import cache

from django.utils.translation import gettext as translated
from django.utils.translation import gettext_noop

SENTENCES = (
    gettext_noop("只有符号，看不出写的是什么，请补上或清空"),
    gettext_noop("选了不止一项，请选定一项"),
    gettext_noop("写着「%(a)s」，像是另一个时间，请确认"),
    gettext_noop("写着「%(a)s」，请确认"),
    gettext_noop("按上面的「%(a)s」填写，请确认"),
    gettext_noop("状态写的是「%(a)s」，请确认是不是失联"),
    gettext_noop("状态写的是「%(a)s」"),
    gettext_noop("市内，没有写明县区"),
    gettext_noop("补记了别的行里的内容"),
    gettext_noop("和%(a)s同名同支部，请确认是不是同一个人"),
    gettext_noop("和%(a)s写的不一样，请确认以哪个为准"),
    gettext_noop("按身份证号码填上%(a)s"),
    gettext_noop("转正时间早于入党时间，请核对这两个日期"),
    gettext_noop("入党时间早于出生日期，请核对这两个日期"),
    gettext_noop("流入时间早于入党时间，请核对"),
    gettext_noop("流入时间早于外出时间，请核对"),
    gettext_noop("写着不是流动党员，却有外出时间，请核对"),
    gettext_noop("外出时间在今天之后，请确认是不是还没有动身"),
    gettext_noop("年月按身份证号码确定"),
    gettext_noop("入党时不满 %(a)s 周岁，请核对出生日期和入党时间"),
    gettext_noop("%(a)s在今天之后，请核对"),
    gettext_noop("只有年份，算不出外出了几个月，请补上月份"),
    gettext_noop("与身份证号码里的%(a)s（%(b)s）不一致，请核对"),
    gettext_noop("看不懂这个号码，请填 11 位手机号"),
    gettext_noop("号码后面全是 0，可能丢了后几位，请核对"),
    gettext_noop("不是本人的手机号，记入备注，请补上本人的号码"),
    gettext_noop("号码旁边写着「%(a)s」，请确认还能不能用"),
    gettext_noop("写了几个号码，用第一个，其余记入备注"),
    gettext_noop("去掉了空格、横线和多余的字"),
    gettext_noop("手机号应是 11 位，这里是 %(a)s 位，请核对"),
    gettext_noop("不像手机号，请核对"),
    gettext_noop("不是电话号码，记入备注，请补上手机号"),
    gettext_noop("号码变成了科学计数，后几位已经丢失，请把这一列设成「文本」后重新填写"),
    gettext_noop("只有序号，没有内容"),
    gettext_noop("没有姓名，请填上"),
    gettext_noop("这一行在隐藏的工作表里，请确认要不要导入"),
    gettext_noop("没有写明支部，请选定一个"),
    gettext_noop("没有写明支部，按导入到的支部填写"),
    gettext_noop("这一行被隐藏了，请确认要不要导入"),
    gettext_noop("支部只写了一次，按上面一行填写"),
    gettext_noop("按上面的「%(a)s」填写"),
    gettext_noop("姓名旁边写着性别"),
    gettext_noop("是流入的党员，请确认这是外出的时间还是流入的时间"),
    gettext_noop("党籍或组织关系状态写的是「%(a)s」，请确认要不要导入"),
    gettext_noop("写着流动已在「%(a)s」结束，请确认要不要按外出导入"),
    gettext_noop("写着失联时间「%(a)s」"),
    gettext_noop("政治面貌写的是「%(a)s」，不是党员，请确认要不要导入"),
    gettext_noop("批注里写着「%(a)s」，请确认要不要导入"),
    gettext_noop("这一格的内容写在批注里，请确认"),
    gettext_noop("这一格有批注，请确认以哪个为准"),
    gettext_noop("补记了别的格里的内容"),
    gettext_noop("姓名旁边写的是「%(a)s」，和性别一栏不一致，请核对"),
    gettext_noop("是流入的党员，请确认这是从哪里来的，还是现在在哪里"),
    gettext_noop("这像是村或支部的名称，请核对是不是填错了格"),
    gettext_noop("页码"),
    gettext_noop("入党时间早于 1921 年建党，请核对"),
    gettext_noop("写着外出的是「%(a)s」，请确认本人要不要按外出导入"),
    gettext_noop("括号里的「%(a)s」也像姓名，请确认用哪一个"),
    gettext_noop("括号前后都有字，像是写了两个姓名，请确认用哪一个"),
    gettext_noop("还写了「%(a)s」，请选定一个地方"),
    gettext_noop("「%(a)s」像是在国外，这里只记国内的省、市、县，请让这一格空着，原来写的会记在备注里"),
    gettext_noop("按「%(a)s」填写"),
    gettext_noop("按「%(a)s」"),
    gettext_noop("这一行标了%(a)s色%(b)s，请确认是什么意思"),
    gettext_noop("是流动党员，按流出"),
    gettext_noop("不是流动党员，记入备注"),
    gettext_noop("按政治面貌填写"),
    gettext_noop("%(a)s写着「%(b)s」，请确认要不要导入"),
    gettext_noop("%(a)s写着失联，请确认"),
    gettext_noop("这一行标了%(a)s色，请确认是什么意思"),
    gettext_noop("这一行标了%(a)s色，表里写着「%(b)s」，请确认是什么意思"),
    gettext_noop("这一格打了星号，视为不改"),
    gettext_noop("去掉了姓名里的空格和标记"),
    gettext_noop("%(a)s，「%(b)s」记入备注"),
    gettext_noop("姓名不能是数字或日期，请填姓名"),
    gettext_noop("一格里像是写了几个人，请一人一行"),
    gettext_noop("中间有空格，像是写了两个人，请确认"),
    gettext_noop("这不像姓名，请核对是不是填错了行或格"),
    gettext_noop("去掉了「同志」"),
    gettext_noop("姓名里有职务，请确认"),
    gettext_noop("这像是称呼，不是全名，请填写全名"),
    gettext_noop("姓名里有一个字没有存下来，请补上"),
    gettext_noop("姓名里有不该有的符号，请核对"),
    gettext_noop("姓名太长，请核对是不是填错了格"),
    gettext_noop("姓名里有显示不出来的生僻字，请换成标准汉字"),
    gettext_noop("姓名只有一个字，请核对"),
    gettext_noop("姓名是拼音或外文，请确认"),
    gettext_noop("姓名后面有数字，请确认"),
    gettext_noop("这一格是没有算出结果的公式，请改成文字再填"),
    gettext_noop(
        "号码被当成数字保存，后几位已经丢失，请把这一列设成「文本」后重新填写；确认后按没有身份证号导入"
    ),
    gettext_noop("身份证号码应是 18 位，这里是 %(a)s 位，请核对"),
    gettext_noop("去掉了空格，或把末位写成规范的 X"),
    gettext_noop("这是 15 位的旧号码，请对照身份证填 18 位的；确认后按没有身份证号导入"),
    gettext_noop("只有号码的一段，不能当身份证号；确认后按没有身份证号导入"),
    gettext_noop("不是居民身份证号码；确认后按没有身份证号导入，原文记入备注"),
    gettext_noop("身份证号码里有不该有的字符，请核对"),
    gettext_noop("身份证号码里的出生日期 %(a)s 不存在，请核对"),
    gettext_noop("身份证号码的校验位不对，有一位抄错了，请核对"),
    gettext_noop("15 位身份证号码里的出生日期 %(a)s 不存在，请核对"),
    gettext_noop("统计表"),
    gettext_noop("栏次"),
    gettext_noop("合计行"),
    gettext_noop("填写示例"),
    gettext_noop("填表、审核等落款"),
    gettext_noop("说明文字"),
    gettext_noop("标题行"),
    gettext_noop("分组标题"),
    gettext_noop("分组标题，下面各行的支部按它填写"),
    gettext_noop("重复的表头"),
    gettext_noop("又一个表头，下面按它来读"),
    gettext_noop("可能是 %(a)s 年 10 月（Excel 会把 %(b)s.10 变成 %(c)s.1），请确认是 1 月还是 10 月"),
    gettext_noop("看不懂这个日期，请写成 2012.04 或 2012年4月 这样的样子"),
    gettext_noop("年份只写了两位，按 %(a)s 年填写"),
    gettext_noop("年份只写了两位，按 %(a)s 年填写，请确认"),
    gettext_noop("年份 %(a)s 不对，请核对"),
    gettext_noop("没有 %(a)s 月，请核对"),
    gettext_noop("%(a)s 月没有 %(b)s 日，请核对"),
    gettext_noop("这一格是日期格式，像是把年份 %(a)s 填了进去，请确认"),
    gettext_noop("这是农历日期，请换成公历再填"),
    gettext_noop("还没有转正"),
    gettext_noop("只有 6 位数字，像是两位年份加月日，请确认"),
    gettext_noop("可能是 %(a)s 年 %(b)s 月，也可能是 Excel 的天数，请确认"),
    gettext_noop("Excel 把日期存成了天数，已换回日期"),
    gettext_noop("分不清哪个是月、哪个是日，请确认"),
    gettext_noop("写的是「%(a)s」，按今天算是 %(b)s，请确认"),
    gettext_noop("写了起止两个时间，按开始的时间填写，请确认"),
    gettext_noop("没有写明年月，请补上"),
    gettext_noop("写了几个时间，按第一个填写，请确认"),
    gettext_noop("只看得出年份，请补上月份"),
    gettext_noop("像是已经回来，请确认要不要按外出导入"),
    gettext_noop("按写明的年月填写"),
    gettext_noop("这一格不能写「同上」，请填完整"),
    gettext_noop("写的是「同上」，上一行也要确认"),
    gettext_noop("写的是「同上」，上一行却没有内容，请补上"),
    gettext_noop("同上一行"),
    gettext_noop("没有找到这个支部，请选定一个，或先在组织里添加"),
    gettext_noop("对应到「%(a)s」"),
    gettext_noop("有几个名字相近的支部（%(a)s），请选定一个"),
    gettext_noop("没有写省市，请确认是不是%(a)s"),
    gettext_noop("不在国内省、市、县的名称里，请写明省和市"),
    gettext_noop("有几个同名的地方（%(a)s），请写明省和市"),
    gettext_noop("「%(a)s」不在%(b)s里，请核对外出地点"),
    gettext_noop("写的是外面，请写明省和市"),
    gettext_noop("像是路名，请写明省和市"),
    gettext_noop("%(a)s可以是省，也可以是市，请确认"),
    gettext_noop("没有写省市，按离本县最近的填写"),
    gettext_noop("写的是在家，请确认是不是外出"),
    gettext_noop("省内，没有写明市县"),
    gettext_noop("没有写明地方，记为「不掌握流向」"),
    gettext_noop("按本地填写"),
    gettext_noop("请写明是哪个省、市、县"),
    gettext_noop("请填「正式」或「预备」"),
    gettext_noop("性别应是「男」或「女」，请确认"),
    gettext_noop("不是 56 个民族的名称，请核对"),
    gettext_noop("看不懂这个学历，请在固定的几级里选一级"),
    gettext_noop("没有毕业，按已取得的学历应填「%(a)s」，请确认"),
    gettext_noop("请填「是」或「否」"),
    gettext_noop("不是党员，请确认要不要导入"),
    gettext_noop("归入「%(a)s」"),
    gettext_noop("请填「流出」或「流入」"),
    gettext_noop("改成了规范的写法"),
    gettext_noop("补上了「族」字"),
    gettext_noop("写的是一个范围，请确认是哪一级学历"),
    gettext_noop("写了%(a)s几种学历，请选定一种"),
    gettext_noop("请确认是「是」"),
    gettext_noop("请确认是「否」"),
    gettext_noop("这个身份证号需要上级核对后才能导入，请把这名党员的情况报上一级党组织"),
    gettext_noop("名单里有两个人都对得上，请补上身份证号"),
    gettext_noop("名单里这个支部有一位同名的，光凭姓名定不下来，请确认是不是这一位"),
    gettext_noop(
        "表里换了地方，这个时间可能是外出的时间，也可能是到新地方的时间，请确认到新地方的时间，不清楚就空着"
    ),
    gettext_noop("流动党支部的名册，按流入"),
    gettext_noop("流动党支部只登记流入的党员，请确认是流入还是流出"),
    gettext_noop("名单上后来又换了地方，表里写的可能是以前的，请确认现在在哪里"),
    gettext_noop("名单里原来有这个身份证号的党员，已不在册；要重新登记，请先报上一级党组织核对"),
    gettext_noop("这名党员的组织关系就在这个支部，请核对流入还是流出"),
    gettext_noop("您选了不导入这一行"),
    gettext_noop("您已核对"),
    gettext_noop("出生日期"),
    gettext_noop("入党时间"),
    gettext_noop("转正时间"),
    gettext_noop("流入时间"),
    gettext_noop("性别"),
    gettext_noop("备注里"),
    gettext_noop("姓名旁边"),
    gettext_noop("外出地点里"),
    gettext_noop("按表头"),
)
_PLACE = re.compile(r"%\\\(([a-z])\\\)s")


def spoken(why: str) -> str:
    """A reason in the reader's language; as it is kept where nobody has put it into another."""
    if not why or (whole := translated(why)) != why:
        return whole if why else ""
    for template, pattern in _patterns():
        found = pattern.fullmatch(why)
        if found is not None and (said := translated(template)) != template:
            return said % {name: spoken(value) for name, value in found.groupdict().items()}
    return why


@cache
def _patterns() -> "tuple[tuple[str, re.Pattern[str]], ...]":
    """Sentences with values in them, those with most words of their own first."""
    return tuple(_made())


def _made() -> "Iterator[tuple[str, re.Pattern[str]]]":
    for template in sorted(SENTENCES, key=_own_words, reverse=True):
        if "%(" in template:
            yield template, re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(template)), re.DOTALL)


def _own_words(template: str) -> int:
    return len(template) - template.count("%(") * len("%(a)s")

"""What stands around a word and turns it: no, not any more, only if; the words that are left mean what they say."""

import re

from banyan.intake.reading.chats.results import Kind

WELL_AGAIN = "<还好>"
_NOT = r"(?<!是)(?:没有|没得|没|冇得|冇|未曾|未|无|不存在|从未|从来没有?|并没有?|并未|不曾)"
_LONG_AGO = (
    r"(?:大?前年|去年|年初|前几年|早年|早就|早已|以前|之前|原来|原先|当初|上半年|"
    r"(?:19|20)?\d\d年|[一二两三四五六七八九十几\d]+年前)"
)
_TO_DATE = r"(?:今年|这[一二两三几]年|现在|目前|如今|至今|到(?:现在|如今|今天)|之后|以后|后来|一直|再|都|也|就|还是|还)"
_CHANGES = r"(?:换|变|搬|动|改|调|转|挪|迁)"
_CHANGED = (
    r"(?:过|了|成|到|去|回|新|手机|电话|联系方式|微信|号码|号|卡|家|住处|住址|工作|厂子?|公司|单位|地方|地址|"
    r"岗位?|城市|老板|工地|东家|窝)"
)
_ILLS = (
    r"(?:生病|住院|受伤|工伤|出事|失业|欠薪|拖欠|欠债|被骗|被偷|被抢|车祸|骨折|摔|动手术|做手术|感染|阳|病|困难|难处|难事|"
    r"麻烦|求助|(?:什么|啥子?)?(?:大|小)?(?:病|灾|伤|痛|毛病))"
)
_OVER = r"(?:痊愈|康复|恢复了|恢复正常|没事了|好了|出院了|解决了|解决好了|过去了|办妥了|要回来了|要到了|结清了|拿到了)"
_NOT_QUITE = r"(?!\s*(?:一半|一点|一些|一部分|大半|部分|多半|些))"
_CALM = re.compile(
    # 没有换号码, 没搬到佛山, 从来没动过.
    rf"{_NOT}(?:再|都|怎么|咋)?{_CHANGES}{_CHANGED}*|不(?:换|搬|变|改){_CHANGED}*(?!不行|不可|不成)"
    # 前年换的号码一直没变: what was so long ago, and has not changed since.
    rf"|{_LONG_AGO}[^,，。;；!！]{{0,6}}(?:{_CHANGES}|来)[^,，。;；!！]{{0,9}}[,，\s]*{_TO_DATE}+{_NOT}(?:再)?{_CHANGES}(?:过|了)*"
    # 没有生病, 不缺钱, 不愁吃.
    rf"|(?:{_NOT}|不|不会|不算)(?:再|有|被|太|大|什么|啥|任何)*{_ILLS}|(?:{_NOT}|不)(?:缺|愁|欠|差)[^,，。;；!！\s]{{0,4}}"
    # 上个月住院，现在全好了; 困难解决了.
    rf"|{_ILLS}[^,，。;；!！没未不难无等望请求能想帮]{{0,6}}[,，\s]*(?:(?:现在|如今|目前|已经?|早就|都|也|全|基本|这[个几]?月|今天|后来)+"
    rf"[^,，。;；!！没未不难无等望请求能想帮]{{0,4}})?{_OVER}{_NOT_QUITE}"
    rf"|(?:问题|工资|欠薪|欠的钱|事情)[^,，。;；!！没未不难无等望请求能想帮]{{0,6}}{_OVER}{_NOT_QUITE}"
    rf"|{_NOT}(?:任何|什么|啥)?(?:异动|变更|状况|情况发生|大碍|别的情况|需要帮助|动静变化)"
)
_ONLY_IF = re.compile(
    r"(?:如果|要是|假如|万一|若是|倘若)[^,，。;；!！]*(?:[,，][^,，。;；!！]*?(?:就|再|会|请|可以|直接|也)[^,，。;；!！]*)?"
    r"|[^,，。;；!！]*的话(?:[,，]?[^,，。;；!！]*(?:就|再|请|可以|发|打|找)[^,，。;；!！]*)?"
)
_NOT_REACHING_US = re.compile(
    r"(?:一直|总是?|老是?|怎么)?(?:都|也)?(?:联系不[上到了]|联络不上|找不到|没联系上|打不通|没打通)"
    r"(?:了)?(?:书记|支书|支部|组织|村里|村委|村部|领导|会计|主任|大家|你们?|您)(?:的|们)*(?:电话|微信|手机)?"
    r"|(?:书记|支书|支部|组织|村里|村委|村部|领导|会计|主任|你们?|您)的?(?:电话|微信|手机|号码)"
    r"(?:一直|总|老|都|也)*(?:打不通|没人接|无人接听|关机|停机|空号|占线|联系不上)"
)
_STAYS = re.compile(
    r"(?:不|没有?|未|没说要?|不会|不想|不打算|不用|不能|没打算)(?:会|想|要|打算|能|再)?"
    r"(?:退出|退掉|退了|退|取消|放弃|撤回|撤|反悔|变卦)(?:认领|报名)?"
)
_EITHER_OR = re.compile("行不行|可不可以|好不好|要不要|能不能|是不是|去不去|要不得要得|得不得")
_CAUGHT_UP = re.compile(
    r"(?:已经?|都|全|刚刚?|昨[天晚]|前天|后来)(?:[^,，。;；!！没未不还想要去]{0,3})补(?:学|上|看|听|完|好|课|读|做|交)*[了啦过好完]*(?!的?[是时])"
    r"|补(?:学|看|听|读|做|交|上|课)*(?:完|好|过|了|啦|齐)+"
    r"|√\s*[^,，。;；!！]{0,3}补(?:学|上|看|课)?"
)
_NOT_NOT = re.compile("没有不[^,，。;；!！]{1,6}的(?:道理|理由)?|不(?:能|会|敢)不")
_STILL_TO_CATCH_UP = re.compile(
    r"(?:没|未|还|等|要|再|准备|打算|明天|晚上|回头|争取|尽快|不)[^,，。;；!！]{0,5}补"
)


def turned(words: str, kind: Kind) -> str:
    """The words without what only may be, what is over, and what is denied; as they are where nothing would be left."""
    turn = _TURNS.get(kind)
    return turn(words) if turn else words


def _of_a_report(words: str) -> str:
    rest = _left_of(_NOT_REACHING_US, _left_of(_ONLY_IF, words))
    return _CALM.sub(WELL_AGAIN, rest)


def _left_of(shape: re.Pattern[str], words: str) -> str:
    rest = shape.sub(" ", words)
    return rest if re.search(r"\w", rest) else words


def _of_a_claim(words: str) -> str:
    return _EITHER_OR.sub("?", _STAYS.sub("继续", words))


def _of_study(words: str) -> str:
    """上周没学，昨天补上了: whoever has caught up has studied, and what he missed before is over."""
    parts = re.split("[,，。;；!！]", _NOT_NOT.sub("", words))
    caught_up = [
        at for at, part in enumerate(parts) if _CAUGHT_UP.search(part) and not _STILL_TO_CATCH_UP.search(part)
    ]
    return ",".join(["学完了", *parts[caught_up[-1] + 1 :]]) if caught_up else ",".join(parts)


_TURNS = {Kind.REPORT: _of_a_report, Kind.CLAIM: _of_a_claim, Kind.FEEDBACK: _of_study}

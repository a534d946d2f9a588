"""Words asked for suggestions that suggest nothing: no opinion, only praise, only agreeing with another."""

import re

from banyan.intake.reading.chats.lines import HAN
from banyan.intake.reading.chats.naming import name_like

_ASIDES = (
    r"(?:我们?|本人|个人|暂时?|目前|这次|也|都|真的?|实在|确实|倒|还|嗯|哦|那|就|反正|一时|"
    r"(?:对|就|关于)[^,，。]{1,12}?(?=没|无|冇|提不|暂))*"
)
_OPINION = r"(?:意见|建议|想法|看法|异议|主意|点子|金点子|补充|诉求|要求|什么(?:要|可)?(?:说|提|讲)的)"
_ANY = r"(?:其他|其它|别的|什么|任何|啥子?|么子|太?大|特别|具体|更?好|过多|多余|新|的)*"
_NONE = (
    rf"(?:没有?|没得|没|无|冇得?|莫得|暂无|未有|提不出|想不出|讲不出|说不出|谈不上|不存在|不提|没提|没){_ANY}"
)
_NO_OPINION = re.compile(
    rf"{_ASIDES}{_NONE}{_OPINION}(?:(?:和|与|及|、|或|或者)?{_OPINION})*(?:可|要)?(?:提|说|讲)?(?:的|了|啊|呀|哈|哦)*"
    r"|(?:我|本人|也|都|暂时?|先|这次)*(?:没有?|无|冇得?|没得|没啥子?|没什么|冇么子|没啥)(?:别的|其[他它](?:的)?|不满意?的?(?:地方)?)?(?:了|的|要提的|可提的|要说的|好说的|好提的|要讲的|要补充的|补充|说的|说)?"
    r"|(?:我|也|都|先|就|这次|那|暂时|目前|还|一时)*(?:没有?|未|冇)(?:想到|想好|想过|考虑好)(?:什么|啥|呢|了)?|想[到好]了?再(?:说|提|讲|报)"
    r"|(?:我|也|都|先|就|这次|那)*(?:没有?|未|不|冇)(?:讲|说|提|发言|表态|吭声|开口|作声)(?:话|什么|啥|过|意见)?(?:了|的)?"
)
_AGREES = re.compile(
    rf"(?:我|也|都|完全|非常|十分|举双手|坚决|一致|同样)*(?:同意|赞成|赞同|支持|附议|认同|认可)(?:了|\+1)?"
    rf"(?:(?:楼上|以上|上面|前面|大家|各位|支部|村里|组织|书记|(?P<whom>[{HAN}·]{{2,5}}?))(?:几位|同志|书记|们|哥|姐)*"
    r"(?:所?(?:说|讲|提|提出|反映)的?|的)?(?:这个|那个|这条)?(?:意见|建议|想法|看法|观点|提议|方案|安排|决定|工作|话|说法)?)?(?:了|的|啊)*"
    r"|\+1|附议|(?:我)?也(?:是)?(?:这样|这么)(?:想|认为|看)的?|(?:和|跟|同)[^,，。]{1,6}(?:一样|相同)"
)
_HARMLESS = re.compile(
    r"(?:我|都|也|挺|很|蛮|还|非常|十分|一切|目前|村里|支部|书记|领导|工作|搞得|做得|干得|办得|弄得|方面|各|全力|坚决|完全|一定|感觉|觉得|"
    r"现在|大家|的|得|地|样|这|那|已经|继续)*"
    r"(?:好|满意|不错|可以|到位|周到|支持|拥护|服从|相信|同意|收到|好得很|没问题|辛苦|感谢|谢谢|配合|顺利|听从?|正常|挺好)"
    r"(?:[^,，。!！;；但就只]{0,6}(?:安排|决定|工作|组织|支部|党)的?)?(?:得很|极了|[了的啊呀哈哦呢])*|大家|书记|各位|领导|支部"
)
_SUGGESTS = re.compile("但|不过|只是|就是|希望|建议|最好|应该|能不能|要是|太[^好棒赞]|加强|盼|反映")


def suggests_nothing(told: str) -> bool:
    """没有啥意见，村里搞得蛮好; 同意楼上: each part is a no, an agreement or a praise, and wants nothing more."""
    parts = [part for part in re.split(r"[,，。!！;；~\s]+", told) if part]
    return bool(parts) and all(_is_harmless(part) for part in parts)


def _is_harmless(part: str) -> bool:
    if _NO_OPINION.fullmatch(part):
        return True
    if agrees := _AGREES.fullmatch(part):
        whom = agrees["whom"]
        return whom is None or name_like(whom) == whom or part[agrees.end("whom") :][:1] in ("说", "讲", "提")
    return _HARMLESS.fullmatch(part) is not None and not _SUGGESTS.search(part)

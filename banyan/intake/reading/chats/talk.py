"""Talk among the answers: what is said to somebody else, and questions, clause by clause."""

import re

from banyan.intake.reading.chats.answers import plain_words
from banyan.intake.reading.chats.lines import fold
from banyan.intake.reading.chats.results import Kind

_CLAUSE = re.compile(r"[^,，。;；!！?？\n]*[,，。;；!！?？\n]*")
# 你 as the one who does it: 你又请假啊; not 你好, 跟你说, 谢谢你.
_TO_ANOTHER = re.compile(
    r"^\W*(?:@\S+[\s:,，]+)*\W*(?:那|哈+|哎|诶|喂|咦|原来|听说|怎么|难道|啊|呀|\s)*[你您]们?(?!好|都?放心|辛苦|老|早|看|问|说|们好|忙)"
)
_ASKS_HOW = re.compile(
    r"[?？]|(?<![没冇])[是有]什么|什么(时候|时间|地[方点]|流程|任务|课|意思)|怎么(?!办)[^,，。]{0,2}[请报学填做认领签交去走申弄]|几[点号时]|多少|[在交报发到去]哪[里儿]?(?!都)|"
    r"哪[里儿](?!都)|哪个|(?:谁|哪位)(?!都)|要不要|是不是|[能可行好]不[能可行好]|能否|可否|有没有|有无|[开来去]不[开来去]"
    r"|(?<!干)吗|[么嘛](?:[\s。!！~]|$)|[了过]没有?(?:[\s。!！~]|$)"
)
_TO_ALL_SURELY = re.compile(
    r"我们|(?:^|[,，。!！?？\s:：请叫让])大家(?!好|都好|辛苦|早|晚|上午|下午|放心|安)|吗大家|各位|所有人|同志|党员|通知|提醒|催|抓紧|尽快|务必|收到请|(?<!申)请(?!问|个?假|求|帮|村|支|组织|书记|政府|领导|家里)|"
    r"(?:谁|哪位|哪个)(?:还|没|来|有空|愿|能|去|报|先)|[没未][报填签学接]|都[^,，。]{0,6}[吗没]"
)
_MAY_I = re.compile(r"(?<=[^,，。;；])(?=(?:可以|行|好)(?:[吗么]|不[行好可])[^,，。;；]{0,4}$)")
_NOT_KNOWN = re.compile("不知道?|不晓得|不清楚|不管|无论|不论|随便|尽管")


def of_himself(text: str, kind: Kind) -> str:
    """The words without the clauses that tell another what he does; empty when there is nothing else."""
    if kind is Kind.SUGGESTION:
        return text
    kept = [each for each in _CLAUSE.findall(text) if "我" in each or not _TO_ANOTHER.search(fold(each))]
    return "".join(kept)


def told_apart(text: str) -> tuple[str, str]:
    """What is told, and what is asked: 学完了，还有没有新课？ is both."""
    clauses = [each for each in _CLAUSE.findall(_MAY_I.sub(",", text)) if each.strip()]
    told = [each for each in clauses if not is_question(each)]
    return "".join(told), "".join(each for each in clauses if is_question(each))


def is_question(clause: str) -> bool:
    """Does the clause ask something?"""
    return _ASKS_HOW.search(fold(clause)) is not None and not _NOT_KNOWN.search(clause)


def is_to_all_surely(text: str) -> bool:
    """A call of whoever keeps the list: nobody misses it."""
    return _TO_ALL_SURELY.search(plain_words(text)) is not None

"""People who do not exist: names, id numbers in an area code that was never given, phones in a range that is
not assigned. The same seed invents the same people."""

from datetime import date, timedelta
from random import Random

from banyan.people.rules import check_digit

# No city or county ever had this code, so no number here is anybody's; the check digit is right all the same.
AREA_CODE = "990001"
PHONE_PREFIX = "154"
SURNAMES = (
    "李王何朱黄邓陈欧刘范袁胡谢罗周曾叶卢曹郭康扶付肖唐谭彭邝骆廖钟赖宋吴张江孙蒋段薛田贺方石龙沈秦骆尹"
)
FIRST = "志国永正家明思若云知望清远行听春秋海山立天子文玉金小心长新向守承怀仲伯嘉宁书景安平和乐"
SECOND = "舟川溪禾宁远青山月岩石松柏竹梅兰芝霞虹雨雪霜露辰星河江湖田园野原峰岭泉源满仓余生成功勤劳勇毅"
WOMEN_SECOND = "兰芝霞虹雨雪露月梅燕娟秀珍玲芬菊桂香媛婷"


def invent_name(chance: Random, sex: str) -> str:
    """Two or three characters; nobody of the articles can come out of these."""
    surname = chance.choice(SURNAMES)
    last = chance.choice(WOMEN_SECOND if sex == "女" else SECOND)
    return surname + (chance.choice(FIRST) if chance.random() < 0.8 else "") + last


def invent_birth(chance: Random, day: date) -> date:
    """An age between 25 and 74, most between 28 and 55."""
    years = min(max(chance.gauss(43, 11), 25), 74)
    return day - timedelta(days=int(years * 365.25) + chance.randrange(300))


def invent_id_number(serial: int, birth: date, sex: str) -> str:
    """Eighteen characters with a true check digit; `serial` keeps them apart."""
    order = serial % 500 * 2 + (1 if sex == "男" else 0)
    digits = f"{int(AREA_CODE) + serial // 500:06d}{birth:%Y%m%d}{order % 1000:03d}"
    return digits + check_digit(digits)


def invent_phone(serial: int) -> str:
    return f"{PHONE_PREFIX}{serial:08d}"

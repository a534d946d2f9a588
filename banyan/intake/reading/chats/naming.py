"""What stands around a name in a group: surnames, old forms of characters, kin, titles, places, words that follow."""

import re
from collections.abc import Collection

from banyan.intake.reading.chats.lines import HAN

SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪解宗丁宣贲邓"
    "郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬郗班仰秋仲伊宫宁"
    "仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰鄂索咸籍赖卓蔺屠蒙池乔阴胥苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦"
    "雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温庄晏柴瞿阎慕连茹习宦艾鱼容向古易慎戈廖庾终暨衡耿满弘匡文寇广禄阙东欧殳沃"
    "利蔚越夔隆巩厍聂晁勾敖融冷訾辛阚简饶曾毋沙乜鞠丰巢关蒯查荆红游竺权逯盖桓盘代兰岳肖闫付邝邸涂覃冼麦候训"
)
COMPOUND = frozenset(
    [
        "欧阳",
        "上官",
        "司马",
        "诸葛",
        "夏侯",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "司徒",
        "令狐",
        "长孙",
        "宇文",
        "端木",
        "南宫",
        "独孤",
        "呼延",
        "申屠",
    ]
)
_PAIRS = (
    "張张劉刘陳陈楊杨趙赵黃黄吳吴孫孙馬马鄭郑羅罗謝谢許许韓韩馮冯鄧邓蕭萧葉叶蘇苏盧卢蔣蒋賈贾閻阎鍾钟鐘钟譚谭鄒邹陸陆龔龚嚴严賴赖龍龙萬万錢钱湯汤齊齐顧顾龐庞顏颜關关歐欧陽阳國国華华偉伟強强麗丽紅红愛爱東东"
    "軍军飛飞鳳凤蘭兰貴贵順顺義义誠诚達达運运遠远進进連连選选邁迈慶庆應应憶忆懷怀戰战興兴學学寧宁寶宝實实將将爾尔島岛嶺岭師师帥帅廣广開开闊阔隊队際际雲云電电靈灵靜静頌颂領领風风騰腾驍骁魯鲁鴻鸿鵬鹏麥麦點点"
    "齡龄禮礼穎颖積积競竞筆笔純纯紹绍終终結结維维綠绿緒绪練练縣县績绩繼继續续聖圣聰聪聲声職职藝艺蓮莲薔蔷藍蓝處处裏里見见規规親亲覺觉觀观詩诗語语說说課课調调論论謙谦證证識识讓让豐丰貝贝財财賢贤質质輝辉輪轮"
    "農农銀银銘铭鋒锋錦锦鎮镇鐵铁長长門门間间雙双雞鸡難难環环瑤瑶瓊琼畢毕當当發发盡尽監监眾众碩硕確确詠咏嘯啸堯尧壽寿夢梦奮奋婭娅嬌娇彥彦後后從从樂乐樹树橋桥權权歡欢漢汉潔洁濤涛澤泽燦灿爭争獻献榮荣業业櫻樱"
    "淵渊滿满灣湾無无煥焕會会來来倫伦傑杰傳传億亿儀仪優优儲储兒儿凱凯則则剛刚創创劍剑動动勁劲務务勝胜勞劳勵励勳勋區区協协單单問问員员喬乔園园圓圆團团報报場场塵尘壯壮奧奥曉晓時时書书棟栋楓枫極极楨桢請请個个"
    "們们過过這这還还號号機机換换廠厂現现給给對对車车幫帮邊边"
)
SIMPLIFIED = str.maketrans(_PAIRS[::2], _PAIRS[1::2])

KIN = re.compile(
    "家属|家人|妻子|夫人|嫂|婆|媳|婿|舅|姑|姨|叔|伯|孩|哥|弟|姐|妹|妻|老婆|媳妇|爱人|丈夫|老公|儿子|女儿|儿媳|女婿|爸爸|妈妈|爸|妈|父亲|母亲|"
    "父|母|哥哥|弟弟|姐姐|妹妹|爷爷|奶奶|孙子|亲戚|邻居|工友|同事|室友"
)
TITLES = (
    "流动党员|预备党员|老党员|党员|同志|支部书记|副书记|书记|支书|组长|队长|委员|主任|会计|"
    "老师|师傅|经理|老板|总|群主|管理员|村医|工程师|班长|车间|在外|务工|打工|本人|电话|手机|"
    "微信|工作号|小号|新号|大号|号"
)
_PLACES = (
    "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 "
    "湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 内蒙古 广西 西藏 宁夏 新疆 "
    "香港 澳门 台湾 广州 深圳 珠海 佛山 东莞 中山 惠州 江门 肇庆 汕头 潮州 揭阳 清远 韶关 湛江 "
    "茂名 阳江 梅州 河源 云浮 厦门 福州 泉州 宁波 杭州 温州 义乌 金华 台州 嘉兴 "
    "绍兴 苏州 无锡 常州 南京 昆山 南通 合肥 武汉 长沙 株洲 湘潭 衡阳 郴州 永州 岳阳 常德 益阳 "
    "邵阳 娄底 怀化 张家界 吉首 南昌 赣州 贵阳 昆明 成都 西安 郑州 济南 青岛 "
    "大连 沈阳 南宁 桂林 柳州 海口 三亚 天河 番禺 白云 南海 顺德 龙岗 龙华 宝安 福田 罗湖 坪山 "
    "虎门 长安 厚街 外省 省外 省内 县城 老家"
)
# 小王, 老李, 王哥: how people call each other.
CALLED = re.compile(
    "(?!老[板家人乡师地样妈爸婆公母者年百]|大[家概学姐哥爷人队量]|小[孩区学店组时吃厂工妹]|阿[姨公婆])"
    rf"(?:[小老阿大][{HAN}]|[{HAN}](?:哥|姐|叔|总|工|嫂|书记|主任|师傅|老师))"
)
PLACES = frozenset(_PLACES.split())
# Words that may follow a name without a space: what people answer, and what they say of themselves.
FOLLOWING = re.compile(
    "平安|安全|安好|一切|正常|照旧|照常|已|在|到|报|请假|告假|参加|出席|列席|签|收到|认领|我|"
    "建议|希望|意见|反映|提议|提出|学习|学完|学了|看完|看了|心得|体会|没|未|不|还|也|都|全|均|"
    "各|"
    "同志|同上|代|替|帮|由|人在|人已|人平|从|现|目前|今天|今日|今年|今早|今晚|去年|昨天|昨晚|明天|明日|明年|明早|"
    "后天|上午|下午|上班|上岗|下班|下乡|下周|晚上|晚点|早|因|有事|有空|有意|有困|有病|无|需要|"
    "需|要|想|能|可以|"
    "刚|回家|回来|回村|回老|回到|回不|去|来|换|搬|调|转|退|电话|手机|号码|联系|两|俩|三人|四人|"
    "们|他|她|说|讲|的|夫妇|夫妻|家里|家属|家中|健康|身体|身份|好|很|挺|最近|近况|这|一直|一家|"
    "正|"
    "准时|按时|迟到|路上|线上|视频|电话|缺|旷|病|出差|加班|老样子|老地方|老家|上夜班|上白班|上工|夜班|白班|打电话|来电|回电|发微信|发信息|发来|"
    "微信|短信|打工|务工|工作|务农|跑|开车|开店|做|干|读|住|带|生意|完成|提交|做完|搞定|领|接|"
    "报名|算|退出|放弃|完毕|谢|祝|您|你|请|建|同意|赞成|支持|无异|"
    "新|原|离|仍|继续|保持|年|月|初|√|×|OK|ok"
)
LINKS = re.compile(
    "和|与|跟|及|代|帮|替|由|是|我|请|让|叫|给|、|找|问|对|向|包括|还有|加上|以及|连同|另外|"
    "其中|有|除|除了|是|的|因|为|据|听|等|同"
)


def simplified(text: str) -> str:
    """Old forms of characters as the present ones, as long as the text."""
    return text.translate(SIMPLIFIED)


# Words that begin with what is also a surname.
_NO_NAMES = re.compile(
    "平安|安全|安好|安心|安顿|安徽|安康|明天|明年|明早|明白|高兴|高温|方便|时间|常年|常州|东西|"
    "满意|满勤|白天|万一|江边|温馨|路上|路灯|路面|车间|车上|马上|田里|左右|平时|平常|"
    "许多|单位|管理|支部|支持|于是|有事|有空|向组织|向大家|向党|和大家|花时间|成功|成立|成本|"
    "水电|水渠|水管|水库|石头|党员|党组织|党支部|党的|党课|曾经|计划|项目|解决|经常|经济|经过|"
    "关心|关于|"
    "通知|通过|通讯|房子|房租|应该|蓝天|谈心|步行|农村|农民|农忙|农业|强烈|乐观|元旦|古树|印刷|"
    "贵州|贵阳|山上|山里|山东|山西|云南|宁波|温州|海南|金华|江门|江西|江苏|花都|黄埔|卫生|包装|"
    "包吃|危房|燕子|国家|国庆|文化|广场|广西|广东|广州"
)
_LIKE = re.compile(
    f"(?:{'|'.join(sorted(COMPOUND))})[{HAN}]{{1,2}}|[{''.join(sorted(SURNAMES))}][{HAN}]{{1,2}}"
)
_ADDED = re.compile(
    f"(?:{TITLES}|第?[一二三四五六七八九十\\d]+(?:支部|党支部|小组|分厂|组|队|厂|部)?|[A-Za-z]{{1,3}}|\\d{{1,6}})"
)
_KINDS_OF_PLACE = re.compile(
    f"[{HAN}]{{1,12}}(?:村|组|镇|乡|市|区|县|省|州|厂|店|部|局|队|司|校|院|站|行|街|路|园|港|湾|"
    f"城|社区|工地|党支部|支部|集团|公司|工业园)"
)


def name_like(text: str) -> str:
    """A name at the very start of the text, by its surname and by what follows; empty when there is none."""
    found = _LIKE.match(text)
    if found is None or _NO_NAMES.match(text):
        return ""
    for end in range(found.end(), 1, -1):
        rest = text[end:]
        if not rest or not re.match(f"[{HAN}]", rest) or FOLLOWING.match(rest):
            return text[:end]
    return ""


def is_decoration(text: str, places: Collection[str]) -> bool:
    """Is this only what people hang on a name: a place, a village, a title, a number, a letter to sort by?"""
    for word in re.findall(f"[{HAN}]+|[A-Za-z]+|\\d+", text):
        rest = word
        while rest:
            place = place_at(rest, places)
            added = _ADDED.match(rest)
            ended = _KINDS_OF_PLACE.fullmatch(rest)
            if ended:
                break
            if not place and not added:
                return False
            rest = rest[max(len(place), added.end() if added else 0) :]
    return True


def place_at(text: str, places: Collection[str]) -> str:
    """The longest place the text begins with; empty when it begins with none."""
    return next((text[:end] for end in range(min(len(text), 8), 1, -1) if text[:end] in places), "")

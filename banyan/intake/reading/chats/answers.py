"""What the words of an answer mean, for each kind of paste."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from banyan.intake.reading.chats.attending import NOT_ASKED, NOT_LEAVING, is_only_past, said_now
from banyan.intake.reading.chats.lines import HAN, bare
from banyan.intake.reading.chats.naming import PLACES, simplified
from banyan.intake.reading.chats.opinions import suggests_nothing
from banyan.intake.reading.chats.results import USUAL, Kind, Status
from banyan.intake.reading.chats.turns import turned

ACK, STATEMENT = 1, 2
UNCLEAR = gettext_noop("说得不肯定，请确认")
ONLY_SEEN = gettext_noop("只说了收到，请确认")
TWO_THINGS = gettext_noop("一句话里说了两样，请确认")
UNUSUAL = gettext_noop("没有看懂说的是什么，请确认")

_COURTESY = re.compile(
    r"(大家|各位\w{0,4}?|书记|领导|老师|同志们?|家人们|乡亲们|您|你|朋友们|支书|主任)(早上|中午|"
    r"晚上|上午|下午)?[都们]?好(?!的)|(早上|中午|晚上|上午|下午)好|早安|晚安|早上好"
    r"|辛苦(书记|大家|您|领导|各位)?了?|(谢谢|感谢|多谢|谢)(书记|支书|大家|领导|组织|党组织|"
    r"党支部|支部|村里|村干部|家乡|您|各位|老师|关心|的?关心|的?挂念|的?牵挂|了|啦|！|!|，)*|"
    r"[请向]?(大家|家里|书记|组织|支部|领导)?放心|勿念|不用挂念|不用担心|别担心"
    r"|祝[^,，。!！;；]*|向(大家|书记|各位)[^,，。!！;；]*(问好|学习|致敬)|[^,，。!！;；我]{0,6}(平安|没事|健康|好)就(好|行)|汇报完毕|报告完毕|"
    r"完毕|加油|点赞|哈哈+|呵呵|嘿嘿|嗯嗯|哦哦?"
)
_ADDRESS = re.compile(r"@[^\s:：,，@]+[\s:：,，]*")
_NEGATED = re.compile(
    r"(没有|没得|没|冇得|冇|冒得|(?<!感)冒|无|暂无|未|不存在)(任何|什么|么子|啥子?|大的?|太大|特别的?|其他|"
    r"特殊)*(困难|问题|异常|变化|变动|变|意外|毛病|事情|事|需求|需要)(和(困难|问题|建议))?"
    r"|(不|无|没)(用|需|需要|必)(任何)?(帮忙|帮助|帮扶|照顾)|不困难|没病|无病无灾|没(换|变|动|"
    r"搬)(过|工作|厂|地方|电话|号码?)*|(电话|手机|号码|地址|单位|工作|工厂)(号|号码|地点)?(都|"
    r"也)?(没有?|未|不)(换|变|改|动)[化动]?|未变动|不变"
    r"|(困难|帮助|需求|问题|诉求|异常|变化|变动|变更|换号码?|搬家)[^:,，。]{0,4}:\s*(暂?无|没有?|否|不)"
)
_ASKS = re.compile(
    r"[?？]|吗[。!！~\s]*$|[没了]没有?[。!！~\s]*$|所有人|请(大家|各位|还|未|没|在外|尚|相互|"
    r"互相|务必|及时|尽快|抓紧|收到|看到|按|于|速|同志)|请[^假,，。]{0,8}(报平安|报到|接龙|回复|"
    r"填|上报|学习|参会|转告|认领)"
    r"|尽快|抓紧|务必|记得|提醒|催一?下|还有谁|谁(还|没|来|有|愿|能|去)|怎么(还|没|不)|收到请|"
    r"看到请|请回|麻烦(大家|各位|还|未|通知|转)|(还|尚)?(没|未)(报|接龙|回复|填|"
    r"签)[^,，。]{0,4}的(?!话)|通知[:：]|[能来假空了]的(请|扣|说|报|在群|接龙)|(愿意|想|要)[^,，。]{0,6}的[^,，。]{0,2}(回复|扣|报名|接龙|举手)|"
    r"说一声|(请|都|就|可以)?扣\s*1[,，。]|的同志(请|们|注意)|请(说|注明|写|报)|(?<!来)(报|接|填|回|签)(一下|下)[。!！~\s]*$"
)
_UNSURE = re.compile(
    r"待定|不确定|不一定|说不准|看情况|争取|尽量|可能|大概|也许|再说|再看|到时(?!一定|准时|肯定|会?[来到去参])|不知道|不晓得|？|\?|听说|好像|应该|如果|要是|假如|万一|除非|的话|[这那]样(?:的话)?我?[就才]|车坏|抛锚|拖车|"
    r"考虑(一下|下|中|考虑)|想想|再定|[没未]定|看看再"
)
_LATER = re.compile(
    r"(等下|等会|稍后|晚点|晚些|明天|回头|待会|过会|一会|有空|晚上|下班)儿?(后|再|就|来)*(报|填|"
    r"发|接龙|回复|回话|说|汇报|写)"
)
_PLANNED = re.compile(
    r"(打算|准备|计划|预计|想要?|快要|下个?月|明年|年后|过段时间|过几天)[^,，。;；!！]{0,8}(换|搬|转|调|迁|挪|跳槽|改|离开)(?![^,，。;；!！]*了)"
)
_TROUBLE = re.compile(
    r"去世|过世|奔丧|丧事|倒闭|破产|裁员|被辞|亏本|亏了|欠债|离婚|心情不好|阳了|感染|隔离|(手(?!机)|脚|腿|腰|头|眼)[^,，。]{0,3}(被|伤|断|扭)|"
    r"(?<!机)(?<!话)摔(了|伤|断)|没学上|火灾|被淹"
)
_BETTER = re.compile("好多了|好转|好[些点]了?|好一[些点]|稳定|没有没|恢复得")
_UNDER_WAY = re.compile(
    r"还(差|剩|有|没|未|在)|快(做|好|完)|(明天|后天|下周|周末|马上|正在)[^,，。]{0,4}(做|完|交|"
    r"办|弄)|(没有?|未)[^,，。]{0,2}(做|完)|在做|进行中|[做干弄办]了?(一半|一部分|大半)"
)
_SLIP = re.compile(r"发错|打错|写错|填错|搞错|弄错|作废|撤销|请忽略|忽略")
_ACKS = re.compile(
    r"(收到|收悉|收|已收到|已阅|阅|好|好的|好滴|好嘞|行|可以|要得|中|OK|ok|Ok|O?K|嗯|是|是的|"
    r"我?也是|我?也一样|知道了?|晓得了?|明白|了解|√|\[OK\])[了啦哈呢呀啊吧呗哟哦嘞]*"
)
_HERE = re.compile(
    r"[我俺]?[都也全]?(\+?1{1,6}|一|到|在|√|报到|报平安|扣1|打卡|签到|已[到报签学阅读]?)[了啦哈]*"
)
_PLACE = re.compile(r"^(人)?(还|现|目前)?(在|住)(?!岗|线|会|场)")

_PLACES = "|".join(sorted(PLACES))
_ARROW = re.compile(
    rf"(?<=[{HAN}]{{2}})(?<!况|态|状|果|复|馈)\s*(?:→|➡|⇒|[-—=]+>)\s*(?=[{HAN}]{{2,8}}(?![{HAN}]))(?!平安|正常|[都很还]?好|一切|[无没不])"
)
_RULES: dict[Kind, tuple[tuple[Status, str], ...]] = {
    Kind.REPORT: (
        (
            Status.NOT_REACHED,
            r"联系不[上到]|联络不上|打不通|打不进|没打通|接不通|无法接通|未接通|暂时无法|失联|失去联系|(去向|下落)不明|不知去向|(没有?|未|无|一直)(消息|音讯|音信|回音|回应|反应|动静|联系上?|联络上?)(?!我|书记|支部)|"
            r"(不|没有?|未)(回|接)(了|我的?)?(信息|消息|微信|短信|电话|复|(?=[^来家去村乡老到孩小送活单班手待\w])|$)|已读不回|拒接|拒听|挂断|(被|已)(拉黑|删除)|不在(服务|信号)区|无(人)?应答|占线|关机|停机|空号|"
            r"(还|尚)?(未|没有?)(平安)?(报平安|报告|报到|报来|报过来|报|回复|接龙)|没有平安(报|信)|(没有?|无)人(接|应)|"
            r"(微信|短信|信息|电话|消息|留言|语音|视频)(留言|通话)?(都|也|一直|总|还)*[不没未](有人)?(回|接|通|看)|^×$",
        ),
        (
            Status.NEED_HELP,
            r"困难(?!群众|户|党员|老人|家庭|职工)|难处|(需要|需|请求|请|求|想请|希望)[^,，。]{0,6}(帮助|帮忙|帮扶|救助)(?!的|我?转|带)|求助|"
            r"工资[^,，。]{0,6}(没|拖|欠|要不)|拖欠|欠薪|讨薪|受伤|工伤|不平安|不安全|被偷|被抢|出事|不顺利|(身体|情况)不太?好|住院|生病|病了|动手术|做手术|\bhelp\b|"
            r"(请|能|求|可否|可以|麻烦)[^,，。]{0,4}帮忙?(我|着)?(介绍|问|找|联系|想想?办法|解决|办)|"
            r"[想要]找(份|个|点)?(工作|活|事)|[请望求](村|支部|党组织|组织|书记|政府|领导)[^,，。]{0,4}(看看|关照|照顾|照看|解决|过问|出面|想办法|协调)|"
            r"缺(钱|资金|人手|医药费)|法律援助|难事|漏雨|[没无]人照[顾看]|"
            r"车祸|骨折|被骗|没钱|揭不开锅|上不了学|(找不到|没找到|丢了|没了)(工作|活)|失业|没活干",
        ),
        (
            Status.NEW_PHONE,
            r"(换|改|更换|变更|更新)(了|过|的)?(个|新|手机|电话|联系|微信)*(号码?|电话|手机|卡|联系方式)|"
            r"(电话|手机|号码|联系方式|联系电话)(号码?)?(已|也)?(换|改|变)|新(的)?(手机|电话)?(号码?|"
            r"电话)|(?i:new (phone|number|mobile))|旧号|原号|微信号?(换|改)了|以后[打用联][^,，。]{0,3}这个|"
            r"电话更改",
        ),
        (
            Status.MOVED,
            r"(换|更换|变更)(了|过|个|新|到|成)*(厂|地方|工作|单位|公司|工地|工作地|城市|东家|岗位|"
            r"地点)|(搬|转|调|改|换|跳槽|挪|迁)动?(到|去|至|往)|(搬|调|迁|挪)(进|来|过来|过去|回)|搬(了)?家|(厂子?|公司|单位|店|工地)(也|都|已经?)?(搬|迁)(?!不|没)|从[^,，。]{1,12}(到|去|来|搬|转|"
            r"回)[^,，。]|(离开|离职|辞工|辞职|辞了)|(不在|没在)[^,，。]{1,8}(了|做|干)|(现|现在|目前|"
            r"已经?|刚)(改|换)(在|到)|到新(厂|单位|工地|地方)|新(厂|单位|公司|工地)|\b[Mm]oved\b|"
            r"(住址|地址|单位|居住?地|住地|地点|工作)(也|都|已经?|有)?(变了|变更|变动|换了|改了|更改|更换|改为|换成)|出国了|"
            rf"原(来|先|本)?在[^,，。;；]{{2,10}}[,，;；]\s*(现|如今|目前)(?![^,，。]{{0,2}}(仍|还|也)在)|((现在|刚刚?)(到|来)了?|来了)({_PLACES})|(?<!\w)由(?!支|书|村|镇|组织|我|他|家)[^,，。代]{{2,4}}(搬|转)?到(?!报|会|场|位|时)[{HAN}]{{2,6}}(?!\w)|"
            r"(这个月|本月|上个?月|上周|月初)[^,，。]{0,2}(到|来|去)(?!厂|单位|公司|村|家|工|回|接|上)[^,，。]{2,6}"
            r"(上班|做事|打工|务工|做工|干活)",
        ),
        (
            Status.WANT_TASK,
            r"(想|愿意|可以|申请|要)(认领|领|接)(个|一个|点|些|几个)?任务|(想|愿意|申请)(认领|领)[^,，。]{0,6}(事|活|岗)|有(什么|啥)(事|活|任务)[^,，。]{0,4}(安排|交|派|叫|喊)|有任务[^,，。]{0,6}(我|叫|找|"
            r"安排)|给我安排[^,，。]{0,4}任务|有(事|活动)[^,，。]{0,4}[叫喊找]我|愿意(当|做|为|参加|帮)|[想愿]意?为(家乡|村里?|组织)|"
            r"尽管(说|吩咐|叫|派|安排|开口)|什么任务我|任务[^,，。]{0,4}我(可以|能|想)(领|认领|接|做)|"
            r"我(能|可以)(做|帮|出力|帮忙)[^,，。]{0,6}(派|交|安排|叫|喊|找)|(派|交|安排)(点|些|个)?(事|任务|活)?(给|到)我",
        ),
        (
            Status.WELL,
            r"平安|安全|安好|无恙|一切|正常|照旧|照常|老样子|如常|如旧|依旧|(挺|很|都|还|蛮|身体|状况|"
            r"情况|家里|工作|生活)(挺|很|都|还|蛮|也)?(好|不错|可以|行|稳定|健康|顺利)|还好|好着|好[得的]很|也好|[跟和同与]上个?月一样|健康|顺利|"
            r"稳定|收到|报到|报平安|汇报|在岗|在班|上班|上工|打工|务工|工作|做事|干活|开店|做生意|经商|"
            r"跑车|跑运输|送外卖|带孙|带小孩|照顾|种|养|"
            r"(在|到|回(?![话复信头答电]))[^,，。]{1,16}|没事|OK|打卡|老地方|(已)?(返|回)(乡|家|村|来|老家)|报告|安$|√|<还好>|报(了|过|好了)$",
        ),
    ),
    Kind.ATTENDANCE: (
        (
            Status.LATE,
            r"(?<![\w])[迟晚](?!\w)|迟到|(?<![今昨明当])晚到|晚点到|(?<![今昨明当])晚一?点(来|到|进|上线)|稍晚|迟一?点|晚\d+分|(正)?在?(路上|赶来|赶过来|往回赶)|"
            r"马上(就)?到|才[到来进]|快到了|晚(一会|半|几|\d+|十|二十)[^,，。]{0,3}[到来]|稍后[到来]|推迟到|晚会儿?到|[来到赶]晚(?!上)|(?:会|要|可能|稍|得)晚点",
        ),
        (
            Status.LEAVE,
            r"请[^,，。到]{0,3}假|告假|病假|事假|公假|(参加|来|到|去|赶|开|回)不(了|成|到|来|上|及|去|回)|不方?便|"
            r"(不能|无法|没法|没办法|没空|没时间|抽不开|走不开|抽不出|去不到)[^,，。]{0,4}(参加|来|到|"
            r"去|身|出席|空)?|没空|缺席请|出差|住院|有事(?!要说)|要上班|上[夜白早晚]班|加班|值班|倒班|(在)?外地|休假|"
            r"产假|在外(打工|务工)?$|^假$",
        ),
        (
            Status.ABSENT,
            r"(未|没|没有)(到|来|参加|出席|签到|参会|见人|报到)|缺席|缺勤|旷|错过|没赶上|^0人?$|^缺$|不(参加|来|去|到|出席)|×|联系不[上到]|(?:没有?|未)联系[上到]",
        ),
        (
            Status.PRESENT,
            r"参加|参会|实到|\d[分点]?[准就]?时?到[的了]?$|全到|出席|列席|准时|按时|签到|已到|到了|到场|到会|到位|到齐|报到|到达|线上|视频|腾讯会议|"
            r"云会议|远程|(能|会|可以|一定|肯定)(来|到|去|参|出席)|在岗|在场|在会|入会|进来了|来了|已在|"
            r"没问题|√|准到|在线[听上参开]|(?<!\w)(?<![没未不]\s)到(?!\w)|^在$|赶上了|^(?:我|也|都|全|会|能|一定|肯定|准时|可以|这次|这回|今天|今晚)*[来去][的了啊哦吧]*$|必到|一起|(?:我|都|也|会|能|可以|肯定|一定)去(?![看医给打拿接送办外医趟了])",
        ),
    ),
    Kind.CLAIM: (
        (
            Status.WITHDRAWN,
            r"取消(了|掉)?(认领|报名|订单|预订)?|退出|退掉|退了|不领了|放弃|让给|让出|不做了|不干了|做不了了|不[要订买认捐]了|撤回|撤了|换人|不去了|[来去做]不[了成]了",
        ),
        (
            Status.DECLINED,
            r"(没有?|没得|冇得?|不得|无)(空|时间|功夫|工夫|闲)|没有?(办法|法子|能力|条件|精力|心思)|有心无力|力不从心|心有余|无能为力|爱莫能助|"
            r"(去|来|做|干|领|接|参加|帮)不(了|成|到|来)|不(参加|认领?|领|去|来|报名|报|接|要|订|买|捐|搞|参与|凑热闹|掺和)|^[×0]$|(?<![\d.])0\s*(箱|斤|份|个|元|盒|筐|人)|"
            r"走不开|"
            r"抽不出|下次|不方便|弄不了|无法(参加|去|来)?|不行|^不了|算了(?!一)|不需要|能力有限|帮不上",
        ),
        (
            Status.SUBMITTED,
            r"(已经?|都|全部?)[^,，。没未不还再要想能可]{0,4}(完成|做完|办好|办妥|买好|送到|交|卖完|搞定|弄好|发出|发货|寄出|寄了|寄走|寄|邮|打款|转账|汇款|送出|送了|看望|走访|慰问|联系好|对接好)|"
            r"(寄|邮)(了|出|走|掉)(?!吗|再|以后|之后|后)|发(货了?|走了|掉了|出去?了)(?!吗|再|以后|之后)|(快递)?单号|(?<![没未不])完成(了|啦|$)|做完|办完|干完|搞定|交付|卖(了|出|掉|完)|送完|弄好了|办好了|送出去|已(经|上门)?(看望|走访|慰问)|任务完成|[打送陪跑扫修种装搬洗清拍挖铺刷割摘收捡喂][完好]了?(?!吗|再|工|针|就)|转(?:发)?[完好]了?(?!吗|再)|已经?转发|转发了(?!吗|再)",
        ),
        (
            Status.CLAIMED,
            r"认领|我(也|就|那|还|再)*(来|领|去|报名?|要|接|做|包|负责|可以|能|参加|帮|买|订|捐|算|顶|出)|顶上|[加带添]上?我|继续|我?有(空|时间)(?!再|了再|的话)|(也|还|再)[要订买捐来加]|领(一|1|2|两|个|取|"
            r"了)|报名|算(我|上我|一个)|接(单|了|下)|承包|包了|预订|[要订买]\s*\d+|\d+\s*(箱|斤|份|个|"
            r"只|件|袋|瓶|元|块|棵|小时|天|户|盒|筐|本|册|套|桶|捆|提|包|罐|枚|公斤|双|张)|[要订买捐来加出][一二两三四五六七八九十百千半几]+(元|块|箱|斤|份|个|件|袋|瓶|盒|筐|本|册|套|桶)|参加|愿意|负责|可以|没问题|去|跑一趟|交给我",
        ),
    ),
    Kind.SUGGESTION: (
        (
            Status.SUGGESTED,
            r"建议|希望|提议|提个|提一|意见|反映|盼|能不能|能否|可不可以|可以(考虑|搞|修|办|组织|建|"
            r"发展|多|把|请|成立|引|种)|应该|应当|最好|要是|不如|要不|是不是|多(组织|搞|办|开|关心|"
            r"宣传)|加强|加快|改善|改进|增加|修(一|路|桥|好|建|缮)|装|建(一|个|设|立)|要(修|装|建|清|管|改|加)|堵了|坏了|太(慢|远|少|差|脏|窄|黑)|(想|请)(村|支部|"
            r"镇|乡|政府|组织|书记)|考虑|要想办法|(为啥|为什么|为何|怎么|咋|哪能)[^,，。]{0,10}(不|没|未)|"
            r"(几时|什么时候|何时|哪天|好久)[^,，。]{0,4}(修|建|装|通|搞好|弄好|解决|清|公开|落实|动工)",
        ),
    ),
    Kind.FEEDBACK: (
        (
            Status.NOT_YET,
            r"(未|没|没有|还没)(来得及|时间|空|有空)?(开始|动|学|看|听|读|完成|做|打开|参加|刷|补)|(?<!深)不(学|看|听|读|会弄|会搞|会用|会操作|想学|打算学)(?!完)|"
            r"[等要再][^,，。]{0,6}补|还(差|剩|有|缺)[^,，。]{0,6}(章|课|节|集|页|讲|篇|段|期|半|没)|"
            r"(?:^|学了?|看了?|听了?|完成了?|做了?|进度|才|到|差不多|大概)\s*:?\s*[1-9]?\d(\.\d+)?\s*%|"
            r"没空|没时间|"
            r"(晚上|明天|稍后|等下|待会|下班|周末|有空|回头|过两天|晚点|后天|今晚)[^,，。]{0,4}(学|看|"
            r"补|听|做|完成|读|刷|交|发)|来不及|没来得及|(还|正)在(学|看|听|读)|(?<![从在])(学习?|看|听|读)中(?!\w)|[学看听读]到?了?(一半|一点|一部分|大半)|打不开|看不了|学不了|没网|没流量|补学|补上|^×$|^0\s*分$",
        ),
        (
            Status.STUDIED,
            r"已?学(习)?(完|了|过|到|好|毕|习|$)|看(完|了|过)|听(完|了|过)|读(完|了|过)|已(学|看|读|听|"
            r"阅|完成|打卡|做|观看|学习)|完成|打卡|心得|体会|感[受想悟言]|笔记|收获|\[(图片|视频|链接|"
            r"文件|笔记|语音)\]|\d+\s*(分|积分)|(很|深)受(教育|启发|感动|鼓舞)|做(好|完)了|学懂|打了卡|(一起|都|全程)(学|看|听|读)(的|了)|√",
        ),
    ),
}
_COMPILED = {kind: [(status, re.compile(rule)) for status, rule in rules] for kind, rules in _RULES.items()}
_AGAINST = (
    {Status.PRESENT, Status.LEAVE},
    {Status.PRESENT, Status.ABSENT},
    {Status.CLAIMED, Status.WITHDRAWN},
    {Status.CLAIMED, Status.DECLINED},
    {Status.NOT_YET, Status.STUDIED},
    {Status.NOT_REACHED, Status.WELL},
)


@dataclass(frozen=True)
class Answer:
    """A status, how sure it is of the words, and how much they weigh against earlier ones."""

    status: Status
    is_sure: bool = True
    why: str = ""
    strength: int = STATEMENT


def plain_words(words: str) -> str:
    """What is left of an answer without emoji, addresses, greetings and thanks; 东莞→深圳 as 东莞转到深圳."""
    words = _ARROW.sub("转到", words)
    return _COURTESY.sub(" ", _ADDRESS.sub(" ", simplified(bare(words)))).strip(
        " ,，。.!！~:：;；、-—_…()'\"“”"
    )


def is_call(words: str, kind: Kind | None) -> bool:
    """Does it ask others for something, rather than answer? A suggestion may well be put as a question."""
    told = _COURTESY.sub(" ", simplified(bare(words)))
    if kind is Kind.SUGGESTION:
        return bool(re.search(r"请(大家|各位)|所有人|各位|收到请", told))
    return bool(_ASKS.search(told)) or bool(re.search(r"^\W*(各位|大家)", told))


def is_slip(words: str) -> bool:
    """发错了: what the same person said before does not hold."""
    return bool(_SLIP.search(words)) and len(plain_words(words)) <= 12


def answer(words: str, kind: Kind, *, is_listed: bool) -> Answer | None:
    """What these words say; None when they answer nothing. In a list even a bare name has said the usual thing."""
    told = plain_words(words)
    if not told:
        return Answer(USUAL[kind], strength=ACK) if is_listed and kind is not Kind.SUGGESTION else None
    if found := _acknowledged(told, kind, is_listed):
        return found
    if _LATER.search(told) and kind is not Kind.FEEDBACK and not re.search("平安|参加|认领", told):
        if (told_now := answer(_without_later(told), kind, is_listed=False)) is not None:
            return told_now
        return Answer(USUAL[kind], is_sure=False, why=UNCLEAR, strength=ACK) if is_listed else None
    if kind is Kind.CLAIM and _UNDER_WAY.search(told) and not re.search("退|取消", told):
        return Answer(USUAL[kind], strength=ACK) if is_listed else None
    return _judged(turned(told, kind), kind, is_listed)


def _judged(told: str, kind: Kind, is_listed: bool) -> Answer | None:
    """By the rules of the kind; a plan, a doubt, a trouble without a request and two things at once are asked."""
    if kind is Kind.SUGGESTION and suggests_nothing(told):
        return Answer(Status.NOTHING)
    statuses = _statuses(told, kind)
    if kind is Kind.REPORT and statuses[:1] in ([], [Status.WELL]) and _TROUBLE.search(told):
        return Answer(Status.NEED_HELP, is_sure=False, why=UNCLEAR)
    if not statuses and kind is Kind.ATTENDANCE and (denied := _denied(told, is_listed)):
        return denied
    if not statuses:
        return _unusual(told, kind, is_listed)
    if kind is Kind.ATTENDANCE and is_only_past(told):
        return Answer(statuses[0], is_sure=False, why=UNCLEAR)
    if any(pair <= set(statuses) for pair in _AGAINST):
        return Answer(statuses[0], is_sure=False, why=TWO_THINGS)
    if kind is Kind.REPORT and statuses[0] in (Status.MOVED, Status.NEW_PHONE) and _PLANNED.search(told):
        return Answer(statuses[0], is_sure=False, why=UNCLEAR)
    if statuses[0] is Status.NEED_HELP and _BETTER.search(told):
        return Answer(statuses[0], is_sure=False, why=UNCLEAR)
    if kind is not Kind.SUGGESTION and _UNSURE.search(told):
        return Answer(statuses[0], is_sure=False, why=UNCLEAR)
    return Answer(statuses[0])


def _denied(told: str, is_listed: bool) -> Answer | None:
    """没请假 of a list is absent without leave; 不请假了 means to come, and is asked."""
    rest = said_now(told)
    if NOT_ASKED in rest:
        return Answer(Status.ABSENT, is_sure=is_listed, why="" if is_listed else UNCLEAR)
    return Answer(Status.PRESENT, is_sure=False, why=UNCLEAR) if NOT_LEAVING in rest else None


def _without_later(told: str) -> str:
    """搬到佛山了，地址回头发: what he puts off is left out, what he has said stands."""
    return ",".join(part for part in re.split("[,，。;；!！]", told) if not _LATER.search(part))


def _acknowledged(told: str, kind: Kind, is_listed: bool) -> Answer | None:
    if kind is Kind.SUGGESTION:
        return None
    if _HERE.fullmatch(told):
        return Answer(USUAL[kind], strength=ACK)
    if _ACKS.fullmatch(told):
        is_sure = is_listed or (kind is Kind.REPORT and "收到" in told)
        return Answer(USUAL[kind], is_sure=is_sure, why="" if is_sure else ONLY_SEEN, strength=ACK)
    return None


def _statuses(told: str, kind: Kind) -> list[Status]:
    """All that the words say, the weightiest first; what one rule has read, the next no longer sees."""
    rest = said_now(told) if kind is Kind.ATTENDANCE else told
    rest = (
        _NEGATED.sub("<还好>" if kind is Kind.REPORT else "。", rest) if kind is not Kind.SUGGESTION else rest
    )
    found = []
    for status, rule in _COMPILED[kind]:
        rest, count = rule.subn("。", rest)
        if count:
            found.append(status)
    return found


def _unusual(told: str, kind: Kind, is_listed: bool) -> Answer | None:
    if kind is Kind.SUGGESTION and len(told) >= 6:
        return Answer(Status.SUGGESTED, is_sure=is_listed, why="" if is_listed else UNUSUAL)
    if not is_listed or kind is Kind.SUGGESTION:
        return None
    if (
        _UNSURE.search(told)
        or re.search("[不没未难]", _NEGATED.sub("", told))
        or (kind is Kind.ATTENDANCE and _PLACE.search(told))
        or not re.search(r"\w", told)
    ):
        return Answer(USUAL[kind], is_sure=False, why=UNUSUAL)
    return Answer(USUAL[kind])

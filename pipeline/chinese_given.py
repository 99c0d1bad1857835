"""Which characters family names and given names are made of: what tells a name from a word."""

from __future__ import annotations

import re

FAMILY_NAMES = (
    "王李张刘陈杨黄赵吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方"
    "白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
"""The commonest family names."""

GIVEN = (
    "英华文玉秀明兰金国春红丽平军海生荣梅建桂林小云志芳杰伟龙兴宇福永佳艳敏涵辉俊雨强磊勇刚峰鹏超波涛斌浩飞东新成良民安康宁静洁婷"
    "娟娜倩霞燕萍莉玲琳琴珍珠凤翠莲菊香彩素慧惠雅欣怡悦梦思晓雪冰洋庆祥瑞光亮辰晨阳旭凯博轩泽豪鑫森淑贞美爱巧妹娇媛婉妍薇"
    "蓉蕾莹颖晶丹青琪瑶佩清源根贵发财富树德仁义忠孝信诚正毅武雄威振卫保立胜大芬芸娥茹珊琼瑜璐昌茂锋钢铭耀焕灿坤骏健莺霖彬秋"
)
"""What given names are mostly made of, without the characters that begin a time or an office."""

LIKE_GIVEN = GIVEN + (
    "奎靖麟炳鸿卿仲昭桢伯琦彦亨钰禹钧祯瑾尧弘弼甫祺迪柏碧铨谦孚祚毓雯秉卓宝庚恺栋裕淳翔肇嘉宗虞虎彪宏兆嗣勋寿翰佐锡璋舜渊鹤吉祖棠乾崇叔"
    "儒恩敬岳誉鼎泉恒洪楠彝绍智亭泰锦松桐啸晴帆隆哲韵延羽勤昆聪舟惟维舒鹿炎灵昂慎培冬柱辅川希奇朗顺善礼诺楚怀仙敦纯诗遥妃润湘坚纲升凡"
    "宪邦章柔毛竹腾亚盈守景贤跃剑媚黎雁咏嫣琛栩妤菁蕊芷筠霏烨煜晟昊炜玮璇璟灏骁逸昕芮熙沐宸朔雍闽茵岚珺颂铮霄霆群浚珂沛尉花"
    "梓萱曦玥瑄琬婧绮歆奕煊珩璎珞瑗姗妮娣姝姣婵娴蓓荃菡萌蔚虹钏霁骅鹃麒晗昶晏旻暄桦楷樱沁泓淇滢漪潇澄澜炫烁熠琨琰璞祎筱翊翎胤茗菀蕴衍隽韬颐颢骞鸣"
    "鸥鹭怜仪冉卉嵘嵩巍彤昀沅湛瑚瑾甄睿箐缨羲芙苗茉荔荷蝶霜靓馨魁"
)
"""Those, and what is oftener in given names than in other words, mostly by the 27,000 full names in jieba's list."""

SOMETIMES_GIVEN = (
    "子一家天太老得学元江山石河水心星如君达少世先长道友远才喜力功业双传二三四五宜益伦继承允士相震致洛瑛日言"
    "语真紫甜若依航银然"
)
"""Characters of many words, and of given names beside one that is like a name's (一诺, 子涵)."""

NEVER_GIVEN = (
    "是的了不在有我他她你您它们这那也都就没和与或及被把让给说很又还已会能要到从对向为以所其之此该本每各某个只更最上下里外前后中吗呢吧啊么什"
    "怎谁因由未着过地见尚粉漆膏药并"
)
"""Words of one character that no given name has."""

PERSONAL = (
    "英玉秀兰红丽军荣梅芳杰伟艳敏涵俊强磊勇刚峰鹏超波涛斌浩飞静洁婷娟娜倩霞燕萍莉玲琳琴珍珠凤翠莲菊彩慧雅欣怡悦晓洋瑞辰凯博轩泽鑫森淑贞"
    "巧媛婉妍薇蓉蕾莹颖晶琪瑶佩毅威振芬芸娥茹珊琼瑜璐锋钢铭耀焕灿坤骏健莺霖彬辉"
)
"""What stands alone as a given name, and hardly as a place, a time or a thing."""

WORDS_FOR_NAMES = re.compile(
    "大海|大明|南山|春花|秋菊|小松|海洋|海燕|建[国华军平新]|国[强庆]|志军|卫国|爱[民华]|文[华静]|新华|光明|永[兴福]|胜利|美丽"
)
"""Common words that are given names at least as often."""

RARER_FAMILY_NAMES = (
    "殷施牛温季俞章鲁葛毕聂齐庞樊耿焦乔倪左柯詹骆阮蓝甘祝柴翟申冉关柳喻裴翁荆单费文安常易包辛路池房秋桑梅童鲍邢植区麦简饶"
    "辜冷敖刁卓闵桂娄宫瞿阎祁车芦班巫全尤佘商匡欧阳官冼解阚傅康"
)
"""Others, among them words of every day: names only where nothing else can stand."""

BARELY_WORDS = (
    "王李张刘陈杨黄赵吴徐孙胡郭罗郑谢宋许韩冯邓曹彭曾肖董袁潘蒋蔡杜吕沈姚卢崔谭陆范廖贾邹邱尹薛闫侯郝龚邵孟覃"
    "顾戴魏秦莫程熊孔贺黎严韦唐蒙苏余于郁岳仇卜冼佘詹骆阮柯倪翟裴翁阎敖闵娄瞿殷俞聂耿焦傅康"
)
"""Family names that are no words by themselves: 王里 is a name, 田里 is in the field."""

IN_NAMES = dict(zip("采征冲游里后余于斗丑咸松谷姜朱周党发干", "采征沖游里后余于斗丑咸松谷姜朱周黨發幹", strict=True))
"""Characters of given names in the form they have there, where most words have another (採, 徵, 衝, 遊, 裡, 後)."""

TWO_FORMS_IN_NAMES = frozenset("征后余干")
"""Their bearers write some of them the one way and some the other (徵, 後, 餘, 乾)."""

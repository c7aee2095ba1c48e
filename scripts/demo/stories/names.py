"""Names and texts of every length and script: what they do to a page can be seen here."""

from scripts.demo.story import Story
from scripts.demo.teller import JUNIPER

MAXIMILIANE = (
    Story(
        "Maximiliane-Konstantina Papadopoulou-Fitzgerald de la Cruz y Montenegro von Hohenstein-Weißenburg",
        "maximiliane-konstantina.papadopoulou-fitzgerald@students.north-eastern-evening-school.example.org",
        zone="America/Argentina/Buenos_Aires",
        cohort=JUNIPER,
        line="A very long name, long goals, long companies: what they do to a narrow screen can be seen here.",
    )
    .on("4w Wed 18:30")
    .goal(
        "long",
        "Have one unhurried conversation with somebody who has spent many years making complicated administrative "
        "forms bearable for people who have neither the time nor the patience nor the right glasses at hand, and find "
        "out which of their habits I could adopt before the end of the second project",
        due="+4d",
        level="III",
        steps="Find the person\nRead at least one thing they have written\nWrite three sentences and no more",
    )
    .adds(
        "wolfgang",
        "Wolfgang Amadeus Donaudampfschifffahrtsgesellschaftskapitänswitwer-Oberhummer",
        "cold",
        company="Bundesarbeitsgemeinschaft für verständliche Verwaltungsformulare und barrierefreie Antragsverfahren",
        role="Referent für Formulargestaltung, Verständlichkeit und Rückfragenvermeidung",
        email="wolfgang.oberhummer@verstaendliche-verwaltungsformulare.example.net",
        link="https://verstaendliche-verwaltungsformulare.example.net/menschen/oberhummer-wolfgang-amadeus",
    )
    .on("2w Tue 20:05")
    .drafts(
        "wolfgang",
        "long",
        intro="Dear Mr Oberhummer, my name does not fit into your form either, which is how I came to write to you.",
        purpose="I would like to learn how one shortens a form without shortening the people who fill it in.",
        why="On page 214 of your handbook you apologise to everybody with more than three names. I was moved.",
        ask="May I call you for half an hour in the week after next?",
    )
    .sends("wolfgang", "email")
    .on("9d 10:20")
    .hears("wolfgang", "Delighted, he writes, on four pages.")
    .on("3d 19:30")
    .talks(
        "wolfgang",
        "call",
        questions="What is the shortest form you ever made?",
        notes="One field: What do you need? It was withdrawn after a week because people answered it honestly.",
        whom_next="Everybody who answered.",
    )
)

YOUSEF = (
    Story(
        "يوسف عبد الرحمن المنصوري",
        "yousef@example.com",
        zone="Africa/Cairo",
        cohort=JUNIPER,
        line="Writes in Arabic: right-to-left names, notes and goals beside left-to-right ones.",
    )
    .on("4w Wed 19:10")
    .goal("story", "أن أتحدث مع شخصين يبنيان برامج للقراءة باللغة العربية", due="+8d", target=2)
    .adds("nawal", "نوال الشريف", "cold", company="دار الحروف", role="مطوّرة واجهات", how="قرأت مقالها عن الخطوط.")
    .adds("anders", "Anders Nyqvist", "weak", company="Läslust", role="Developer", how="التقينا في مؤتمر القاهرة.")
    .on("3w Tue 20:30")
    .drafts(
        "nawal",
        "story",
        intro="مساء الخير أستاذة نوال، أنا يوسف، كنت معلّم لغة عربية وأتعلّم اليوم برمجة الواجهات.",
        purpose="أودّ أن أفهم كيف تختارين عرض السطر حين لا نعرف حجم الشاشة.",
        why="كتبتِ أن الحرف يحتاج إلى هواء، وما زلت أفكر في هذه الجملة.",
        ask="هل يناسبك حديث قصير يوم الخميس أو السبت؟",
    )
    .sends("nawal", "email", "3w Thu 18:00", "3w Sat 18:00")
    .on("3w Wed 22:00")
    .hears("nawal", "وافقت على يوم السبت، وأرسلت صورة لمكتبها.")
    .arranges("nawal", "3w Sat 18:00")
    .on("3w Sat 19:10")
    .talks(
        "nawal",
        "call",
        questions="ما أول شيء تنظرين إليه في الصفحة؟",
        notes="تنظر أولًا إلى الفراغ لا إلى الحروف. جرّبت معي السطر نفسه بثلاثة أحجام، وفي الثالث ضحكنا معًا.",
        whom_next="زميلها كريم الذي يصمّم لوحات المفاتيح.",
    )
    .decides("nawal", "أن أعيد صفحتي الأولى بمسافات أوسع وأرسلها إليها", due="2w Fri")
    .on("2w Thu 21:15")
    .follows_up("nawal", "أعجبتها الصفحة، وطلبت أن أكبّر العنوان قليلًا.")
    .on("8d 20:05")
    .drafts(
        "anders",
        "story",
        intro="Hej Anders, يوسف هنا from Cairo, the one who asked about hyphens.",
        purpose="I would like to ask how your reader app decides where a line may break.",
        why="You had a slide with one Arabic word on it, and it was set right.",
        ask="A call next week?",
    )
    .sends("anders", "linkedin", "3d 17:00", "2d 17:00")
)

MEILING = (
    Story(
        "林 美玲",
        "meiling@example.net",
        zone="Asia/Taipei",
        cohort=JUNIPER,
        line="Writes in Chinese; Farah is her buddy, after a pause for exams.",
    )
    .on("4w Wed 20:20")
    .goal("tea", "和一位做過電商網站的前輩聊三十分鐘,問她第一年學到什麼", due="+6d", level="II")
    .adds("shufen", "陳 淑芬", "weak", company="好茶工作室", role="前端工程師", how="媽媽的茶友,以前教過我書法。")
    .on("3w Wed 21:00")
    .asks("farah", "老師說妳很會提問,我很會煮茶。Shall we be buddies?")
    .drafts(
        "shufen",
        "tea",
        intro="淑芬阿姨您好,我是美玲,小時候總是把墨打翻的那一個。",
        purpose="我正在學前端,想請教您第一年最難的是什麼。",
        why="您的網站上,茶葉是照天氣排的,我覺得很美。",
        ask="週末方便讓我帶茶去拜訪嗎?",
    )
    .sends("shufen", "social", "2w Sat 15:00")
    .on("3w Fri 19:30")
    .hears("shufen", "她說好,還說不用帶墨。")
    .on("2w Wed 12:10")
    .checks_in("farah", 3, "阿姨答應了,我緊張得多煮了一壺茶。", "Saturday, three questions.")
    .on("9d 15:50")
    .talks(
        "shufen",
        "in_person",
        questions="第一年最難的是什麼?\n您怎麼決定不做什麼?",
        notes="最難的是刪掉自己喜歡的東西。她每個月刪一頁,沒有人發現。",
        whom_next="幫她拍照的阿凱。",
    )
    .on("8d 20:40")
    .decides("shufen", "刪掉作品集裡我最喜歡、但沒有人點的那一頁", due="+2d")
    .on("4d 21:10")
    .checks_in("farah", 4, "The talk with 淑芬 was lovely. I have one page to delete and cannot.", "Delete it.")
)

STORIES = (MAXIMILIANE, YOUSEF, MEILING)

"""What to do when somebody says no, or not now: write to the next."""

from scripts.demo.story import Story
from scripts.demo.teller import HERON, JUNIPER

MARCUS = (
    Story(
        "Marcus Boateng",
        "marcus@example.com",
        zone="Europe/London",
        cohort=JUNIPER,
        line="Was declined on a Monday, wrote to the next one on Tuesday, and talked to her on Friday.",
    )
    .on("4w Wed 19:30")
    .goal("map", "Talk to one person who designs maps for trains", due="2w Fri", level="III")
    .adds("nigel", "Nigel Frost", "cold", company="Linework", role="Cartographer")
    .adds("yewande", "Yewande Cole", "cold", company="Tramlines", role="Information designer")
    .drafts(
        "nigel",
        "map",
        intro="Hello Mr Frost, I drove night trains for eight years and now learn front-end development.",
        purpose="I would like to ask why the river on your map is where it is.",
        why="You moved the river, and nobody complained but the drivers.",
        ask="Might I have fifteen minutes?",
    )
    .sends("nigel", "email", "3w Mon 17:00")
    .on("3w Mon 12:20")
    .is_declined("nigel", "He does not do conversations any more, but wished me a good river.")
    .on("3w Tue 20:15")
    .drafts(
        "yewande",
        "map",
        intro="Hello Yewande, I am Marcus, a train driver on his way to front-end development.",
        purpose="I would like to hear how you decide what a passenger needs to see at two in the morning.",
        why="Your night map was taped to my cab for a year. The colours still work under a yellow lamp.",
        ask="Would a call on one of these two days suit you?",
    )
    .sends("yewande", "email", "3w Fri 18:00", "3w Sat 10:00")
    .on("3w Wed 08:50")
    .hears("yewande", "She asked for a photo of the map in the cab. I had one.")
    .arranges("yewande", "3w Fri 18:00")
    .on("3w Fri 18:50")
    .talks(
        "yewande",
        "call",
        questions="How do you test a map for tired people?",
        notes="She tests at the end of her own day, never in the morning. Removes one thing, asks somebody, removes "
        "another.",
        whom_next="Kwabena, who prints them.",
    )
    .decides("yewande", "Remove one thing from my start page each evening until somebody misses it", due="2w Fri")
    .on("2w Fri 19:20")
    .follows_up("yewande", "On the fifth evening my sister missed the search box. Four things gone for good.")
    .on("8d 19:05")
    .goal("print", "Meet Kwabena and see a map being printed", due="+1w Sat", level="II")
    .adds("kwabena", "Kwabena Asante", "weak", company="Inkwell Press", role="Printer", introduced_by="yewande")
    .speaks_to("kwabena", "print", "call")
    .on("5d 13:10")
    .hears("kwabena", "Next Saturday at seven, in old clothes.")
    .arranges("kwabena", "+1w Sat 07:00")
)

SOFIA = (
    Story(
        "Sofia Rinaldi",
        "sofia@example.net",
        zone="Europe/Rome",
        cohort=HERON,
        line="Her contact is busy until next week; meanwhile she wrote to somebody else, as suggested.",
    )
    .on("7w Wed 18:15")
    .goal("labs", "Talk with two people who write software for laboratories", due="+7d", target=2)
    .adds("ettore", "Ettore Galli", "weak", company="Provetta", role="Lead developer", how="Sold us the lab system.")
    .adds("amina", "Amina Yusuf", "alum", company="Celloteca", role="Developer", how="Two cohorts before us.")
    .on("5w Mon 20:30")
    .drafts(
        "ettore",
        "labs",
        intro="Dear Ettore, I am Sofia, for five years the person who rang your support about sample numbers.",
        purpose="I have changed sides and would like to understand why the numbers begin at 1000.",
        why="You always answered yourself, even in August.",
        ask="Could we talk for half an hour?",
    )
    .sends("ettore", "email", "5w Fri 15:00", "4w Mon 15:00")
    .on("5w Wed 11:45")
    .is_put_off("ettore", "3w Mon")
    .on("4w Wed 19:00")
    .drafts(
        "amina",
        "labs",
        intro="Hi Amina, I am Sofia from Heron. Ruth said you went from pipettes to Python.",
        purpose="Ettore Galli is busy until next month, so I turn to the person I should have asked first.",
        why="Your cohort page says you automated your own job. How did that feel?",
        ask="A video call over lunch?",
    )
    .sends("amina", "slack", "3w Tue 12:30", "3w Thu 12:30")
    .on("4w Thu 09:25")
    .hears("amina", "It felt like cheating, then like sleep. Thursday lunch.")
    .arranges("amina", "3w Thu 12:30")
    .on("3w Tue 15:10")
    .is_put_off("ettore", "+3d")
    .on("3w Thu 13:25")
    .talks(
        "amina",
        "call",
        questions="What did you automate first?\nWhom did you tell?",
        notes="First the labels, because nobody would miss them. Told her boss after two weeks; he had not noticed "
        "either.",
        whom_next="Her old boss, who now looks for people like us, and Hiroko at the blood bank.",
    )
    .decides("amina", "Automate one label of my own: the weekly cleaning list at home", due="2w Mon")
    .on("2w Mon 21:30")
    .moves_takeaway("amina", "8d", "The printer at home died, and its funeral took the evening.")
    .on("9d 20:10")
    .follows_up("amina", "The list prints itself on Sundays. My flatmate has filed a complaint.")
)

STORIES = (MARCUS, SOFIA)

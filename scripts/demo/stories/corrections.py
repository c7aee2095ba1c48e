"""What people correct and change their minds about: ties, goals, contacts, cohorts, zones; and levels met by rule."""

from scripts.demo.story import Story
from scripts.demo.teller import HERON, JUNIPER

YUKI = (
    Story(
        "Yuki Tanabe",
        "yuki@example.com",
        zone="Asia/Tokyo",
        cohort=HERON,
        line="Level I met and gone beyond; closed one goal that had stopped mattering.",
    )
    .on("8w Thu 20:15")
    .goal("mentor", "Show my mentor one page of code and hear what she would delete", due="5w Fri", level="I")
    .adds("sayaka", "Sayaka Mori", "mentor", company="Kumo", role="Principal engineer", how="Mentor from the school.")
    .on("7w Wed 21:30")
    .drafts(
        "sayaka",
        "mentor",
        intro="Dear Mori-san, I am Yuki. I restored violins for eleven years.",
        purpose="I would like to show you one page and hear what you would take away.",
        ask="Twenty minutes, whenever your week is quiet?",
    )
    .sends("sayaka", "email", "6w Tue 20:00", "6w Thu 20:00")
    .on("7w Fri 19:40")
    .hears("sayaka", "Thursday. She asked for the page on paper.")
    .arranges("sayaka", "6w Thu 20:00")
    .on("6w Thu 21:00")
    .talks(
        "sayaka",
        "call",
        questions="What would you delete?\nWhat would you keep although it is ugly?",
        notes="She crossed out a third with a pencil, held to the camera. Kept the ugly loop because it said what it "
        "did.",
        whom_next="Her first apprentice, Ren.",
    )
    .decides("sayaka", "Delete a third of my second page in the same way and send her before and after", due="5w Thu")
    .on("5w Tue 22:00")
    .follows_up("sayaka", "Two fifths. She answered with a drawing of a very small violin.")
    .on("5w Sat 13:20")
    .goal("talks", "Go to three evening talks and speak to one person at each", due="2w Fri", target=3)
    .on("3w Thu 20:45")
    .closes_goal("talks", "Loud rooms cost me two days each. I will meet people one at a time instead.")
    .goal("one", "Ask Ren what the first year with Mori-san was like", due="+5d", level="II")
    .adds("ren", "Ren Hoshino", "weak", company="Kumo", role="Developer", introduced_by="sayaka")
    .on("6d 20:10")
    .drafts(
        "ren",
        "one",
        intro="Hello Ren, Mori-san crossed out a third of my page, and said that you survived worse.",
        purpose="I would like to hear what the first year taught you, and what it cost.",
        why="She still quotes your question about empty lists.",
        ask="A walk, a call or a letter, as you like?",
    )
    .sends("ren", "email", "+1d 20:00", "+3d 20:00")
)

FARAH = (
    Story(
        "Farah Aziz",
        "farah@example.net",
        zone="Asia/Dubai",
        cohort=HERON,
        line="All three levels met, each in a different way; paused with Mei-Ling for a week of exams and resumed.",
    )
    .on("8w Wed 18:20")
    .goal("levels", "One conversation on each level: my mentor, an old colleague, a stranger", due="2w Fri", target=3)
    .adds("samir", "Samir Haddadin", "mentor", company="Qasr", role="Architect", how="Mentor of our group.")
    .adds(
        "lina",
        "Lina Barakat",
        "dormant",
        company="Souk Online",
        role="Product owner",
        how="Shared an office until 2019.",
    )
    .adds("tuomas", "Tuomas Kettunen", "cold", company="Lumi", role="Maintainer of a queue library")
    .on("7w Thu 19:10")
    .speaks_to("samir", "levels", "call")
    .talks(
        "samir",
        "call",
        questions="Which decision do you regret?\nHow did you find out?",
        notes="A cache, three years ago. He found out by a customer who was shown somebody else's birthday cake.",
        whom_next="The colleague who found the cake.",
    )
    .decides("samir", "Write down where my project remembers things it should forget", due="6w Thu")
    .on("6w Wed 20:30")
    .follows_up("samir", "One place, and it was the login. No cake was harmed.")
    .on("6w Sat 17:15")
    .drafts(
        "lina",
        "levels",
        intro="Lina, it is Farah from the window desk. I moved from accounting to code and think of your plants.",
        purpose="You went the other way, from code to product. I would like to hear why.",
        ask="Lunch at the old place?",
    )
    .sends("lina", "social", "5w Tue 13:00")
    .on("5w Mon 09:20")
    .hears("lina", "The old place is a bank now. She knows a better one.")
    .on("5w Tue 14:30")
    .talks(
        "lina",
        "in_person",
        questions="Why did you change?",
        notes="She missed talking to the people for whom it was. The plants live.",
        whom_next="Her tester, who reads code like a detective.",
    )
    .decides(
        "lina", "Ask two people in my building what they do with our grocery app, before I write a line", due="4w Tue"
    )
    .on("4w Mon 19:40")
    .follows_up("lina", "Both use it to argue with their sisters. I would never have guessed.")
    .on("4w Thu 18:25")
    .drafts(
        "tuomas",
        "levels",
        intro="Hello Tuomas, I am Farah, an accountant who learned your queue library before I learned queues.",
        purpose="I would like to know how you decide that a request is not a bug but a wish.",
        why="You closed an issue of mine in 2 minutes with a sentence I still use: tell me what you are waiting for.",
        ask="One call of twenty minutes, or three answers by mail?",
    )
    .sends("tuomas", "email")
    .on("3w Tue 11:50")
    .hears("tuomas", "Mail, he said, and sauna first.")
    .on("3w Thu 19:35")
    .talks(
        "tuomas",
        "email",
        questions="How do you tell a bug from a wish?",
        notes="A bug is a promise he made. A wish is a promise somebody else made in his name.",
        whom_next="Aino, who writes the documentation and knows all the wishes.",
    )
    .decides("tuomas", "Sort the open issues of our class project into promises and wishes", due="2w Thu")
    .accepts("meiling")
    .on("2w Tue 20:50")
    .follows_up("tuomas", "Seven promises, nineteen wishes. The group has stopped arguing.")
    .on("2w Wed 18:10")
    .checks_in("meiling", 5, "All three, in three weeks and a sauna.", "Exams.")
    .pauses("meiling", until="6d")
    .on("5d 19:20")
    .resumes("meiling")
    .checks_in("meiling", 4, "Exams passed. Back.", "Help you with your introduction.")
)

RAVI = (
    Story(
        "Ravi Menon",
        "ravi@example.org",
        zone="Asia/Singapore",
        cohort=HERON,
        line="Corrected his record: a tie that was wrong, a message that counted toward the wrong goal, one withdrawn.",
    )
    .on("8w Fri 18:10")
    .goal("ports", "Talk to one stranger who builds software for ports", due="4w Fri", level="III")
    .goal(
        "school", "Have coffee with two people from school who went into software", due="1w Fri", target=2, level="II"
    )
    .adds("adeline", "Adeline Goh", "cold", company="Harbour Systems", role="Developer")
    .adds("farid", "Farid Salleh", "fellow", company="Gudang", role="Tester", how="Sat behind me in physics.")
    .on("6w Tue 19:15")
    .drafts(
        "adeline",
        "ports",
        intro="Hello Adeline, I am Ravi. I was a crane operator for ten years and now write small programs.",
        purpose="I would like to see how a crane looks from your side.",
        why="Your company's screen hung in my cabin. I knew every pixel of it.",
        ask="A coffee near the harbour?",
    )
    .sends("adeline", "linkedin", "6w Fri 17:30")
    .on("6w Wed 12:20")
    .hears("adeline", "She wrote: Ravi from 4B? You borrowed my ruler in 2003.")
    .on("6w Fri 18:45")
    .talks(
        "adeline",
        "in_person",
        questions="How do you test without a crane?",
        notes="With a toy crane and her son. We went to the same school, she was two rows behind.",
        whom_next="Farid, who is in testing. She still has his number.",
    )
    .corrects_tie("adeline", "fellow", "We went to the same school; I had not recognised her married name.")
    .counts_toward("adeline", "school", "She turned out to be from school, so it belongs there.")
    .changes_tie("adeline", "fellow", how="Same school, class 4B. The ruler was hers.")
    .decides("adeline", "Write a test for my loading exercise that needs no crane", due="5w Fri")
    .on("5w Wed 20:10")
    .follows_up("adeline", "It needs a spoon. She approves of the spoon.")
    .speaks_to("farid", "ports", "call")
    .on("5w Thu 08:15")
    .withdraws("farid", "Pressed the wrong goal, and it was a wrong number anyway.")
    .on("4w Wed 19:05")
    .speaks_to("farid again", "school", "call")
    .on("3w Fri 20:25")
    .talks("farid again", "in_person", notes="He tests by being bored: whatever makes him yawn is where the bugs are.")
    .decides("farid again", "Spend half an hour being bored with my own program", due="2w Fri")
    .on("2w Wed 21:00")
    .follows_up("farid again", "Minute nineteen: a date in the year 0.")
)

DIEGO = (
    Story(
        "Diego Cárdenas",
        "diego@example.com",
        zone="America/Mexico_City",
        cohort=JUNIPER,
        line="Keeps a tidy tracker: removed a contact on her wish, restored another removed by mistake.",
    )
    .on("4w Thu 18:50")
    .goal("maps", "Talk to two people who draw maps for buses", due="+12d", target=2)
    .adds(
        "irma", "Irma Solís", "weak", company="RutaLibre", role="Volunteer mapper", how="Mapping party in Roma Norte."
    )
    .adds("beto", "Beto Aguilar", "weak", company="RutaLibre", role="Developer", how="The other end of the same table.")
    .adds("celia", "Celia Paz", "cold", company="Metro", role="Planner")
    .on("3w Mon 19:30")
    .removes("celia")
    .on("3w Tue 20:05")
    .speaks_to("irma", "maps", "social")
    .removes("beto")
    .restores("beto")
    .on("3w Thu 21:15")
    .talks(
        "irma",
        "in_person",
        questions="Which stop is wrong on every map?",
        notes="The one in front of her house. The bus stops where the driver's cousin sells juice.",
        whom_next="Beto, who keeps the list of stops that are really cousins.",
    )
    .decides("irma", "Ride route 37 once and note where it truly stops", due="2w Sat")
    .says_no_to("jess")
    .on("9d 08:30")
    .moves_takeaway("irma", "+2d", "The 37 is on strike.")
    .on("4d 19:45")
    .drafts(
        "beto",
        "maps",
        intro="Beto, it is Diego from the mapping party, with the broken marker.",
        purpose="Irma says you keep a list of stops that are really cousins. I would like to see it.",
        ask="Tacos?",
    )
)

JESS = (
    Story(
        "Jess Tan",
        "jess@example.net",
        zone="Australia/Melbourne",
        cohort=JUNIPER,
        line="Closed a goal in a low week and reopened it; was declined as a buddy once, asked again elsewhere.",
    )
    .on("4w Wed 19:20")
    .goal("parks", "Talk with somebody who builds things for national parks", due="+3d", level="III")
    .adds("bronwyn", "Bronwyn Mercer", "cold", company="Parks Digital", role="UX researcher")
    .on("3w Wed 20:40")
    .asks("diego", "We both like maps.")
    .on("2w Mon 21:30")
    .closes_goal("parks", "I cannot see why anybody in a national park would talk to me.")
    .on("2w Wed 09:10")
    .reopens_goal("parks", "Slept on it. The worst that can happen is a wombat.")
    .asks("marisol", "Diego already has a buddy, and you laughed at the wombat. Would you?")
    .on("2w Thu 19:05")
    .drafts(
        "bronwyn",
        "parks",
        intro="Hi Bronwyn, I am Jess. I led tours in the Grampians and now learn front-end.",
        purpose="I would like to hear how you ask people questions while they are out of breath.",
        why="Your report has a chapter about gates. I have opinions about gates.",
        ask="Could we talk for twenty minutes, on the phone or on a hill?",
    )
    .sends("bronwyn", "email")
    .on("9d 19:25")
    .checks_in("marisol", 2, "Sent it and hid the phone in the fridge.", "Take the phone out of the fridge.")
    .on("6d 08:05")
    .hears("bronwyn", "A hill, she says, next Sunday.")
    .arranges("bronwyn", "+2d 10:00")
    .on("2d 20:30")
    .checks_in("marisol", 4, "I am going up a hill with a researcher.", "Gates, chapter four.")
)

CHLOE = (
    Story(
        "Chloé Dubois",
        "chloe@example.org",
        zone="America/Montreal",
        cohort=HERON,
        line="Her goal counts follow-through: two of three takeaways followed up, the third is late.",
    )
    .on("8w Fri 12:20")
    .goal(
        "through",
        "Finish what I decide: three takeaways, truly followed up",
        due="+4d",
        target=3,
        measure="follow_through",
    )
    .adds("odile", "Odile Tremblay", "alum", company="Érable", role="Developer", how="First Heron cohort ever.")
    .adds("manu", "Manu Gagnon", "fellow", how="Evening group, cooks for everybody.")
    .adds("helene", "Hélène Cyr", "weak", company="Boréal", role="Team lead", how="My sister's climbing partner.")
    .on("7w Wed 19:40")
    .asks("patricia", "You are not afraid of anything, it seems. I am afraid of the phone.")
    .speaks_to("odile", "through", "slack")
    .on("6w Wed 12:35")
    .talks(
        "odile",
        "call",
        questions="What did you not finish?",
        notes="A blog. She keeps its title on a card as a warning.",
    )
    .decides("odile", "Put my unfinished things on one card and strike out two", due="5w Mon")
    .on("6w Fri 18:30")
    .follows_up("odile", "Struck out the podcast and the knitting machine. It was a relief.")
    .checks_in("patricia", 4, "One of three. The podcast is dead.", "Talk to Manu.")
    .on("5w Tue 12:10")
    .speaks_to("manu", "through", "in_person")
    .talks("manu", "in_person", notes="He finishes things by inviting people for the day on which they must be done.")
    .decides("manu", "Invite two people to see my project on a fixed evening", due="4w Wed")
    .on("4w Wed 21:30")
    .follows_up("manu", "Five came. It crashed once, at the right moment, and everybody clapped.")
    .checks_in("patricia", 5, "Two of three. Five people in my kitchen.", "Hélène.")
    .cheers("patricia")
    .on("3w Thu 19:00")
    .speaks_to("helene", "through", "call")
    .on("2w Tue 12:45")
    .talks(
        "helene",
        "call",
        questions="How do you end a project?",
        notes="With a photograph and a list of what was left out.",
    )
    .decides("helene", "Write the list of what my project leaves out", due="5d")
    .on("2w Thu 18:20")
    .checks_in("patricia", 3, "Have the third. It is a list, and lists frighten me.", "Begin the list.")
    .on("3d 20:15")
    .checks_in("patricia", 2, "The list is at two lines and two days late.", "A third line.")
)

OMAR = (
    Story(
        "Omar Siddiqui",
        "omar@example.com",
        zone="Europe/London",
        cohort=JUNIPER,
        line="Moved from London to Toronto in the middle of it, and switched reminders off.",
    )
    .on("4w Wed 20:15")
    .goal("books", "Talk to somebody who builds library catalogues", due="+9d", level="II")
    .adds(
        "ruthie",
        "Ruthie Blum",
        "dormant",
        company="City Library",
        role="Systems librarian",
        how="Supervised my thesis.",
    )
    .on("3w Wed 12:40")
    .switches_nudges_off()
    .speaks_to("ruthie", "books", "email")
    .on("3w Sat 15:30")
    .hears("ruthie", "She is on sabbatical and delighted.")
    .on("9d 11:00")
    .moves_to("America/Toronto")
    .on("6d 19:10")
    .talks(
        "ruthie",
        "call",
        questions="What can a catalogue not say?",
        notes="That a book is loved. She measured it once by coffee stains. Time difference is her afternoon tea.",
        whom_next="Priyanka at the Toronto library, five streets from my new door.",
    )
    .decides("ruthie", "Visit Priyanka's library and say hello from Ruthie", due="+3d", kind="introduction")
)

SAOIRSE = (
    Story(
        "Saoirse Brennan",
        "saoirse@example.net",
        zone="Europe/Dublin",
        cohort=HERON,
        line="Began with Heron, repeats the first module with Juniper, and brought her goal along.",
    )
    .on("8w Tue 19:45")
    .goal("farm", "Talk to one person who writes software for farms", due="4w Fri", level="II")
    .adds("eoin", "Eoin Keane", "weak", company="Féar", role="Developer", how="Buys our hay.")
    .on("6w Sun 18:20")
    .moves_goal("farm", "+6d", "I was in hospital for a week. The cows were asked to wait, and so is this.")
    .on("3w Thu 19:30")
    .speaks_to("eoin", "farm", "in_person")
    .on("7d 18:15")
    .talks(
        "eoin",
        "in_person",
        questions="Who enters the numbers?",
        notes="His mother, at nine in the evening, with one finger. Everything he builds is built for that finger.",
        whom_next="His mother, plainly.",
    )
    .decides("eoin", "Watch his mother enter one day's numbers, and only watch", due="+2d")
)

STORIES = (YUKI, FARAH, RAVI, DIEGO, JESS, CHLOE, OMAR, SAOIRSE)

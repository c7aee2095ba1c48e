"""Different ways to go about it: by mail only, past a no, around a busy contact, without a takeaway, along old ties."""

from scripts.demo.story import Story
from scripts.demo.teller import HERON, JUNIPER

ELIF = (
    Story(
        "Elif Demir",
        "elif@example.org",
        zone="Europe/Istanbul",
        cohort=HERON,
        line="Does everything by mail, and it works: two conversations in writing, both followed up.",
    )
    .on("8w Wed 21:05")
    .asks("lucia", "I do not like calls and I answer every letter. If that suits you, so do I.", every=14)
    .on("8w Fri 20:40")
    .goal(
        "letters", "Two conversations in writing with people who translate software", due="3w Mon", target=2, level="II"
    )
    .adds(
        "cem",
        "Cem Aydın",
        "dormant",
        company="Çeviri Evi",
        role="Localisation engineer",
        email="cem@ceviri.example.com",
    )
    .adds("greta", "Greta Olofsson", "weak", company="Ordbro", role="Terminologist", email="greta@ordbro.example.net")
    .on("7w Thu 21:30")
    .drafts(
        "cem",
        "letters",
        intro="Dear Cem, it has been nine years since the dictionary. I have left publishing and learn to program.",
        purpose="I would like to know what happens to a sentence between the translator and the button.",
        why="You were the only one in the office who asked what the button did.",
        ask="Write whenever you like, as long or short as you like. I would love to have it by the end of the month.",
    )
    .sends("cem", "email")
    .on("6w Mon 20:15")
    .hears("cem", "Four pages. He had been waiting for somebody to ask.")
    .on("6w Fri 21:10")
    .talks(
        "cem",
        "email",
        questions="What happens to plurals?\nWho decides how long a word may be?",
        notes="Plurals: Turkish asks for less than English, Polish for more, and the program always asks for two. Word "
        "length is decided by a designer who reads only English. Seven letters between us so far.",
        whom_next="Greta Olofsson; he sent greetings ahead.",
    )
    .decides("cem", "Read how plural rules are stored, and try Polish in my own project", due="5w Fri")
    .checks_in("lucia", 4, "Seven letters with Cem.", "Try Polish.")
    .on("5w Thu 20:25")
    .follows_up("cem", "Polish needs four forms. My project now says 5 książek and I am absurdly proud.")
    .on("4w Mon 21:40")
    .drafts(
        "greta",
        "letters",
        intro="Dear Ms Olofsson, Cem Aydın sends greetings, and I send a question.",
        purpose="How do you decide that two words in two languages are the same thing?",
        why="You once refused to translate a term and wrote an essay instead.",
        ask="A few lines would make me happy; an essay happier.",
    )
    .sends("greta", "email")
    .on("4w Thu 20:05")
    .hears("greta", "Not an essay, she wrote, and then it was one.")
    .on("4w Fri 21:55")
    .talks(
        "greta",
        "email",
        questions="When are two words the same thing?",
        notes="When somebody would act the same on both. She keeps a drawer of words that looked alike and were not.",
        whom_next="Her colleague Pelle, who argues with the drawer.",
    )
    .decides("greta", "Start a drawer of my own: words in our code that look alike and are not", due="3w Fri")
    .on("3w Thu 21:00")
    .follows_up(
        "greta", "Eleven entries. User, member and person were three things in our project, and now have three names."
    )
    .checks_in("lucia", 5, "Both done, all in writing, nobody has heard my voice.", "Rest, then a third letter.")
    .on("8d 20:50")
    .goal(
        "third",
        "One more conversation in writing, this time with somebody I do not know at all",
        due="+2w Wed",
        level="III",
    )
    .shares_goal("third", "private")
    .checks_in("lucia", 4, "Chose a goal that scares me, and keep it to myself for now.", "Find the address.")
)

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

GUS = (
    Story(
        "Gus Halloran",
        "gus@example.org",
        zone="Europe/Dublin",
        cohort=JUNIPER,
        line="Talks to everybody and writes little down: three conversations held, two of them without a takeaway.",
    )
    .on("4w Tue 21:15")
    .asks("dev", "My mam says you are the only teacher I would listen to.")
    .on("4w Thu 13:30")
    .goal("depot", "Three chats with people who keep transport apps alive", due="+6d", target=3)
    .adds(
        "maeve",
        "Maeve Tierney",
        "weak",
        company="Busáras Digital",
        role="App support",
        how="Sits at the back of the 46A.",
    )
    .speaks_to("maeve", "depot", "in_person")
    .on("3w Mon 18:10")
    .talks("maeve", "in_person")
    .on("3w Thu 19:40")
    .checks_in("dev", 4, "Grand chat with Maeve on the bus, all the way to the terminus.", "Another one.")
    .on("2w Tue 18:05")
    .adds("padraig", "Pádraig Lyons", "dormant", company="Luas", role="Depot manager", how="Hurling, under-16s.")
    .speaks_to("padraig", "depot", "call")
    .talks("padraig", "call", notes="He says trams never lie and drivers seldom. Something about sand.")
    .on("9d 17:30")
    .checks_in("dev", 3, "Two done. You will ask what I took from them. I took the 46A.", "Write one line each.")
    .on("8d 20:20")
    .writes_notes(
        "maeve",
        "What I remember: people report a late bus by its colour, not its number. She answers with the driver's "
        "first name.",
    )
    .decides("maeve", "Ask ten passengers what they call their bus", due="4d")
    .on("4d 18:55")
    .follows_up("maeve", "Nobody said the number. Three said the sick green one.")
    .adds("tadhg", "Tadhg Breen", "fellow", how="In Juniper, used to clean trams at night.")
    .speaks_to("tadhg", "depot", "in_person")
    .on("3d 13:40")
    .talks("tadhg", "in_person", notes="He knows which seats people fight over. I should have asked why.")
)

NADIA = (
    Story(
        "Nadia Rahimi",
        "nadia@example.com",
        zone="Europe/Brussels",
        cohort=HERON,
        line="Let a takeaway go with a reason, picked another one up again, and took back a proposal.",
    )
    .on("8w Thu 19:20")
    .goal("law", "Two conversations with lawyers who became developers", due="3w Sun", target=2)
    .adds("joost", "Joost Claes", "cold", company="Clausule", role="Developer")
    .adds(
        "mehri",
        "Mehri Sadeghi",
        "dormant",
        company="Advocaten Noord",
        role="Partner",
        how="We shared a courtroom corridor.",
    )
    .on("7w Tue 20:25")
    .asks("yuki", "I heard you are methodical. I am loud. Might work.")
    .on("7w Fri 19:00")
    .takes_back("yuki")
    .on("6w Mon 18:40")
    .drafts(
        "joost",
        "law",
        intro="Beste Joost, I defended tenants for six years and now I debug for a living, soon.",
        purpose="I would like to hear what you miss.",
        why="Your profile says: still argues, now with compilers.",
        ask="A walk in the park on one of these days?",
    )
    .sends("joost", "linkedin", "6w Fri 17:00", "5w Mon 17:00")
    .on("6w Wed 12:10")
    .hears("joost", "He misses the robe.")
    .on("5w Mon 18:30")
    .talks(
        "joost",
        "in_person",
        questions="What do you miss?\nWhat do you not miss at all?",
        notes="Misses the robe, not the clock. Said a contract is a program that runs on people. We walked eleven "
        "thousand steps.",
        whom_next="A reading group on legal language in Ghent.",
    )
    .decides("joost", "Go to one evening of the reading group in Ghent", due="4w Thu")
    .on("4w Fri 09:15")
    .drops("joost", "The group moved to Tuesdays, when my daughter sings. I would rather hear her.")
    .on("3w Tue 19:35")
    .speaks_to("mehri", "law", "call")
    .talks("mehri", "call", notes="She considers leaving, too. I was the one who was asked for advice, imagine.")
    .decides("mehri", "Send Mehri the three pages that made me start", due="3w Fri")
    .on("3w Thu 21:10")
    .drops("mehri", "I cannot find two of the three pages.")
    .on("2w Sat 11:05")
    .picks_up("mehri")
    .follows_up("mehri", "Found them behind the atlas. She has read them on the train, twice.")
)

PATRICIA = (
    Story(
        "Patricia Gallagher",
        "patricia@example.org",
        zone="America/New_York",
        cohort=HERON,
        line="Twenty years a nurse; goes through old ties one by one and finds most of them glad to hear from her.",
    )
    .on("8w Wed 20:00")
    .goal(
        "old", "Get back in touch with four people I worked with and ask how software reaches them", due="+1d", target=4
    )
    .shares_goal("old", "words")
    .adds(
        "wanda", "Wanda Kosciuk", "dormant", company="St. Brendan's", role="Charge nurse", how="Night shifts 2009–2014."
    )
    .adds(
        "earl",
        "Earl Simmons",
        "dormant",
        company="MedRelay",
        role="Implementation",
        how="Installed our charting system.",
    )
    .adds("joan", "Joan Abernathy", "dormant", company="Retired", role="Ward clerk", how="Knew every form by number.")
    .adds(
        "luis",
        "Luis Otero",
        "dormant",
        company="City Ambulance",
        role="Dispatcher",
        how="Voice on the radio for years.",
    )
    .on("7w Thu 19:30")
    .accepts("chloe")
    .drafts(
        "earl",
        "old",
        intro="Earl, it is Pat from 4 West. I am the one who hid your cables. I am studying to be a developer, at "
        "fifty-one.",
        purpose="I want to hear what installing that system looked like from your side of the cart.",
        why="You came back on a Sunday to fix the font because my eyes are bad.",
        ask="Coffee, on me, any morning next week?",
    )
    .sends("earl", "email")
    .on("6w Mon 07:45")
    .hears("earl", "He still has one of the cables.")
    .on("6w Thu 09:40")
    .talks(
        "earl",
        "in_person",
        questions="What did we do that drove you mad?\nWhat would you build differently?",
        notes="We wrote on paper first and typed at three in the morning, so every time stamp was a lie. He would "
        "build for "
        "three in the morning.",
        whom_next="His project manager then, now at a startup for shift plans.",
    )
    .decides("earl", "Ask Joan which form people always filled in twice", due="5w Thu")
    .on("6w Fri 20:10")
    .checks_in("chloe", 4, "Coffee with Earl. We laughed about the cables.", "Ring Joan.")
    .on("5w Tue 15:20")
    .speaks_to("joan", "old", "call")
    .talks("joan", "call", notes="Form 27-B. In triplicate. She recited it. Her hip is new and she dances.")
    .follows_up("earl", "27-B, of course. The doctors signed it without reading since 1996.")
    .decides("joan", "Draw 27-B as one screen that a tired person can fill in", due="4w Tue")
    .on("4w Mon 21:05")
    .follows_up("joan", "One screen, four fields. Joan says two would do.")
    .checks_in("chloe", 5, "Joan cut my four fields to two. She should have my job.", "Wanda.")
    .on("4w Sat 11:15")
    .speaks_to("wanda", "old", "call")
    .on("3w Wed 19:50")
    .talks(
        "wanda",
        "call",
        notes="She cried a little, then I did. They chart on tablets that freeze when it is cold in the ambulance bay.",
        whom_next="The young man who brings new tablets and never stays.",
    )
    .decides("wanda", "Find out why those tablets freeze", due="2w Wed")
    .on("2w Wed 20:25")
    .follows_up("wanda", "Battery protection below eight degrees. Wanda keeps them under her coat now.")
    .checks_in("chloe", 4, "Three of four.", "Luis, before I lose courage.")
    .on("9d 18:30")
    .drafts(
        "luis",
        "old",
        intro="Luis, this is 4 West calling. You never saw my face and I never saw yours.",
        purpose="I would like to know what you saw on your screen while I only heard you.",
        ask="Tell me a good hour, and I will ring the old number.",
    )
    .sends("luis", "call")
    .on("4d 20:00")
    .checks_in("chloe", 3, "Left a message for Luis. His voice on the machine is the same.", "Wait two more days.")
)

STORIES = (ELIF, MARCUS, SOFIA, GUS, NADIA, PATRICIA)

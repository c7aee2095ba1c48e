"""Takeaways: forgotten, let go, taken up again, and counted by a goal of their own."""

from scripts.demo.story import Story
from scripts.demo.teller import HERON, JUNIPER

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

STORIES = (GUS, NADIA, CHLOE)

"""What people correct and change their minds about: a tie, a goal, a contact, a closing."""

from scripts.demo.story import Story
from scripts.demo.teller import HERON, JUNIPER

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
    .on("3w Thu 18:30")
    .closes_goal("ports", "My stranger was a classmate, which I would not trade. I will look for another port later.")
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

STORIES = (RAVI, DIEGO, JESS)

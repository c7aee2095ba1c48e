"""Noor, Ada's buddy: one promise after the other, a check-in every week."""

from scripts.demo.story import Story
from scripts.demo.teller import HERON

NOOR = (
    Story(
        "Noor Haddad",
        "noor@example.org",
        zone="Europe/Amsterdam",
        cohort=HERON,
        line="Ada's buddy: checks in every week, kept two promises in time, works on the third.",
    )
    .on("8w Thu 08:25")
    .accepts("ada")
    .on("8w Thu 18:30")
    .goal("hello", "Meet one new person in the cloud community of my city", due="6w Sun", measure="contacted")
    .shares_goal("hello", "words")
    .on("7w Wed 21:15")
    .adds(
        "femke",
        "Femke Dijkstra",
        "cold",
        company="Waterlijn",
        role="Site reliability engineer",
        how="Organises the monthly cloud evening at the library.",
        email="femke@waterlijn.example.com",
    )
    .on("7w Fri 08:10")
    .checks_in("ada", 2, "I have a name: Femke, who runs the cloud evenings.", "Write to her before Wednesday.")
    .on("6w Tue 19:40")
    .drafts(
        "femke",
        "hello",
        intro="Hi Femke, I am Noor. I was a pharmacy assistant for six years and now learn back-end development.",
        purpose="I would like to come to the cloud evening and not stand beside the coats the whole time.",
        why="You wrote on the event page that newcomers may help with the chairs. That sounds exactly like me.",
        ask="May I come half an hour early on the 3rd Thursday and help?",
    )
    .sends("femke", "email")
    .on("6w Fri 07:55")
    .hears("femke", "She wrote back with a row of smileys: yes please, bring strong arms.")
    .checks_in("ada", 4, "Sent it, answered. I carry chairs on Thursday.", "Actually go.")
    .on("5w Thu 22:00")
    .talks(
        "femke",
        "in_person",
        questions="What broke last week?\nWhat should I learn before Kubernetes?",
        notes="Forty chairs. Femke told me about an outage caused by a full disk, told like a crime story. Before "
        "Kubernetes: be able to read logs on one machine. I talked to three people, which is three more than last "
        "time.",
        whom_next="Bram, who gives a talk about logs next month.",
    )
    .decides("femke", "Find the slowest request in my own project by reading its logs only", due="4w Wed")
    .on("5w Fri 08:20")
    .checks_in("ada", 5, "Forty chairs, three conversations.", "Read logs.")
    .on("4w Tue 20:50")
    .follows_up("femke", "It was the login. Fourteen hundred milliseconds, and I know why.")
    .goal("two", "Have one conversation with somebody who is on call for a living", due="2w Fri", level="III")
    .on("4w Sat 11:30")
    .checks_in("ada", 4, "Found my slowest request. It was fun, tell nobody.", "Find somebody who is on call.")
    .adds("bram", "Bram Okkerse", "cold", company="Veerdienst", role="On-call engineer", how="Gives the logs talk.")
    .on("3w Mon 19:15")
    .drafts(
        "bram",
        "two",
        intro="Hello Bram, I am Noor, the one who stacked the chairs at Femke's last evening.",
        purpose="I want to learn what being on call does to a week, before I decide that I want it.",
        why="Femke says you once fixed a ferry timetable from a wedding. I have questions.",
        ask="Could I buy you a coffee before the next evening, or on the Saturday after?",
    )
    .sends("bram", "email", "3w Fri 17:30", "3w Sat 11:00")
    .on("3w Wed 12:10")
    .hears("bram", "Friday, half past five, at the ferry pier of all places.")
    .arranges("bram", "3w Fri 17:30")
    .on("3w Fri 19:05")
    .talks(
        "bram",
        "in_person",
        questions="How often are you woken?\nWhat do you do in the first five minutes?",
        notes="Woken twice a month. First five minutes: breathe, read, change nothing. He keeps a notebook of every "
        "alarm "
        "and what it truly meant. The wedding story is true; the bride was his sister and held the phone.",
        whom_next="Lotte from his team, who hands over the shift to him.",
    )
    .decides("bram", "Write a five-minute card for my own project: what to look at first", due="2w Wed")
    .checks_in("ada", 4, "Coffee with Bram at the pier. I may want this job.", "Write my five-minute card.")
    .on("2w Tue 20:05")
    .follows_up("bram", "One card, six lines. Bram asked whether he may copy line four.")
    .on("9d 20:25")
    .goal("three", "Ask two people from Bram's team how they hand over a shift", due="+12d", target=2)
    .checks_in(
        "ada", 4, "New goal set. Your varnish sentence made me want to write to strangers, too.", "Write to Lotte."
    )
    .cheers("ada")
    .on("5d 19:10")
    .adds("lotte", "Lotte van Rijn", "weak", company="Veerdienst", role="On-call engineer", introduced_by="bram")
    .drafts(
        "lotte",
        "three",
        intro="Hi Lotte, Bram told me that your handovers are the calmest hour of his week.",
        purpose="I would like to see one, or hear how you prepare it.",
        ask="Could I listen in for ten minutes some Friday?",
    )
    .sends("lotte", "slack")
    .on("2d 20:15")
    .checks_in(
        "ada",
        4,
        "Wrote to Lotte after three days of looking at the draft. Your rule of sending before nine in the evening "
        "helped.",
        "If she says yes I will need a quiet Friday. How was the call with Thomas?",
    )
    .cheers("ada")
)

STORIES = (NOOR,)

"""Students who began and fell silent: after a contact, after a good draft, after one busy Saturday."""

from scripts.demo.story import Story
from scripts.demo.teller import HERON, JUNIPER

CALEB = (
    Story(
        "Caleb Osei",
        "caleb@example.org",
        zone="Europe/London",
        cohort=HERON,
        line="Silent since the first week; one goal overdue, nudges unread.",
    )
    .on("8w Wed 21:50")
    .goal(
        "one", "Write to one person from my old rugby club who works with computers", due="6w Wed", measure="contacted"
    )
    .on("8w Thu 13:05")
    .adds(
        "gareth", "Gareth Pugh", "dormant", company="Severn Data", role="Something with databases", how="Prop forward."
    )
)

INGRID = (
    Story(
        "Ingrid Solheim",
        "ingrid@example.com",
        zone="Europe/Oslo",
        cohort=HERON,
        line="Wrote one good draft and never sent it; asked Bea to be her buddy and was told no, kindly.",
    )
    .on("8w Thu 20:20")
    .goal("one", "Ask one person how they got their first job in games", due="2w Sun", level="III")
    .adds("pal", "Pål Nygård", "cold", company="Fjord Interactive", role="Gameplay programmer")
    .on("7w Sun 19:40")
    .drafts(
        "pal",
        "one",
        intro="Hi Pål, I am Ingrid, a church organist who is learning to program.",
        purpose="I would like to know how you got into games, and whether there is a door for people who read music "
        "first.",
        why="The water in your last game moves in 5/8. I counted.",
        ask="Could I ask you three questions in writing?",
    )
    .on("6w Tue 21:20")
    .asks("bea", "You seem to send things. I write things. We might complete each other.")
    .on("6w Thu 21:05")
    .revises(
        "pal",
        intro="Hi Pål, I am Ingrid, an organist who is learning to program.",
        purpose="I would like to know how you got into games, and whether there is a door for people who read music "
        "first.",
        why="The water in your last game moves in 5/8. I counted it twice, and then with my feet.",
        ask="Could I ask you three questions in writing? You need not answer all of them.",
    )
)

TYRELL = (
    Story(
        "Tyrell Jackson",
        "tyrell@example.net",
        zone="America/Chicago",
        cohort=JUNIPER,
        line="Sent four messages on one Saturday and nothing since; two came back.",
    )
    .on("4w Sat 10:05")
    .goal("ten", "Ten conversations in two weeks, because why not", due="2w Sat", target=10)
    .adds("kayla", "Kayla Brooks", "alum", company="Lakeshore Apps", role="iOS developer", how="Juniper two years ago.")
    .adds("reggie", "Reggie Dunn", "weak", company="Cook County Transit", role="Analyst", how="Barbershop.")
    .adds("paola", "Paola Ríos", "cold", company="Bright Meridian", role="Design engineer")
    .adds("hank", "Hank Sorensen", "dormant", company="Prairie Freight", role="Dispatcher", how="Worked the same dock.")
    .speaks_to("hank", "ten", "call")
    .speaks_to("reggie", "ten", "in_person")
    .drafts("kayla", "ten", intro="Hi Kayla, Tyrell here, new Juniper.", purpose="Tell me everything.", ask="Today?")
    .sends("kayla", "linkedin")
    .drafts(
        "paola", "ten", intro="Hi Paola, I am Tyrell.", purpose="I like your work and want to talk.", ask="Call me?"
    )
    .sends("paola", "linkedin")
    .on("3w Mon 12:30")
    .hears("kayla", "She laughed and asked me to send three questions instead of everything.")
    .on("3w Tue 18:45")
    .talks("hank", "call", notes="An hour about pallets, and at the end he asked whether I can fix the label printer.")
    .hears_nothing("paola")
    .on("2w Fri 19:10")
    .rewords_goal(
        "ten",
        "Ten conversations, however long it takes, and three questions ready for each",
        "Answer Kayla\nGo back to Hank about the printer",
    )
)

STORIES = (CALEB, INGRID, TYRELL)

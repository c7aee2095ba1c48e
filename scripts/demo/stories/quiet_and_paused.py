"""Pairs at rest: a buddy who went quiet while the other goes on, and a pause that both agreed to."""

from scripts.demo.story import Story
from scripts.demo.teller import HERON

SAM = (
    Story(
        "Sam Whitaker",
        "sam@example.org",
        zone="America/Denver",
        cohort=HERON,
        line="Keeps checking in, although the buddy, Kenji, went quiet four weeks ago.",
    )
    .on("8w Thu 17:20")
    .asks("kenji", "Same time zone, same terrible coffee. Want to hold each other to things?")
    .goal("ranger", "Talk to two people who map wildfires", due="+3d", target=2)
    .on("7w Wed 18:40")
    .checks_in("kenji", 3, "Found the mapping group of the forest service.", "Write to whoever signs the maps.")
    .adds("dale", "Dale Yellowhorse", "cold", company="Forest Mapping Office", role="GIS developer")
    .drafts(
        "dale",
        "ranger",
        intro="Hello Dale, I am Sam. I fought fires for six seasons and read your maps by headlamp.",
        purpose="I am learning to program and would like to see the side of the map I never saw.",
        why="Your name is on the Elk Creek sheet. It kept us on the right ridge.",
        ask="Could we talk for twenty minutes, any evening this month?",
    )
    .sends("dale", "email")
    .on("6w Mon 09:30")
    .hears("dale", "He remembers the ridge. Friday evening.")
    .chooses("dale", "What is the oldest part of the map program?", "What do crews get wrong when they read it?")
    .on("6w Fri 19:20")
    .talks(
        "dale",
        "call",
        notes="The oldest part draws the legend, from 1998. Crews trust the colour and skip the date. He wants the "
        "date "
        "larger and has lost that argument nine times.",
        whom_next="Wilma in Boise, who wins arguments.",
    )
    .decides("dale", "Sketch a legend in which nobody can miss the date", due="5w Sat")
    .on("6w Sat 10:10")
    .checks_in("kenji", 5, "Dale remembered Elk Creek. I had to stand up during the call.", "Sketch his legend.")
    .on("5w Fri 18:35")
    .follows_up("dale", "Three sketches. He printed the second one and put it on the wall of the office.")
    .checks_in("kenji", 4, "My sketch hangs in a government office.", "Find Wilma.")
    .on("4w Thu 19:00")
    .cheers("kenji")
    .checks_in("kenji", 4, "No word from you for a while, which is fine. Tea is on me whenever.", "Write to Wilma.")
    .on("3w Fri 18:25")
    .adds("wilma", "Wilma Achterberg", "weak", company="Boise Fire Lab", role="Software lead", introduced_by="dale")
    .speaks_to("wilma", "ranger", "email")
    .on("2w Thu 17:50")
    .hears("wilma", "After the season ends, she says, and that it ends when the snow says so.")
    .is_put_off("wilma", "+2d")
    .checks_in("kenji", 3, "Wilma waits for snow. So do I.", "Look at the sky.")
)

KENJI = (
    Story(
        "Kenji Morita",
        "kenji@example.net",
        zone="America/Denver",
        cohort=HERON,
        line="Began well as Sam's buddy, then went quiet; his reminders pile up.",
    )
    .on("8w Thu 19:05")
    .accepts("sam")
    .on("8w Fri 18:10")
    .goal("one", "Meet one person who left kitchens for code, as I did", due="3w Fri")
    .adds("lorena", "Lorena Baca", "weak", company="Mile High Tickets", role="Junior developer", how="Ran the pass.")
    .on("7w Thu 22:00")
    .checks_in("sam", 4, "Lorena said come by any time.", "Come by.")
    .on("6w Sun 13:15")
    .speaks_to("lorena", "one", "in_person")
    .cheers("sam")
    .on("5w Mon 21:30")
    .checks_in("sam", 2, "Double shifts again. I said yes to the restaurant for a month, for the money.", "Sleep.")
)

OLUWASEUN = (
    Story(
        "Oluwaseun Adeyemi",
        "oluwaseun@example.com",
        zone="Europe/Dublin",
        cohort=HERON,
        line="Paused with Marta until his twins let him sleep; nobody is nudged meanwhile.",
    )
    .on("8w Wed 20:30")
    .goal("one", "Talk with one parent who changed careers with small children at home", due="+2w Sun", level="II")
    .adds("declan", "Declan Roche", "fellow", how="In the evening course. Three daughters.")
    .on("7w Tue 20:50")
    .asks("marta", "You leave class as fast as I do, so I guess somebody waits for you, too.")
    .on("6w Wed 21:00")
    .checks_in("marta", 3, "Spoke to Declan by the coffee machine.", "A proper half hour with him.")
    .speaks_to("declan", "one", "in_person")
    .on("5w Wed 21:20")
    .checks_in("marta", 3, "Declan is free when his daughters swim.", "Go to the swimming pool.")
    .on("4w Wed 12:15")
    .hears("declan", "Bring a towel, he said, and he was not joking.")
    .on("3w Tue 22:00")
    .checks_in("marta", 1, "They came five weeks early, both well, both loud. I write this with one hand.", "Nothing.")
    .pauses("marta", until="+10d")
)

MARTA = (
    Story(
        "Marta Kowalczyk",
        "marta@example.org",
        zone="Europe/Dublin",
        cohort=HERON,
        line="The other half of the pause; goes on alone, with her own goal on course.",
    )
    .on("7w Wed 07:45")
    .accepts("oluwaseun")
    .on("7w Thu 20:10")
    .goal("care", "Two conversations with people who build software for care homes", due="+8d", target=2)
    .adds("sinead", "Sinéad Foley", "weak", company="Homely", role="Support lead", how="Sister of a patient of mine.")
    .on("6w Thu 20:40")
    .checks_in("oluwaseun", 3, "Have a name and a phone number and cold feet.", "Warm feet, then call.")
    .on("5w Sat 11:10")
    .speaks_to("sinead", "care", "call")
    .on("4w Tue 19:30")
    .talks(
        "sinead",
        "call",
        questions="What do carers curse about most?\nWhat do you wish developers would see once?",
        notes="They curse about logging in with wet hands, forty times a shift. She wishes a developer would carry a "
        "tray for one day. I have carried trays for nine years.",
        whom_next="Oisín, the only developer who once came along.",
    )
    .decides("sinead", "Write down my own tray day, hour by hour, and send it to Sinéad", due="3w Wed")
    .checks_in("oluwaseun", 5, "Sinéad listened to me as if I were the expert.", "Write down my tray day.")
    .cheers("oluwaseun")
    .on("3w Wed 20:30")
    .follows_up("sinead", "Two pages. She read them aloud in their Monday meeting and Oisín wants to meet.")
    .on("9d 19:15")
    .adds("oisin", "Oisín Daly", "weak", company="Homely", role="Developer", introduced_by="sinead")
    .drafts(
        "oisin",
        "care",
        intro="Hello Oisín, I am Marta, of the tray day.",
        purpose="I would like to hear what you changed after you came along on a shift.",
        why="Sinéad says you took notes on a paper towel.",
        ask="Could we talk on one of these evenings, or while you commute?",
    )
    .sends("oisin", "email", "5d 19:00", "4d 19:00")
    .on("6d 08:30")
    .is_put_off("oisin", "+1d")
)

STORIES = (SAM, KENJI, OLUWASEUN, MARTA)

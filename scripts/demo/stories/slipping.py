"""Students whose promises slipped: achieved late, overdue, moved twice with reasons."""

from scripts.demo.story import Story
from scripts.demo.teller import HERON

PRIYA = (
    Story(
        "Priya Raghunathan",
        "priya@example.com",
        zone="Asia/Kolkata",
        cohort=HERON,
        line="Achieved her goal eight days late, with a mentor as buddy; asked staff whether it counts.",
    )
    .on("8w Wed 20:40")
    .goal("first", "Have a conversation with a woman who leads a platform team", due="4w Sun", level="III")
    .adds("lakshmi", "Lakshmi Varma", "cold", company="Tarang Systems", role="Platform lead")
    .adds("deepa", "Deepa Nambiar", "cold", company="Kavya Cloud", role="Head of platform")
    .on("7w Mon 19:05")
    .asks("helena", "I plan well and begin badly. Would you look in on me once a fortnight?", every=14)
    .on("6w Sat 11:20")
    .drafts(
        "lakshmi",
        "first",
        intro="Dear Ms Varma, I am Priya, a physics teacher until March.",
        purpose="I want to learn how a platform team decides what not to build.",
        why="You wrote that your best quarter was the one in which you removed two services.",
        ask="Would you have twenty minutes in the coming weeks?",
    )
    .on("6w Sun 21:30")
    .checks_in("helena", 2, "A plan in four columns. Nothing sent.", "Send one of them.")
    .on("5w Thu 22:10")
    .sends("lakshmi", "linkedin")
    .on("4w Thu 21:40")
    .hears_nothing("lakshmi")
    .checks_in("helena", 2, "Silence from Lakshmi, and my date is on Sunday.", "Try Deepa, without a plan.")
    .drafts(
        "deepa",
        "first",
        intro="Dear Deepa, I taught physics for nine years and now I make servers nervous.",
        purpose="How do you decide what not to build?",
        why="Your team publishes its mistakes with dates. I would like to work like that.",
        ask="Any fifteen minutes, also early, also Sunday.",
    )
    .sends("deepa", "email", "3w Mon 08:00", "3w Tue 08:00")
    .on("3w Mon 07:40")
    .hears("deepa", "Eight o'clock, while she walks the dog.")
    .on("3w Mon 09:05")
    .talks(
        "deepa",
        "call",
        questions="What did you decide not to build this year?\nWho was disappointed?",
        notes="A dashboard that three directors wanted. She built a weekly mail of four numbers instead; one "
        "director still "
        "asks. The dog is called Kernel.",
        whom_next="Her sister, who leads a team of two and calls it a platform.",
    )
    .decides("deepa", "List what my project could lose without anybody noticing", due="2w Mon")
    .on("2w Mon 20:15")
    .follows_up("deepa", "Two endpoints and a colour scheme. Nobody has noticed.")
    .on("9d 21:05")
    .checks_in("helena", 4, "Done, late, and I am less ashamed than I planned to be.", "A small one next.")
    .goal("small", "Thank Lakshmi for not answering by asking her one better question", due="+5d", measure="contacted")
)

DMITRI = (
    Story(
        "Dmitri Volkov",
        "dmitri@example.net",
        zone="Europe/Riga",
        cohort=HERON,
        line="Overdue: one of three, and he has read every reminder.",
    )
    .on("8w Fri 21:15")
    .goal("three", "Three conversations with developers in shipping before the second project", due="1w Wed", target=3)
    .adds("andris", "Andris Ozols", "weak", company="Baltic Pilot", role="Developer", how="Sailed on the same ferry.")
    .adds("ilze", "Ilze Kalniņa", "cold", company="Portlogs", role="Product engineer")
    .on("6w Thu 21:40")
    .speaks_to("andris", "three", "call")
    .on("6w Fri 18:20")
    .talks(
        "andris",
        "in_person",
        questions="What do ships send home?",
        notes="Position every ten seconds and almost nothing else. He showed me a gap of four minutes in the log: "
        "the ship "
        "was fine, the antenna had an opinion.",
        whom_next="Ilze at Portlogs.",
    )
    .decides("andris", "Draw how a message gets from the ship to a screen ashore", due="5w Fri")
    .on("5w Sun 20:55")
    .follows_up("andris", "Two days late. The drawing has one box called magic, which I will look into.")
    .on("4w Wed 22:00")
    .drafts(
        "ilze",
        "three",
        intro="Hello Ilze, Andris says you know where the gaps in the logs come from.",
        purpose="I would like to learn how you show people something you do not know.",
        ask="Half an hour?",
    )
    .sends("ilze", "linkedin")
    .on("3w Wed 21:45")
    .hears_nothing("ilze")
)

LUCIA = (
    Story(
        "Lucía Ferrer",
        "lucia@example.org",
        zone="Europe/Madrid",
        cohort=HERON,
        line="Moved the same goal twice, each time with a reason, and is now within reach of it.",
    )
    .on("8w Tue 20:05")
    .goal("two", "Talk with two people who write software for theatres", due="5w Thu", target=2)
    .shares_goal("two", "words")
    .adds(
        "nuria", "Núria Sabater", "dormant", company="Teatre Blau", role="Lighting", how="We toured together in 2018."
    )
    .on("8w Fri 18:30")
    .accepts("elif")
    .on("6w Wed 22:00")
    .speaks_to("nuria", "two", "call")
    .on("5w Tue 21:15")
    .checks_in("elif", 2, "Nothing. My mother broke her wrist and I cook for four.", "Move the date without a fight.")
    .moves_goal("two", "3w Thu", "My mother broke her wrist; evenings belong to her kitchen for two weeks.")
    .on("4w Thu 18:45")
    .talks(
        "nuria",
        "call",
        questions="Who wrote the programme that runs your lights?",
        notes="A man called Eloy, in 2006, and he still answers the phone during premieres. She would pay for an undo.",
        whom_next="Eloy, of course.",
    )
    .decides("nuria", "Get Eloy's number from Núria and a good hour to call", kind="introduction", due="3w Fri")
    .on("3w Wed 20:20")
    .moves_goal("two", "+4d", "Eloy is on tour in Chile until the middle of the month; I want him, not just anybody.")
    .on("3w Fri 10:15")
    .is_introduced(
        "nuria",
        "She gave me the number and the advice not to call before eleven.",
        to="eloy",
        name="Eloy Cantero",
        company="Luz y Sombra",
        role="Developer of a lighting desk",
    )
    .checks_in("elif", 3, "Moved it again. This time because of Chile, which feels more glamorous.", "Write to Eloy.")
    .on("8d 11:40")
    .drafts(
        "eloy",
        "two",
        intro="Good morning Eloy, I am Lucía, Núria's stage manager from the Blau, now a student of programming.",
        purpose="I have called your cues four hundred times and never knew that there was one person behind them.",
        why="During the storm scene your desk waited for us. I would like to know how it knew.",
        ask="When you are back: half an hour, after eleven?",
    )
    .sends("eloy", "email", "+1d 11:30", "+2d 11:30")
    .on("4d 12:05")
    .hears("eloy", "Back on Monday. He wants to hear the storm story first.")
    .arranges("eloy", "+2d 11:30")
    .checks_in("elif", 4, "Eloy answered. I may cry at the lighting desk again.", "Three questions for him.")
)

STORIES = (PRIYA, DMITRI, LUCIA)

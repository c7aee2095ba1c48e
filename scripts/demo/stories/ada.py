"""Ada, whom a visitor of the demo school signs in as first: goals, an import, open ends of every kind."""

from scripts.demo.story import Story
from scripts.demo.teller import HERON

ADA = (
    Story(
        "Ada Lindgren",
        "ada@example.org",
        zone="Europe/Berlin",
        cohort=HERON,
        line="In the middle of it: one of two conversations held, an answer outstanding, a takeaway for tomorrow.",
    )
    .on("8w Tue 19:10")
    .goal(
        "first",
        "Talk with one person who finished this programme and hear what the first months at work were really like",
        due="5w Fri",
        level="II",
        steps="Ask after the welcome talk\nChoose three questions\nOffer two evenings\nWrite down one thing to "
        "follow up",
    )
    .adds(
        "henrike",
        "Henrike Vos",
        "alum",
        company="Solarfaden",
        role="Backend developer",
        how="Gave the welcome talk on our second day. Used to be a midwife.",
        email="henrike.vos@example.net",
    )
    .on("8w Wed 12:40")
    .asks("noor", "We sat next to each other on Monday and both hate small talk. Shall we keep an eye on each other?")
    .on("8w Thu 18:05")
    .adds(
        "birgit",
        "Birgit Falk",
        "mentor",
        company="Nordlicht Software",
        role="Staff engineer",
        how="My mentor from the school. Prefers email, answers late in the evening.",
        email="birgit.falk@example.com",
    )
    .on("7w Mon 18:50")
    .drafts(
        "henrike",
        "first",
        intro="Hello Henrike, I am Ada, one of the Herons who asked you about night shifts after your talk. "
        "Until last summer I guided school classes through the maritime museum.",
        purpose="I would like to hear how your first three months as a developer went, the unglamorous parts included.",
        why="You said you kept a list of everything you did not dare to ask. I have started one, and would love to "
        "know "
        "which of yours turned out to be fine to ask after all.",
        ask="Would half an hour on the phone suit you, on one of these two evenings?",
    )
    .sends("henrike", "email", "6w Tue 17:30", "6w Thu 18:00")
    .on("7w Wed 12:15")
    .hears("henrike", "Tuesday works. She will be on a train, so a call, and I should be ready for tunnels.")
    .arranges("henrike", "6w Tue 17:30")
    .on("7w Thu 20:20")
    .checks_in("noor", 3, "Wrote to Henrike and she said yes within two days.", "Choose my three questions.")
    .on("6w Tue 18:20")
    .talks(
        "henrike",
        "call",
        questions="What did a normal Wednesday look like in month one?\nWhat was on your list of things not to ask?\n"
        "Whom did you lean on?",
        notes="Month one: mostly reading, two tiny fixes, one of them a comma. Nobody minded. She blocked an hour each "
        "morning to read old pull requests. Her list of unaskable questions: half were about the build, and "
        "everybody else had them too. She leaned on Tobias, who reviews for new people.",
        whom_next="Tobias Renner, who reviews the pull requests of everybody new at Solarfaden.",
    )
    .decides(
        "henrike", "Ask Henrike to put me in touch with Tobias about how he reviews", kind="introduction", due="5w Tue"
    )
    .on("6w Thu 20:35")
    .checks_in("noor", 4, "Talked to Henrike, tunnels and all. I laughed, which I did not expect.", "Ask about Tobias.")
    .on("5w Mon 18:05")
    .is_introduced(
        "henrike",
        "She wrote to both of us the same evening and said I ask good questions.",
        to="tobias",
        name="Tobias Renner",
        company="Solarfaden",
        role="Backend developer",
    )
    .on("5w Thu 20:10")
    .checks_in("noor", 4, "Have an introduction to Tobias in my inbox.", "Import my LinkedIn contacts, at last.")
    .on("5w Sun 16:10")
    .imports_connections()
    .knows("samantha", "Samantha Perez", "dormant", how="We shared a desk at the museum until 2020. Teaches maths now.")
    .on("4w Tue 12:30")
    .speaks_to("tobias", None, "slack")
    .on("4w Wed 18:45")
    .goal(
        "mentor",
        "Meet Birgit once before the first project and come with three real questions",
        due="3w Fri",
        level="I",
        steps="Send the questions ahead\nAsk whom else I should meet",
    )
    .drafts(
        "birgit",
        "mentor",
        intro="Dear Birgit, this is Ada from Heron. I have built my first small API and it mostly tells me that I am "
        "wrong.",
        purpose="I would like your eye on how I split a problem before I start typing, because I start typing too "
        "early.",
        why="You wrote in your profile that you sketch on paper first; I would like to see such a sketch.",
        ask="Could we take half an hour, in the week after next if that is calmer for you?",
    )
    .sends("birgit", "email", "3w Wed 16:30", "3w Thu 17:00")
    .on("4w Thu 20:45")
    .checks_in("noor", 3, "Wrote to Birgit. Took me an hour for five sentences.", "Talk to Tobias tomorrow.")
    .on("4w Fri 13:10")
    .hears("tobias", "Come by at lunch, he said, he is in the co-working space on Fridays anyway.")
    .talks(
        "tobias",
        "in_person",
        notes="He reads the tests first, then the diff. Small commits with a sentence each make him happy. He "
        "offered to "
        "look at one pull request of mine as if I were on the team.",
        whom_next="Somebody who came from teaching: he thinks Thomas Beck, who is in my LinkedIn list.",
    )
    .decides("tobias", "Split my API exercise into commits that each say one thing", due="3w Tue")
    .on("4w Sat 10:30")
    .hears("birgit", "Wednesday at half past four. She asked for the questions two days before.")
    .arranges("birgit", "3w Wed 16:30")
    .on("3w Mon 19:30")
    .follows_up("tobias", "Eleven commits. Tobias left four comments, three of them kind and one of them right.")
    .on("3w Wed 17:15")
    .talks(
        "birgit",
        "call",
        questions="When do you stop sketching?\nHow do you notice that you solve the wrong problem?\n"
        "What would you practise in my place?",
        notes="Stop sketching when the names stop changing. Wrong problem: when you cannot write the first test. "
        "Practise "
        "saying out loud what a function promises. She drew our lending exercise in four boxes.",
        whom_next="Anybody who came to code from another trade. They remember the beginning.",
    )
    .decides("birgit", "Redo the lending exercise from a sketch, tests first", due="9d")
    .on("3w Thu 20:15")
    .checks_in("noor", 5, "Birgit drew my problem in four boxes. I keep looking at them.", "Redo the exercise.")
    .shows("birgit", "noor", "name", "notes")
    .keeps_notes_confidential("henrike")
    .on("14d 20:30")
    .checks_in("noor", 3, "A heavy week, little networking.", "Set the next goal tomorrow.")
    .on("13d 18:20")
    .goal(
        "current",
        "Talk with two developers who came to code from another trade, before the project weeks start",
        due="+9d",
        target=2,
        level="II",
        steps="Look through the import for people with a first career\nWrite to two, keep a third in mind\n"
        "Ask each what they took along from before",
    )
    .shares_goal("current", "words")
    .knows("thomas", "Thomas Beck", "weak", how="Tobias told me about him: was a teacher, now a junior developer.")
    .knows("natalie", "Natalie Anderson", "dormant", how="Came to every new exhibition, and once explained Git to me.")
    .knows("roksana", "Roksana Dziugieł", "cold", how="Spoke at a meetup I watched online. We have never talked.")
    .on("12d 19:05")
    .drafts(
        "natalie",
        "current",
        intro="Dear Natalie, you may remember me from the museum, I was the one with the ship models. I am now ten "
        "weeks "
        "into learning back-end development.",
        purpose="I am talking with people who did something else first, to learn what they could carry over.",
        why="You once explained Git to me with a guest book. It is still the best explanation I know.",
        ask="Would a short call suit you, on one of these two days?",
    )
    .sends("natalie", "linkedin", "7d 17:30", "5d 12:30")
    .on("10d 08:40")
    .is_put_off("natalie", "2d")
    .on("10d 19:20")
    .follows_up("birgit", "Done from the sketch. Half the code, and I could explain every line to Noor.")
    .drafts(
        "thomas",
        "current",
        intro="Hello Thomas, I am Ada, a former museum guide and now a student at the same kind of school you went to. "
        "Tobias Renner said hello in my place.",
        purpose="I would like to know which habits from teaching helped you as a developer, and which you had to drop.",
        why="You went from a classroom to a code base, and I come from something very like a classroom.",
        ask="Could we talk for twenty minutes next week? I can do any of these late afternoons.",
    )
    .sends("thomas", "linkedin", "3d 16:30", "1d 17:00")
    .on("9d 13:05")
    .hears("thomas", "Happy to. He asked me to bring one thing I am proud of.")
    .arranges("thomas", "1d 17:00")
    .on("8d 12:20")
    .drafts(
        "roksana",
        "current",
        intro="Hello Ms Dziugieł, my name is Ada Lindgren. I am retraining as a back-end developer after seven years "
        "as a "
        "museum guide.",
        purpose="I would like to ask you about moving from restoring furniture to writing payment systems.",
        why="In your talk you compared a migration to stripping old varnish: slowly, and one test patch first. I "
        "have used "
        "that sentence twice this week.",
        ask="Would you have fifteen minutes for three questions, by call or in writing, as you like?",
    )
    .sends("roksana", "linkedin", "4d 18:00", "2d 18:00")
    .on("8d 20:40")
    .checks_in(
        "noor",
        4,
        "Three messages out in one week, which is a personal record. Natalie is busy, Thomas said yes.",
        "Wait for Roksana without refreshing the page.",
    )
    .shows("thomas", "noor", "message")
    .on("6d 18:30")
    .speaks_to("birgit again", None, "call")
    .talks(
        "birgit again",
        "call",
        questions="How do I choose what to test first?",
        notes="Test the promise, not the steps. She lent me her testing book, with pencil marks, and wants one "
        "question back.",
        whom_next="Her colleague Imke, once I have a small service to show.",
    )
    .decides("birgit again", "Read the two chapters Birgit marked and send her one question", due="+1d")
    .on("2d 21:05")
    .cheers("noor")
    .on("1d 17:45")
    .talks(
        "thomas",
        "call",
        questions="Which habits from teaching helped?\nWhich did you have to drop?\nHow did you explain the change "
        "at home?",
        notes="Helped: planning backwards from what should be understood in the end. Had to drop: preparing everything "
        "alone. He pairs twice a week now. I showed the lending exercise; he asked why a loan knows its borrower. "
        "Good question.",
        whom_next="Sandra Ward, who was a baker, and somebody called Joyce at his first job.",
    )
)

STORIES = (ADA,)

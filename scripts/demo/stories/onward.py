"""Students for whom one thing led to the next: early promises kept, and a chain of introductions."""

from scripts.demo.story import Story
from scripts.demo.teller import HERON

AMARA = (
    Story(
        "Amara Nwosu",
        "amara@example.org",
        zone="Africa/Lagos",
        cohort=HERON,
        line="Achieved early, twice; has met levels I and III and has a third goal running.",
    )
    .on("8w Tue 17:20")
    .goal("mentor", "Sit down with a mentor and leave with one thing to try", due="6w Fri", level="I")
    .adds("folake", "Folake Adisa", "mentor", company="Lekki Labs", role="Engineering lead", how="Mentor of our track.")
    .speaks_to("folake", "mentor", "slack")
    .on("8w Thu 16:10")
    .talks(
        "folake",
        "call",
        questions="What do juniors do that helps you most?",
        notes="They ask early and say what they tried. She showed me how she writes down a bug before touching it.",
        whom_next="Her old teammate Ngozi, who reads every message and answers few.",
    )
    .decides("folake", "Write down three bugs the way Folake does, before fixing them", due="7w Fri")
    .on("7w Mon 18:40")
    .asks("theo", "You answered my question on Friday before the teacher did. Buddies?", every=3)
    .on("7w Thu 19:20")
    .follows_up("folake", "The second bug dissolved while I was writing it down. She says that is the point.")
    .on("7w Fri 17:05")
    .goal("cold", "Have one real conversation with a stranger whose work I admire", due="3w Fri", level="III")
    .checks_in("theo", 4, "First goal done ten days early.", "Choose a stranger.")
    .adds(
        "ngozi",
        "Ngozi Eze",
        "cold",
        company="Harmattan",
        role="Database engineer",
        link="https://harmattan.example.com/ngozi",
    )
    .on("6w Wed 18:15")
    .drafts(
        "ngozi",
        "cold",
        intro="Good evening Ms Eze. I am Amara, a former bank teller, eight weeks away from calling myself a "
        "developer.",
        purpose="I would like to understand how you decided what your database should refuse.",
        why="Your post about the ledger that could not lie made me rewrite my whole exercise on a bus.",
        ask="If you answer few messages, one question only: which constraint did you add last, and why?",
    )
    .sends("ngozi", "email")
    .on("6w Fri 20:30")
    .checks_in("theo", 3, "Sent it. I have refreshed my mail more often than I would admit.", "Leave it alone.")
    .on("5w Mon 07:50")
    .hears("ngozi", "Three paragraphs, and at the end: call me on Thursday.")
    .arranges("ngozi", "5w Thu 18:00")
    .on("5w Thu 18:55")
    .talks(
        "ngozi",
        "call",
        questions="Which constraint did you add last?\nWhat did it catch?",
        notes="A foreign key, after a summer in which two invoices belonged to nobody. It caught eleven more in an "
        "hour. "
        "She thinks of constraints as promises the future can keep without remembering them.",
        whom_next="Nobody yet: read first, she says, then ask again.",
    )
    .decides("ngozi", "Add every constraint my schema deserves, and note what breaks", due="4w Thu")
    .checks_in("theo", 5, "She called me. Ngozi Eze called me.", "Add constraints until something breaks.")
    .on("4w Tue 19:10")
    .follows_up("ngozi", "Four constraints, two broken imports, one very embarrassing duplicate. I sent her the list.")
    .on("3w Mon 17:30")
    .goal(
        "give",
        "Help two people in the year below with their first message",
        due="+2w Fri",
        target=2,
        measure="contacted",
    )
    .adds("bisi", "Bisi Alade", "fellow", how="Started at another school; we share a bus.")
    .on("3w Thu 18:20")
    .speaks_to("bisi", "give", "in_person")
    .checks_in(
        "theo",
        4,
        "Helped Bisi with her first message. Explaining it taught me more than sending mine.",
        "Find one more.",
    )
    .on("3d 19:00")
    .checks_in("theo", 4, "Looking for a second person to help. It is harder than writing myself.", "Ask Ruth whom.")
)

THEO = (
    Story(
        "Theo Marchetti",
        "theo@example.com",
        zone="Europe/Rome",
        cohort=HERON,
        line="One introduction led to the next: four people from a single first conversation.",
    )
    .on("8w Wed 18:25")
    .goal(
        "chain",
        "Start with one person I know and let each conversation lead to the next, three times",
        due="1d",
        target=3,
    )
    .adds(
        "carla",
        "Carla Benedetti",
        "alum",
        company="Forno Digitale",
        role="Developer",
        how="Baked with me, left for code.",
    )
    .on("7w Tue 09:15")
    .accepts("amara")
    .on("7w Wed 17:40")
    .speaks_to("carla", "chain", "in_person")
    .on("7w Wed 18:30")
    .talks(
        "carla",
        "in_person",
        questions="How did you tell your first boss that you did not know?",
        notes="Between two batches of focaccia. She said: I told him I do not know yet, and he liked the yet.",
        whom_next="Gianni, who hired her.",
    )
    .decides("carla", "Ask Carla to introduce me to Gianni", kind="introduction", due="6w Wed")
    .on("6w Mon 12:30")
    .is_introduced(
        "carla",
        "She walked me over to his table at the bakery. That was the whole introduction.",
        to="gianni",
        name="Gianni Rota",
        company="Forno Digitale",
        role="Founder",
    )
    .on("6w Tue 19:05")
    .checks_in("amara", 4, "Carla introduced me to Gianni over breakfast.", "Write to him properly.")
    .drafts(
        "gianni",
        "chain",
        intro="Good evening Gianni, I am Theo, the one with flour on his sleeve.",
        purpose="I would like to hear what made you hire Carla when she did not know yet.",
        why="You told her you liked the yet. I have been thinking about that word.",
        ask="Half an hour before the shop opens, any day next week?",
    )
    .sends("gianni", "email", "5w Tue 07:30", "5w Thu 07:30")
    .on("6w Thu 08:10")
    .hears("gianni", "Tuesday, and bring bread from somebody else so that he can complain about it.")
    .arranges("gianni", "5w Tue 07:30")
    .on("5w Tue 08:25")
    .talks(
        "gianni",
        "in_person",
        questions="What do you look for in the first message?",
        notes="One sentence that could only be meant for him. He deletes everything that begins with passionate. He "
        "hired "
        "Carla because she had timed their checkout with a kitchen timer and told him the number.",
        whom_next="Serena, who built that checkout and is proud of the number now.",
    )
    .decides("gianni", "Ask Gianni for a word to Serena", kind="introduction", due="4w Tue")
    .on("4w Mon 20:00")
    .is_introduced(
        "gianni",
        "He forwarded my kitchen timer joke to her, which counts.",
        to="serena",
        name="Serena Lupi",
        company="Forno Digitale",
        role="Frontend developer",
    )
    .speaks_to("serena", "chain", "slack")
    .on("4w Thu 13:20")
    .hears("serena")
    .talks(
        "serena",
        "call",
        questions="What is the number today?",
        notes="It was nine seconds, it is two. She threw away a carousel that nobody had ever turned. She measures "
        "first "
        "and argues afterwards.",
        whom_next="Dario, who runs the performance meetup.",
    )
    .decides("serena", "Measure my own project before and after one change", due="3w Thu")
    .checks_in("amara", 5, "Three out of three, each from the one before.", "Measure something.")
    .on("3w Wed 18:40")
    .is_introduced(
        "serena",
        "Four hundred milliseconds less by deleting one import. She sent it to Dario, and he wrote to me.",
        to="dario",
        name="Dario Conti",
        company="Meetup Lento",
        role="Organiser",
        tie="weak",
    )
    .on("2w Tue 19:25")
    .checks_in("amara", 4, "Dario wants a five-minute talk about my deleted import.", "Say yes before I think.")
    .on("4d 21:10")
    .cheers("amara")
    .checks_in("amara", 3, "Said yes to Dario. Regret it nightly.", "Write three slides.")
)

STORIES = (AMARA, THEO)

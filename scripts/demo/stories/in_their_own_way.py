"""Two ways to go about it: in writing only, and along old ties."""

from scripts.demo.story import Story
from scripts.demo.teller import HERON

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

STORIES = (ELIF, PATRICIA)

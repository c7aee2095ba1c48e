"""Pairs that change: one that ended and a better one, a question that waits for an answer."""

from scripts.demo.story import Story
from scripts.demo.teller import HERON, JUNIPER

BEA = (
    Story(
        "Bea Thornton",
        "bea@example.net",
        zone="Europe/London",
        cohort=HERON,
        line="Ended a partnership that did not fit, without drama, and found a better one.",
    )
    .on("8w Wed 19:10")
    .asks("rafael", "Shall we? I like short and often.", every=3)
    .on("8w Fri 18:30")
    .checks_in("rafael", 3, "List of five names.", "First message on Sunday.")
    .goal("press", "Two conversations with people who build tools for newsrooms", due="2w Fri", target=2)
    .on("7w Tue 18:15")
    .checks_in("rafael", 4, "Sent the first.", "Send the second.")
    .adds("imogen", "Imogen Hale", "dormant", company="The Courier", role="Data journalist", how="Same trainee year.")
    .speaks_to("imogen", "press", "call")
    .on("6w Mon 19:20")
    .parts_from("rafael")
    .on("6w Tue 20:10")
    .asks("viktor", "Rafael and I have different clocks. Yours seems to tick weekly. Would you?")
    .on("6w Wed 08:05")
    .says_no_to("ingrid")
    .on("5w Thu 18:25")
    .talks(
        "imogen",
        "in_person",
        questions="Which tool would you rescue from a fire?",
        notes="A spreadsheet with one macro, written by an intern in 2011. Everything else could burn. She worries "
        "about "
        "who will understand the macro.",
        whom_next="The intern, who now runs a newsroom tools team in Leeds.",
    )
    .decides("imogen", "Find out what that intern's macro really does", due="4w Fri")
    .checks_in("viktor", 4, "Imogen and the holy macro.", "Understand the macro.")
    .on("4w Fri 17:30")
    .follows_up("imogen", "It removes duplicate mayors. I wrote it again in forty lines and tests.")
    .on("4w Sun 17:15")
    .checks_in("viktor", 5, "I rewrote it and Imogen cried a little.", "Ask for the intern's name.")
    .on("3w Wed 18:50")
    .adds("asif", "Asif Rahman", "weak", company="Northern Wire", role="Head of newsroom tools", introduced_by="imogen")
    .drafts(
        "asif",
        "press",
        intro="Hi Asif, I have spent two weeks inside a macro you wrote when you were twenty.",
        purpose="I would like to show you what became of it, and ask what you would do differently now.",
        why="Your comment in row 3 says: sorry, whoever you are. No need.",
        ask="Half an hour by call, on one of these days?",
    )
    .sends("asif", "email", "2w Mon 17:00", "2w Wed 17:00")
    .on("2w Wed 17:50")
    .talks(
        "asif",
        "call",
        questions="What would you do differently?",
        notes="Nothing, he said, apart from the mayors. He reads applications himself and likes people who read old "
        "code.",
        whom_next="His colleague Hetty, who looks after the archive.",
    )
    .decides("asif", "Publish the forty lines with a note on where they come from", due="6d")
    .on("2w Thu 19:10")
    .checks_in("viktor", 5, "Two of two, two days before the date.", "Publish.")
    .on("7d 18:05")
    .follows_up("asif", "Published. Asif left a star and the words: no sorry needed.")
    .checks_in("viktor", 4, "It is public.", "A quiet week.")
)

RAFAEL = (
    Story(
        "Rafael Moreira",
        "rafael@example.com",
        zone="America/Sao_Paulo",
        cohort=HERON,
        line="His partnership with Bea ended after two weeks; he works alone, and well.",
    )
    .on("8w Thu 11:30")
    .accepts("bea")
    .on("7w Mon 21:40")
    .checks_in("bea", 3, "Every three days is a lot with the night shift.", "Find a rhythm.")
    .on("5w Wed 22:00")
    .goal("samba", "Talk to somebody who writes music software", due="1w Fri", level="III")
    .adds("thais", "Thaís Barreto", "cold", company="Batucada Audio", role="DSP engineer")
    .on("4w Thu 15:30")
    .drafts(
        "thais",
        "samba",
        intro="Oi Thaís, I am Rafael, a sound technician who is learning to program.",
        purpose="I would like to understand how a drum becomes numbers and stays a drum.",
        why="Your plug-in is the only one that makes my surdo sound wet.",
        ask="Would you tell me in a voice message or a call, whatever is least work?",
    )
    .sends("thais", "social")
    .on("3w Mon 16:05")
    .hears("thais", "Eleven minutes of voice message. Bliss.")
    .on("3w Thu 20:30")
    .talks(
        "thais",
        "call",
        questions="Where do the numbers go wrong?",
        notes="At the attack. The first two milliseconds decide. She taps on the table when she explains, so I "
        "recorded the "
        "table, with her permission.",
        whom_next="Her teacher in Recife.",
    )
    .decides("thais", "Cut the first two milliseconds off ten drum samples and listen", due="2w Thu")
    .on("2w Thu 21:15")
    .follows_up("thais", "Without them a drum is a door. I made a little player to prove it.")
)

HANA = (
    Story(
        "Hana Kim",
        "hana@example.org",
        zone="Asia/Seoul",
        cohort=JUNIPER,
        line="Asked Leo to be her buddy three days ago and waits for his answer.",
    )
    .on("4w Thu 20:15")
    .goal("type", "Talk with one type designer about the web", due="+2d")
    .adds("jiwon", "Seo Ji-won", "cold", company="Hangeul Works", role="Type designer")
    .on("3w Sat 14:30")
    .drafts(
        "jiwon",
        "type",
        intro="Hello Ms Seo, I am Hana. I set type by hand at a newspaper until it closed in spring.",
        purpose="I want to learn how a letter behaves when nobody knows the width of the page.",
        why="Your talk on spacing between syllable blocks is the reason I signed up for front-end.",
        ask="May I send you three questions, or visit for half an hour?",
    )
    .sends("jiwon", "email", "2w Fri 16:00")
    .on("2w Mon 10:05")
    .hears("jiwon", "Visit, she says. Friday, shoes off.")
    .on("2w Fri 17:40")
    .talks(
        "jiwon",
        "in_person",
        questions="What does a browser do to your letters?",
        notes="It guesses. She showed me a word at six widths, and where it begins to stumble. Tea in cups without "
        "handles.",
        whom_next="Min-seo, who draws the emoji for her font.",
    )
    .decides("jiwon", "Build a page that shows one word at six widths", due="6d")
    .on("7d 21:20")
    .follows_up("jiwon", "Six widths and a slider. She found a stumble at 311 pixels that she had not known.")
    .on("3d 19:45")
    .asks("leo", "Your code reviews are kind and exact. I would like to be checked on by somebody like that.")
)

LEO = (
    Story(
        "Léo Fontaine",
        "leo@example.net",
        zone="Europe/Paris",
        cohort=JUNIPER,
        line="Has a proposal from Hana to answer, and a small goal of his own for the end of the week.",
    )
    .on("4w Wed 18:20")
    .goal("blog", "Ask two people who write about accessible pages what they would read first", due="+5d", target=2)
    .adds(
        "oceane", "Océane Giraud", "alum", company="Clair", role="Accessibility lead", how="Came to our first Friday."
    )
    .adds("bastien", "Bastien Roux", "cold", company="Sans Barrière", role="Consultant")
    .on("3w Tue 12:40")
    .drafts(
        "oceane",
        "blog",
        intro="Bonjour Océane, I am Léo from Juniper, I asked the long question about focus rings.",
        purpose="You could have answered for an hour. I would like to hear the other fifty-five minutes.",
        why="My grandmother uses the web with her ears. You described her evening without knowing her.",
        ask="A coffee near your office, or a call?",
    )
    .sends("oceane", "slack", "3w Fri 12:30", "2w Tue 12:30")
    .on("3w Wed 09:10")
    .hears("oceane", "Friday lunch, and I should bring my grandmother's questions.")
    .arranges("oceane", "3w Fri 12:30")
    .on("3w Fri 14:05")
    .talks(
        "oceane",
        "in_person",
        questions="What would you read first?\nHow does one test with the ears?",
        notes="Read nothing first: unplug the mouse for an afternoon. Then turn the screen off. I lasted twelve "
        "minutes.",
        whom_next="Bastien Roux, with whom she disagrees about everything, cheerfully.",
    )
    .decides("oceane", "One afternoon without a mouse, and a list of where I got stuck", due="2w Wed")
    .on("2w Tue 18:10")
    .follows_up("oceane", "Nine places, four of them mine. She asked for the list to show her team.")
    .on("9d 13:20")
    .drafts(
        "bastien",
        "blog",
        intro="Bonjour, I am Léo, a student of front-end development and grandson of a demanding user.",
        purpose="I would like to hear the opposite of what Océane Giraud told me.",
        why="You wrote that checklists make people stop listening.",
        ask="Ten minutes, in writing if you prefer?",
    )
    .sends("bastien", "linkedin")
)

STORIES = (BEA, RAFAEL, HANA, LEO)

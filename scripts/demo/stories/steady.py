"""Students on course: one step after the other, until the date."""

from scripts.demo.story import Story
from scripts.demo.teller import HERON, JUNIPER

TOMEK = (
    Story(
        "Tomek Zieliński",
        "tomek@example.net",
        zone="Europe/Warsaw",
        cohort=HERON,
        line="On track: two of three conversations, and a mentor as buddy.",
    )
    .on("8w Tue 18:15")
    .asks("helena", "You offered to look in on one of us. I would like to be that one, if you still have room.")
    .on("8w Fri 17:40")
    .goal(
        "three",
        "Talk to three people who maintain software that is older than me",
        due="+1w Fri",
        target=3,
        level="III",
        steps="One from a bank\nOne from a hospital\nOne from anywhere with a mainframe",
    )
    .shares_goal("three", "words")
    .adds("justyna", "Justyna Wrona", "cold", company="Bank Rolniczy", role="COBOL developer", how="Writes a column.")
    .adds("ryszard", "Ryszard Pawlak", "dormant", company="Szpital Wolski", role="IT", how="My father's chess partner.")
    .on("7w Tue 21:05")
    .checks_in("helena", 3, "Two names on my list.", "Draft the one to Justyna.")
    .drafts(
        "justyna",
        "three",
        intro="Dear Ms Wrona, I am Tomek, a trained clockmaker who is becoming a developer.",
        purpose="I would like to learn how one takes care of a program for thirty years.",
        why="Your column.",
        ask="Could we speak?",
    )
    .on("6w Mon 18:30")
    .speaks_to("ryszard", "three", "call")
    .on("6w Wed 19:55")
    .talks(
        "ryszard",
        "in_person",
        notes="Over chess. The ward system is from 1994 and prints labels. They once replaced it and had to go back "
        "within "
        "a week because the new one could not print two labels at once. Lesson: ask the nurses first.",
        whom_next="The nurse who keeps the old printer alive, Pani Danuta.",
    )
    .decides("ryszard", "Read how label printers are spoken to, and explain it to Ryszard in plain words", due="5w Wed")
    .on("6w Fri 20:10")
    .checks_in("helena", 4, "Ryszard told me about the label disaster. I lost the chess.", "Shorten Justyna's draft.")
    .on("5w Tue 18:50")
    .revises(
        "justyna",
        intro="Dear Ms Wrona, I am Tomek, a clockmaker who is learning to program.",
        purpose="I would like to ask you how one takes care of a program for thirty years.",
        why="In your column you called a batch job an old dog that knows the way. I repaired clocks like that.",
        ask="Twenty minutes by phone would be a gift. I can do these two mornings.",
    )
    .follows_up("ryszard", "I explained it with a rubber stamp. He beat me again.")
    .on("5w Wed 08:20")
    .sends("justyna", "email", "4w Tue 09:00", "4w Thu 09:00")
    .on("4w Mon 09:30")
    .hears("justyna", "She answered from her garden. Thursday, and please no slides.")
    .arranges("justyna", "4w Thu 09:00")
    .on("4w Thu 10:05")
    .talks(
        "justyna",
        "call",
        questions="Which part are you afraid to touch?\nWho will know it after you?",
        notes="She is afraid of nothing but the year-end run. Nobody follows her yet; the bank now pays her to teach "
        "two "
        "people. Tests are written as letters to whoever comes next.",
        whom_next="Marek, one of the two she teaches.",
    )
    .decides("justyna", "Write one test in my project as a letter to whoever comes next", due="3w Thu")
    .on("3w Tue 19:45")
    .follows_up("justyna", "Sent it to her. She corrected my Polish and nothing else.")
    .checks_in("helena", 5, "Justyna is the person I want to be at sixty.", "Find the third.")
    .on("9d 18:05")
    .adds("marek", "Marek Lis", "weak", company="Bank Rolniczy", role="Trainee", introduced_by="justyna")
    .drafts(
        "marek",
        "three",
        intro="Hello Marek, Justyna Wrona gave me your name and said you would forgive me for it.",
        purpose="You learn a program that is older than both of us. How do you begin?",
        ask="A beer, or a call in the lunch break?",
    )
    .sends("marek", "email")
    .checks_in("helena", 4, "Wrote to Marek.", "Be patient.")
    .on("6d 12:20")
    .hears("marek", "Beer it is, next week.")
    .arranges("marek", "+3d 18:30")
    .on("2d 20:15")
    .checks_in("helena", 4, "Marek said yes, so the third is in sight.", "Prepare two questions.")
)

VIKTOR = (
    Story(
        "Viktor Hansen",
        "viktor@example.net",
        zone="Europe/Copenhagen",
        cohort=HERON,
        line="Counts people contacted: five of six, on a steady pace.",
    )
    .on("8w Thu 19:30")
    .goal("six", "Write to six people in green energy, one a week", due="+6d", target=6, measure="contacted")
    .adds("maja", "Maja Holm", "cold", company="Nordvind", role="Data engineer")
    .adds("asger", "Asger Friis", "dormant", company="Fjernvarme Syd", role="Project lead", how="We rowed together.")
    .adds("signe", "Signe Dahl", "weak", company="Solkraft", role="Developer", how="My neighbour's sister.")
    .on("7w Fri 15:40")
    .drafts(
        "maja",
        "six",
        intro="Hello Maja, I am Viktor, an electrician for twelve years and a student of back-end development for "
        "two weeks.",
        purpose="I know turbines from the inside of the cabinet and would like to know them from the data.",
        why="Your open data set of blade temperatures is the first one I understood without help.",
        ask="May I ask you three questions by mail?",
    )
    .sends("maja", "email")
    .on("6w Thu 19:10")
    .speaks_to("asger", "six", "call")
    .on("6w Thu 20:05")
    .talks("asger", "call", notes="Twelve years since we last spoke, and he asked about my left shoulder first.")
    .decides(
        "asger",
        "Send Asger the photo of our old boat he asked for, and his question about sensors answered",
        due="5w Thu",
    )
    .on("6w Fri 16:00")
    .hears_nothing("maja")
    .accepts("bea")
    .on("5w Wed 18:30")
    .follows_up("asger", "Photo sent, sensors explained. He wants to show it to his team.")
    .on("5w Thu 19:25")
    .drafts(
        "signe",
        "six",
        intro="Hi Signe, your brother lives above me and says you would not mind.",
        purpose="I would like to know what a day at Solkraft is made of.",
        ask="Coffee in your lunch break, any Tuesday?",
    )
    .sends("signe", "linkedin")
    .on("4w Mon 12:15")
    .is_declined("signe", "Friendly no: she is on leave until February. She wished me luck and meant it.")
    .on("4w Thu 19:40")
    .checks_in("bea", 3, "A no from Signe, a nice one.", "Number four this week.")
    .adds("liv", "Liv Bak", "cold", company="Havmølle", role="Firmware engineer")
    .drafts(
        "liv",
        "six",
        intro="Dear Liv, I have been inside eleven of your turbines, always at night.",
        purpose="I would like to hear from the person whose firmware I used to restart.",
        why="The error text E-42, please call somebody, made me laugh at four in the morning. I hope it was yours.",
        ask="Would you answer one question about it?",
    )
    .sends("liv", "email")
    .on("3w Mon 11:05")
    .hears("liv", "It was hers. She has framed the bug report.")
    .on("3w Thu 17:30")
    .talks("liv", "email", notes="Four long mails. She writes error texts for whoever stands in the rain.")
    .decides("liv", "Rewrite my three worst error messages for somebody standing in the rain", due="2w Wed")
    .on("2w Wed 18:20")
    .follows_up("liv", "She gave the third one nine points out of ten.")
    .checks_in("bea", 4, "E-42 was Liv's. I told everybody.", "One more, then the last.")
    .adds("johan", "Johan Brix", "weak", company="Nordvind", role="Team lead")
    .speaks_to("johan", "six", "social")
    .on("7d 19:50")
    .checks_in("bea", 4, "Five of six.", "The sixth.")
)

MARISOL = (
    Story(
        "Marisol Quispe",
        "marisol@example.org",
        zone="America/Lima",
        cohort=JUNIPER,
        line="Four weeks in: the first promise kept with days to spare, the second half way.",
    )
    .on("4w Tue 18:05")
    .goal("first", "Ask somebody I already know how they present their work", due="2w Fri", level="II")
    .adds("ximena", "Ximena Huamán", "fellow", company="Taller Andino", role="Designer", how="Same printmaking class.")
    .on("4w Fri 13:15")
    .speaks_to("ximena", "first", "in_person")
    .on("3w Tue 19:30")
    .talks(
        "ximena",
        "in_person",
        questions="What do you leave out?",
        notes="She shows three things, never ten. Every piece gets one sentence about what was hard.",
        whom_next="Renzo, who photographs portfolios for a living.",
    )
    .decides("ximena", "Cut my portfolio to three pieces, each with its hard part", due="2w Tue")
    .on("2w Mon 20:10")
    .follows_up("ximena", "Three pieces left. It looks like somebody on purpose now.")
    .on("2w Wed 08:30")
    .accepts("jess")
    .on("9d 17:55")
    .goal("second", "Two conversations with people who hire for small studios", due="+10d", target=2)
    .adds("renzo", "Renzo Alva", "weak", company="Estudio Claro", role="Photographer", introduced_by="ximena")
    .speaks_to("renzo", "second", "call")
    .on("8d 19:20")
    .checks_in("jess", 4, "Three pieces in my portfolio, down from ten.", "Ring Renzo, whom I have never met.")
    .cheers("jess")
    .on("5d 18:45")
    .talks("renzo", "call", notes="He does hire: assistants, twice a year. Looks at how they carry the tripod.")
    .decides("renzo", "Ask Renzo which studio site he would be ashamed to show, and say why in one page", due="+4d")
)

STORIES = (TOMEK, VIKTOR, MARISOL)

"""Levels met by rule: the first one and beyond, and all three in a row."""

from scripts.demo.story import Story
from scripts.demo.teller import HERON

YUKI = (
    Story(
        "Yuki Tanabe",
        "yuki@example.com",
        zone="Asia/Tokyo",
        cohort=HERON,
        line="Level I met and gone beyond; closed one goal that had stopped mattering.",
    )
    .on("8w Thu 20:15")
    .goal("mentor", "Show my mentor one page of code and hear what she would delete", due="5w Fri", level="I")
    .adds("sayaka", "Sayaka Mori", "mentor", company="Kumo", role="Principal engineer", how="Mentor from the school.")
    .on("7w Wed 21:30")
    .drafts(
        "sayaka",
        "mentor",
        intro="Dear Mori-san, I am Yuki. I restored violins for eleven years.",
        purpose="I would like to show you one page and hear what you would take away.",
        ask="Twenty minutes, whenever your week is quiet?",
    )
    .sends("sayaka", "email", "6w Tue 20:00", "6w Thu 20:00")
    .on("7w Fri 19:40")
    .hears("sayaka", "Thursday. She asked for the page on paper.")
    .arranges("sayaka", "6w Thu 20:00")
    .on("6w Thu 21:00")
    .talks(
        "sayaka",
        "call",
        questions="What would you delete?\nWhat would you keep although it is ugly?",
        notes="She crossed out a third with a pencil, held to the camera. Kept the ugly loop because it said what it "
        "did.",
        whom_next="Her first apprentice, Ren.",
    )
    .decides("sayaka", "Delete a third of my second page in the same way and send her before and after", due="5w Thu")
    .on("5w Tue 22:00")
    .follows_up("sayaka", "Two fifths. She answered with a drawing of a very small violin.")
    .on("5w Sat 13:20")
    .goal("talks", "Go to three evening talks and speak to one person at each", due="2w Fri", target=3)
    .on("3w Thu 20:45")
    .closes_goal("talks", "Loud rooms cost me two days each. I will meet people one at a time instead.")
    .goal("one", "Ask Ren what the first year with Mori-san was like", due="+5d", level="II")
    .adds("ren", "Ren Hoshino", "weak", company="Kumo", role="Developer", introduced_by="sayaka")
    .on("6d 20:10")
    .drafts(
        "ren",
        "one",
        intro="Hello Ren, Mori-san crossed out a third of my page, and said that you survived worse.",
        purpose="I would like to hear what the first year taught you, and what it cost.",
        why="She still quotes your question about empty lists.",
        ask="A walk, a call or a letter, as you like?",
    )
    .sends("ren", "email", "+1d 20:00", "+3d 20:00")
)

FARAH = (
    Story(
        "Farah Aziz",
        "farah@example.net",
        zone="Asia/Dubai",
        cohort=HERON,
        line="All three levels met, each in a different way; paused with Mei-Ling for a week of exams and resumed.",
    )
    .on("8w Wed 18:20")
    .goal("levels", "One conversation on each level: my mentor, an old colleague, a stranger", due="2w Fri", target=3)
    .adds("samir", "Samir Haddadin", "mentor", company="Qasr", role="Architect", how="Mentor of our group.")
    .adds(
        "lina",
        "Lina Barakat",
        "dormant",
        company="Souk Online",
        role="Product owner",
        how="Shared an office until 2019.",
    )
    .adds("tuomas", "Tuomas Kettunen", "cold", company="Lumi", role="Maintainer of a queue library")
    .on("7w Thu 19:10")
    .speaks_to("samir", "levels", "call")
    .talks(
        "samir",
        "call",
        questions="Which decision do you regret?\nHow did you find out?",
        notes="A cache, three years ago. He found out by a customer who was shown somebody else's birthday cake.",
        whom_next="The colleague who found the cake.",
    )
    .decides("samir", "Write down where my project remembers things it should forget", due="6w Thu")
    .on("6w Wed 20:30")
    .follows_up("samir", "One place, and it was the login. No cake was harmed.")
    .on("6w Sat 17:15")
    .drafts(
        "lina",
        "levels",
        intro="Lina, it is Farah from the window desk. I moved from accounting to code and think of your plants.",
        purpose="You went the other way, from code to product. I would like to hear why.",
        ask="Lunch at the old place?",
    )
    .sends("lina", "social", "5w Tue 13:00")
    .on("5w Mon 09:20")
    .hears("lina", "The old place is a bank now. She knows a better one.")
    .on("5w Tue 14:30")
    .talks(
        "lina",
        "in_person",
        questions="Why did you change?",
        notes="She missed talking to the people for whom it was. The plants live.",
        whom_next="Her tester, who reads code like a detective.",
    )
    .decides(
        "lina", "Ask two people in my building what they do with our grocery app, before I write a line", due="4w Tue"
    )
    .on("4w Mon 19:40")
    .follows_up("lina", "Both use it to argue with their sisters. I would never have guessed.")
    .on("4w Thu 18:25")
    .drafts(
        "tuomas",
        "levels",
        intro="Hello Tuomas, I am Farah, an accountant who learned your queue library before I learned queues.",
        purpose="I would like to know how you decide that a request is not a bug but a wish.",
        why="You closed an issue of mine in 2 minutes with a sentence I still use: tell me what you are waiting for.",
        ask="One call of twenty minutes, or three answers by mail?",
    )
    .sends("tuomas", "email")
    .on("3w Tue 11:50")
    .hears("tuomas", "Mail, he said, and sauna first.")
    .on("3w Thu 19:35")
    .talks(
        "tuomas",
        "email",
        questions="How do you tell a bug from a wish?",
        notes="A bug is a promise he made. A wish is a promise somebody else made in his name.",
        whom_next="Aino, who writes the documentation and knows all the wishes.",
    )
    .decides("tuomas", "Sort the open issues of our class project into promises and wishes", due="2w Thu")
    .accepts("meiling")
    .on("2w Tue 20:50")
    .follows_up("tuomas", "Seven promises, nineteen wishes. The group has stopped arguing.")
    .on("2w Wed 18:10")
    .checks_in("meiling", 5, "All three, in three weeks and a sauna.", "Exams.")
    .pauses("meiling", until="3d")
    .on("5d 19:20")
    .resumes("meiling")
    .checks_in("meiling", 4, "Exams passed, two days sooner than I feared. Back.", "Help you with your introduction.")
)

STORIES = (YUKI, FARAH)

"""Students who moved: to another time zone, to another cohort."""

from scripts.demo.story import Story
from scripts.demo.teller import HERON, JUNIPER

OMAR = (
    Story(
        "Omar Siddiqui",
        "omar@example.com",
        zone="Europe/London",
        cohort=JUNIPER,
        line="Moved from London to Toronto in the middle of it, and switched reminders off.",
    )
    .on("4w Wed 20:15")
    .goal("books", "Talk to somebody who builds library catalogues", due="+9d", level="II")
    .adds(
        "ruthie",
        "Ruthie Blum",
        "dormant",
        company="City Library",
        role="Systems librarian",
        how="Supervised my thesis.",
    )
    .on("3w Wed 12:40")
    .switches_nudges_off()
    .speaks_to("ruthie", "books", "email")
    .on("3w Sat 15:30")
    .hears("ruthie", "She is on sabbatical and delighted.")
    .on("9d 11:00")
    .moves_to("America/Toronto")
    .on("6d 19:10")
    .talks(
        "ruthie",
        "call",
        questions="What can a catalogue not say?",
        notes="That a book is loved. She measured it once by coffee stains. Time difference is her afternoon tea.",
        whom_next="Priyanka at the Toronto library, five streets from my new door.",
    )
    .decides("ruthie", "Visit Priyanka's library and say hello from Ruthie", due="+3d", kind="introduction")
)

SAOIRSE = (
    Story(
        "Saoirse Brennan",
        "saoirse@example.net",
        zone="Europe/Dublin",
        cohort=HERON,
        line="Began with Heron, repeats the first module with Juniper, and brought her goal along.",
    )
    .on("8w Tue 19:45")
    .goal("farm", "Talk to one person who writes software for farms", due="4w Fri", level="II")
    .adds("eoin", "Eoin Keane", "weak", company="Féar", role="Developer", how="Buys our hay.")
    .on("6w Sun 18:20")
    .moves_goal("farm", "+6d", "I was in hospital for a week. The cows were asked to wait, and so is this.")
    .on("3w Thu 19:30")
    .speaks_to("eoin", "farm", "in_person")
    .on("7d 18:15")
    .talks(
        "eoin",
        "in_person",
        questions="Who enters the numbers?",
        notes="His mother, at nine in the evening, with one finger. Everything he builds is built for that finger.",
        whom_next="His mother, plainly.",
    )
    .decides("eoin", "Watch his mother enter one day's numbers, and only watch", due="+2d")
)

STORIES = (OMAR, SAOIRSE)

"""Beginnings: one who came yesterday, one whose first talk is near, a draft that grows."""

from scripts.demo.story import Story
from scripts.demo.teller import JUNIPER

WREN = Story(
    "Wren Castellanos",
    "wren@example.org",
    zone="America/Los_Angeles",
    cohort=JUNIPER,
    joined="1d 09:10",
    line="Came yesterday; everything is empty, so every page says what to do first.",
)

KOFI = (
    Story(
        "Kofi Mensah",
        "kofi@example.org",
        zone="Africa/Accra",
        cohort=JUNIPER,
        line="A conversation arranged for the day after tomorrow, questions sent ahead.",
    )
    .on("4w Fri 19:20")
    .goal("radio", "Talk to one person who builds websites for radio stations", due="+5d", level="II")
    .adds(
        "abena", "Abena Sarpong", "alum", company="Joy Waves", role="Web developer", how="Juniper, the very first one."
    )
    .on("9d 18:40")
    .drafts(
        "abena",
        "radio",
        intro="Hello Abena, I am Kofi, until last year the voice of the morning traffic.",
        purpose="I would like to hear how a station decides what stands on its first page at six in the morning.",
        why="You put the fishing weather first. Nobody in the capital noticed, and everybody on the coast did.",
        ask="Could we talk for half an hour, at any hour after the news?",
    )
    .sends("abena", "email", "+2d 17:30", "+3d 17:30")
    .on("7d 08:05")
    .hears("abena", "She laughed about the fishing weather and chose the first of the two.")
    .arranges("abena", "+2d 17:30")
)

ISOLDE = (
    Story(
        "Isolde Vance",
        "isolde@example.com",
        zone="Europe/London",
        cohort=JUNIPER,
        line="Her draft has grown for ten days, each version better; it waits to be sent.",
    )
    .on("4w Thu 20:10")
    .goal("archive", "Ask an archivist how people find what they do not know they look for", due="+9d", level="III")
    .adds("percy", "Percival Ashdown", "cold", company="County Archive", role="Digital archivist")
    .on("9d 20:30")
    .drafts(
        "percy",
        "archive",
        intro="Dear Sir, I hope this message finds you well.",
        purpose="I am looking for any opportunity to learn.",
        ask="Do you know of an open position, or could you refer me to somebody?",
    )
    .on("6d 21:15")
    .revises(
        "percy",
        intro="Dear Mr Ashdown, I am Isolde. I looked after lost property on the Northern line for eight years.",
        purpose="I would like to learn how you describe a thing so that somebody else can find it.",
        ask="Could we talk at some point?",
    )
    .on("2d 20:45")
    .revises(
        "percy",
        intro="Dear Mr Ashdown, I am Isolde. I looked after lost property on the Northern line for eight years.",
        purpose="I would like to learn how you describe a thing so that somebody else can find it.",
        why="Your catalogue lists a box as: letters, mostly unkind. I knew at once what I would find in it.",
        ask="Could we talk for half an hour, on a Tuesday or Thursday after five?",
    )
)

STORIES = (WREN, KOFI, ISOLDE)

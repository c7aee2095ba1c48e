"""Those who look after the students: two on the staff, two mentors."""

from scripts.demo.story import Story
from scripts.demo.teller import HERON, JUNIPER

RUTH = (
    Story(
        "Ruth Okafor",
        "ruth@example.org",
        zone="Europe/London",
        role="staff",
        line="Runs the Heron cohort; looks into a history when somebody falls quiet, and says why.",
    )
    .on("5w Tue 10:20")
    .looks_at("caleb", "No sign of him since the first week; I want to know what he had planned before I call him.")
    .on("3w Thu 15:45")
    .looks_at("priya", "She asked me whether her conversation counted although it came a week late.")
    .on("2d 09:35")
    .looks_at("caleb", "Second call tomorrow; checking whether anything has moved since the first.")
)

MIGUEL = (
    Story(
        "Miguel Prado",
        "miguel@example.org",
        zone="Europe/Lisbon",
        role="staff",
        line="Runs the Juniper cohort, which started four weeks ago.",
    )
    .on("3w Tue 11:05")
    .moves_to_cohort("saoirse", out_of=HERON, into=JUNIPER)
    .on("3w Tue 11:20")
    .looks_at("saoirse", "She repeats the first module with us; I would like to see which promises she brings along.")
)

HELENA = (
    Story(
        "Helena Brandt",
        "helena@example.com",
        zone="Europe/Vienna",
        role="mentor",
        line="A mentor who is buddy to two students, Tomek and Priya.",
    )
    .on("8w Wed 17:30")
    .accepts("tomek")
    .on("7w Mon 17:45")
    .accepts("priya")
    .on("7w Wed 18:10")
    .checks_in("tomek", 4, "Good first talk. You already ask better questions than my interns.", "Send me your draft.")
    .on("6w Mon 17:40")
    .checks_in("priya", 3, "I read your plan. Ambitious, and fine.", "Pick one of the three names and begin with her.")
    .on("6w Thu 18:00")
    .checks_in("tomek", 4, "Left two comments on your draft, both about length.", "Cut it to half and send it.")
    .on("5w Fri 17:15")
    .cheers("tomek")
    .on("4w Mon 18:25")
    .checks_in("priya", 3, "A missed date is a fact, not a verdict.", "Write down what stood in the way, two lines.")
    .on("4w Wed 17:35")
    .checks_in("tomek", 5, "Your message to Justyna is the best I have read this year.", "Wait. Do not send a second.")
    .on("3w Tue 18:05")
    .cheers("priya")
    .checks_in("priya", 4, "You did it, eight days late and entirely yourself.", "Thank her, then rest.")
    .on("2w Wed 17:50")
    .checks_in("tomek", 4, "We spoke about asking for introductions without feeling like a beggar.", "Try it once.")
    .on("6d 18:15")
    .checks_in("priya", 4, "Short call. You sounded lighter.", "One small message this week, to anybody kind.")
    .on("4d 17:20")
    .checks_in("tomek", 4, "Half an hour on reading other people's code without shame.", "Tell me what Justyna says.")
)

DEV = (
    Story(
        "Dev Mistry",
        "dev@example.com",
        zone="Europe/London",
        role="mentor",
        line="A mentor and former bus driver, buddy to Gus.",
    )
    .on("4w Wed 19:20")
    .accepts("gus")
    .on("3w Wed 19:05")
    .checks_in(
        "gus", 3, "You talk to people as easily as others breathe. The writing down is the work.", "Notes, please."
    )
    .on("2w Thu 18:40")
    .checks_in("gus", 3, "Two good chats and no takeaway again. Smile, then write one line.", "One line per chat.")
    .on("8d 19:15")
    .cheers("gus")
    .on("2d 18:50")
    .checks_in("gus", 4, "Better. You noticed by yourself that a line was missing.", "Decide about the depot talk.")
)

STORIES = (RUTH, MIGUEL, HELENA, DEV)

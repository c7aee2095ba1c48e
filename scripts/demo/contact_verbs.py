"""What people of the demo school do about their contacts."""

from importlib.resources import files
from typing import Self

from domain.accountability.contacts import Card
from projections.imports import carry_out, plan_linkedin
from projections.tracker import ContactCard, contact_with, contacts
from scripts.demo.scene import Scene
from scripts.demo.teller import Teller

EXPORT = "linkedin-Connections.csv"


class ContactVerbs(Teller):
    def adds(
        self,
        key: str,
        name: str,
        tie: str,
        *,
        how: str = "",
        company: str = "",
        role: str = "",
        email: str = "",
        link: str = "",
        introduced_by: str = "",
    ) -> Self:
        card = Card(name, how, company, role, email, link)

        def add(s: Scene) -> None:
            through = s.mine("contact", introduced_by) if introduced_by else None
            s.keep("contact", key, s.school.add_contact(s.act, card=card, tie=tie, introduced_by=through))

        return self.then(add)

    def imports_connections(self) -> Self:
        """The sample export, as the page would: read, compare, add whoever is new; then remove what is nobody."""

        def take_in(s: Scene) -> None:
            data = (files("scripts.demo") / EXPORT).read_bytes()
            plan = plan_linkedin(s.services.views, s.school, s.ids[s.who], data)
            carry_out(s.services.views, s.school, s.act, plan)
            for nobody in [c for c in contacts(s.services.views, s.ids[s.who]) if c.name.text.startswith("=")]:
                s.school.remove_contact(s.act.part("nobody"), nobody.contact_id)

        return self.then(take_in)

    def knows(self, key: str, name: str, tie: str, *, how: str) -> Self:
        """Say of somebody who came with the import how they are known."""

        def say(s: Scene) -> None:
            found = next(c for c in contacts(s.services.views, s.ids[s.who]) if c.name.text == name)
            s.keep("contact", key, found.contact_id)
            s.school.edit_contact(s.act, found.contact_id, card=_card(found, how=how), tie=tie)

        return self.then(say)

    def changes_tie(self, key: str, tie: str, *, how: str) -> Self:
        def say(s: Scene) -> None:
            contact_id = s.mine("contact", key)
            found = contact_with(s.services.views, s.ids[s.who], contact_id)
            assert found is not None
            s.school.edit_contact(s.act, contact_id, card=_card(found, how=how), tie=tie)

        return self.then(say)

    def removes(self, key: str) -> Self:
        return self.then(lambda s: s.school.remove_contact(s.act, s.mine("contact", key)))

    def restores(self, key: str) -> Self:
        return self.then(lambda s: s.school.restore_contact(s.act, s.mine("contact", key)))


def _card(c: ContactCard, *, how: str) -> Card:
    return Card(c.name.text, how, c.company.text, c.role.text, c.email.text, c.link.text, c.connected_on)

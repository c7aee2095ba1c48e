"""Text about people: it travels as `Personal` everywhere, and the store keeps it sealed."""

from uuid import UUID

ERASED_WORDS = "erased"


class Personal:
    """Text that opens only with the key of *every* subject, a member or a contact.

    Subjects are ids as 32 hex digits. `text` is "" when erased; `erased` tells the two apart; `str()` is for pages.
    """

    __slots__ = ("_subjects", "_text")

    def __init__(self, text: str, *subjects: UUID | str) -> None:
        if not subjects:
            raise ValueError("personal text needs a subject")
        self._subjects = tuple(sorted(s.hex if isinstance(s, UUID) else s for s in subjects))
        self._text: str | None = text

    @property
    def subjects(self) -> tuple[str, ...]:
        return self._subjects

    @property
    def text(self) -> str:
        return self._text or ""

    @property
    def erased(self) -> bool:
        return False

    def __str__(self) -> str:
        return f"[{ERASED_WORDS}]" if self.erased else self.text

    def __bool__(self) -> bool:
        return self.erased or bool(self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Personal) and (self.subjects, self.text) == (other.subjects, other.text)

    def __hash__(self) -> int:
        return hash((self.subjects, self.text))

    def __repr__(self) -> str:
        # Never the text: a repr ends up in logs and tracebacks.
        return f"Personal(<sealed for {len(self.subjects)}>)"

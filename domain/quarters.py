"""Calendar quarters: the unit in which a roadmap is planned."""

import re
from dataclasses import dataclass
from datetime import date

_WRITTEN = re.compile(r"^\s*(\d{4})\s*-?\s*Q([1-4])\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """One quarter of one calendar year, written "2027 Q3"."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 4:
            raise ValueError(f"a quarter is 1 to 4, not {self.number}")

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """Read "2027 Q3", "2027Q3" or "2027-Q3". Raises ValueError for anything else."""
        found = _WRITTEN.match(text)
        if not found:
            raise ValueError(f"a quarter such as 2027 Q3 was expected, not {text!r}")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter that a day falls in."""
        return cls(day.year, (day.month - 1) // 3 + 1)

    @property
    def ordinal(self) -> int:
        """Quarters since year 0, so that differences count quarters."""
        return self.year * 4 + self.number - 1

    def plus(self, quarters: int) -> "Quarter":
        """The quarter so many quarters later (or earlier, when negative)."""
        year, index = divmod(self.ordinal + quarters, 4)
        return Quarter(year, index + 1)

    def until(self, last: "Quarter") -> "tuple[Quarter, ...]":
        """Every quarter from this one to `last`, both included; empty when `last` is earlier."""
        return tuple(self.plus(i) for i in range(last.ordinal - self.ordinal + 1))

    def starts_on(self) -> date:
        """The first day of the quarter."""
        return date(self.year, self.number * 3 - 2, 1)

    def __str__(self) -> str:
        return f"{self.year} Q{self.number}"

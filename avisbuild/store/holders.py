"""Who holds a video's lock: a text that names one window, and tells its machine and its process."""

import os
import secrets
from dataclasses import dataclass

from avisbuild.system.machine import has_ended, machine_name, process_space


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """One window, or one run of a program: on which machine, in which process."""

    machine: str
    space: str
    process_id: int
    window: str

    def __str__(self) -> str:
        return f"{self.machine}/{self.space}/{self.process_id}/{self.window}"

    @property
    def is_here(self) -> bool:
        """Whether it is (or was) on this machine, as it was last started: with one clock."""
        return self.space == process_space()

    @property
    def has_ended(self) -> bool:
        """Whether its process is known to run no more; what is elsewhere is not known."""
        return self.is_here and has_ended(self.process_id)


def new_holder() -> str:
    """A holder for a window of this process, unlike any other's."""
    return str(
        Holder(
            machine=machine_name(),
            space=process_space(),
            process_id=os.getpid(),
            window=secrets.token_hex(4),
        )
    )


def parsed_holder(text: str) -> Holder:
    """The parts of a holder; of what no avisbuild wrote, a machine of that name and no process here."""
    parts = text.split("/")
    if len(parts) != 4 or not (parts[2].isascii() and parts[2].isdecimal()):
        return Holder(machine=text[:64], space="", process_id=0, window="")
    return Holder(machine=parts[0], space=parts[1], process_id=int(parts[2][:9]), window=parts[3])

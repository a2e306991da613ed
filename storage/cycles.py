"""Finding what waits for itself."""

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter


def cycles(waits_for: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    """Circles in a graph, each as the names along it with the first again at the end.

    After each one found, its last step is taken out; so circles that share no step are all
    found, and mending what is reported leads to an end. Names that are no keys are passed over.
    """
    left = {
        name: [next_ for next_ in ahead if next_ in waits_for] for name, ahead in waits_for.items()
    }
    while found := _first_cycle(left):
        yield found
        left[found[-2]].remove(found[-1])


def _first_cycle(waits_for: Mapping[str, list[str]]) -> list[str] | None:
    try:
        TopologicalSorter(waits_for).prepare()
    except CycleError as error:
        # graphlib names each node before the one that waits for it.
        cycle: list[str] = error.args[1][::-1]
        return cycle
    return None

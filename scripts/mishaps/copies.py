"""Processes that begin at once: copies of one that has imported all there is to import, and opened nothing."""

from multiprocessing import get_context
from multiprocessing.context import ForkServerContext


def copies_of(module: str) -> ForkServerContext:
    """By the time this returns, a module of that name was imported for whoever is begun."""
    context = get_context("forkserver")
    context.set_forkserver_preload([module])
    first = context.Process(target=len, args=((),))
    first.start()
    first.join()
    return context

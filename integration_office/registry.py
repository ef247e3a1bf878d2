"""Small lists filled by the apps: a module of the same name in each app registers its functions
(found with Django's autodiscover_modules, as the admin does it)."""

from collections.abc import Callable, Iterator


class Registry[F: Callable]:
    """Functions with an order; `@registry.add(order)` puts one in."""

    def __init__(self) -> None:
        self._entries: list[tuple[int, int, F]] = []

    def add(self, order: int = 50) -> Callable[[F], F]:
        """A decorator that registers a function; smaller orders come first."""

        def register(function: F) -> F:
            self._entries.append((order, len(self._entries), function))
            return function

        return register

    def __iter__(self) -> Iterator[F]:
        return iter(function for _, _, function in sorted(self._entries, key=lambda e: e[:2]))

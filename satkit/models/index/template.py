"""A published index model: constructs and arrows that wait for a survey's items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from satkit.errors import Complaint, DefinitionError, near
from satkit.language import Label, Text
from satkit.models.paths import Mode, PathModel, path_model


@dataclass(frozen=True)
class IndexModel:
    """An index as its authors drew it.

    Parameters
    ----------
    name : str
        The key under which it stands on the shelf.
    title : Label
    constructs : mapping of str to Label
    paths : tuple of (source, target)
        Empty where no arrows could be read, or the index has none.
    index : str
        The construct whose 0-100 value is *the* index.
    source : str
        Where it was published.
    confirmed : bool
        False for a candidate: the constructs are published, some arrows are ours.
    shares : mapping of str to float
        For an index without arrows: the share of every part.
    """

    name: str
    title: Label
    constructs: Mapping[str, Label]
    paths: tuple[tuple[str, str], ...]
    index: str
    source: str
    confirmed: bool = True
    shares: Mapping[str, float] | None = None

    def with_items(
        self,
        items: Mapping[str, Sequence[str] | str],
        modes: Mapping[str, Mode] | None = None,
        paths: Sequence[tuple[str, str]] | None = None,
    ) -> PathModel:
        """The path model of a survey that asked ``items``; constructs it did not ask are left out.

        Parameters
        ----------
        items : mapping of construct to items
        paths : sequence of (source, target), optional
            Instead of the published arrows; required where there are none.

        Raises
        ------
        DefinitionError
            If a construct is not part of the model, or there are no arrows.
        """
        strange = [name for name in items if name not in self.constructs]
        if strange:
            raise DefinitionError([self._stranger(name) for name in strange])
        arrows = self.paths if paths is None else tuple(paths)
        if not arrows:
            raise DefinitionError(
                Complaint(
                    Text("the arrows of %(model)s are not part of what was published", {"model": self.title}),
                    hint=Text("give the paths yourself, or choose another index model"),
                )
            )
        asked = {name: items[name] for name in self.constructs if name in items}
        kept = [(source, target) for source, target in arrows if {source, target} <= asked.keys()]
        return path_model(asked, kept, modes)

    def _stranger(self, name: str) -> Complaint:
        return Complaint(
            Text("%(model)s has no construct '%(name)s'", {"model": self.title, "name": name}),
            expected=Text("known: %(names)s", {"names": tuple(self.constructs)}),
            hint=near(name, self.constructs),
        )


IMAGE = Label("形象", "Image")
EXPECTATION = Label("顾客期望", "Expectation")
QUALITY = Label("感知质量", "Perceived quality")
VALUE = Label("感知价值", "Perceived value")
SATISFACTION = Label("顾客满意", "Satisfaction")
COMPLAINTS = Label("顾客抱怨", "Complaints")
LOYALTY = Label("顾客忠诚", "Loyalty")

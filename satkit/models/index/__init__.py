"""The shelf of index models, in the order of their birth."""

from satkit.errors import Complaint, DefinitionError, near
from satkit.language import Text
from satkit.models.index import acsi, ccsi, ecsi, epsi, hkcsi, jcsi, kcsi, ncsb, ncsi_korea, scsb
from satkit.models.index.template import IndexModel
from satkit.stats.arguments import TEXT, arguments

SHELF: dict[str, IndexModel] = {
    book.MODEL.name: book.MODEL
    for book in (scsb, kcsi, acsi, hkcsi, ecsi, ncsi_korea, epsi, ncsb, ccsi, jcsi)
}


@arguments(name=TEXT)
def index_model(name: str) -> IndexModel:
    """A published index model by its name.

    Parameters
    ----------
    name : str
        One of :data:`SHELF`, such as ``"ecsi"``, ``"acsi"`` or ``"ccsi"``.

    Returns
    -------
    IndexModel
        Constructs and arrows; ``with_items`` makes a path model of it.

    Raises
    ------
    DefinitionError
        If there is none of that name.

    Examples
    --------
    >>> len(index_model("ecsi").paths)
    12
    """
    if name not in SHELF:
        raise DefinitionError(
            Complaint(
                Text("no index model '%(name)s'", {"name": name}),
                expected=Text("known: %(names)s", {"names": tuple(SHELF)}),
                hint=near(name, SHELF),
            )
        )
    return SHELF[name]

"""What the maps fetch: the revision of each layer that has something to show."""

from programme.world import World

_MAPPED = ("communes", "parcels", "neighbourhoods_2015", "neighbourhoods_2024", "housing", "facilities")


def revisions(world: World) -> dict[str, str]:
    """Revision by layer of what the ground fetches; operations have that of the programme."""
    found = {"operations": f"p{world.programme.revision}"}
    for key in _MAPPED:
        snapshot = world.snapshot(key)
        if snapshot is not None:
            found[key] = snapshot.revision.id
    return found

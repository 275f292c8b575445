"""HTTP routes that stand beside the pages, in the same process."""

import gzip
from functools import cache
from pathlib import PurePosixPath

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from core.actor import Actor
from layers.layer import Delivery
from layers.registry import layer as layer_of
from layers.registry import library_layers
from maps import libraries
from maps.light import light_geojson
from maps.tiles import exists, tile
from programme.installation import Installation
from programme.world import open_world
from web.answers import FOR_EVER, NOT_KEPT, PRIVATE_FOR_EVER, ByteCache, compressed
from web.guard import guarded

TILE = "application/vnd.mapbox-vector-tile"
GEOJSON = "application/geo+json"
_CACHE_BYTES = 64 * 1024 * 1024


def routes(installation: Installation) -> list[BaseRoute]:
    """Every route, for one installation."""
    kept = ByteCache(_CACHE_BYTES)

    async def tile_answer(request: Request, actor: Actor) -> Response:  # noqa: ARG001 - the library is open to all
        path = request.path_params
        key, revision = path["layer"], path["revision"]
        address = (key, revision, path["z"], path["x"], path["y"])
        content = kept.get(address)
        if content is None:
            layer = layer_of(key)
            if layer.delivery is not Delivery.TILES or not exists(*address[2:]):
                return Response(status_code=404)
            content = await to_thread.run_sync(_make_tile, installation, *address)
            kept.put(address, content)
        return compressed(request, content, TILE, FOR_EVER)

    async def geojson_answer(request: Request, actor: Actor) -> Response:
        key, revision = request.path_params["layer"], request.path_params["revision"]
        if layer_of(key).in_programme:
            return await _operations(request, actor, installation, kept, revision)
        content = kept.get((key, revision))
        if content is None:
            content = await to_thread.run_sync(_make_geojson, installation, key, revision)
            kept.put((key, revision), content)
        return compressed(request, content, GEOJSON, FOR_EVER)

    async def health_answer(request: Request) -> Response:  # noqa: ARG001 - Starlette's signature
        return JSONResponse(
            await to_thread.run_sync(_health, installation), headers={"Cache-Control": NOT_KEPT}
        )

    return [
        Route("/lib/{version}/{name}", library_answer),
        Route("/tiles/{layer}/{revision}/{z:int}/{x:int}/{y:int}.mvt", guarded(tile_answer)),
        Route("/geojson/{layer}/{revision}.json", guarded(geojson_answer)),
        Route("/health", health_answer),
    ]


async def library_answer(request: Request) -> Response:
    """One of the browser files; they are public, hold no data, and no other file can be named."""
    name = request.path_params["name"]
    if name not in libraries.FILES:
        return Response(status_code=404)
    media_type = libraries.MEDIA_TYPES[PurePosixPath(name).suffix]
    current = request.path_params["version"] == libraries.version()
    return compressed(request, _library_file(name), media_type, FOR_EVER if current else NOT_KEPT)


@cache
def _library_file(name: str) -> bytes:
    return gzip.compress(libraries.content(name), compresslevel=9, mtime=0)


def _make_tile(installation: Installation, key: str, revision: str, z: int, x: int, y: int) -> bytes:
    return tile(installation.library.snapshot(key, revision), z, x, y)


def _make_geojson(installation: Installation, key: str, revision: str) -> bytes:
    snapshot = installation.library.snapshot(key, revision)
    return light_geojson(snapshot.layer, snapshot.frame)


async def _operations(
    request: Request, actor: Actor, installation: Installation, kept: ByteCache, revision: str
) -> Response:
    """Operations as this reader may see them; a page opened before a change gets today's, which no one keeps."""
    world = await to_thread.run_sync(
        open_world, installation.settings, installation.store, installation.library, actor
    )
    current = f"p{world.programme.revision}"
    address = ("operations", current, str(actor.role))
    content = kept.get(address)
    if content is None:
        frame = world.programme.operations.reset_index()
        content = await to_thread.run_sync(light_geojson, layer_of("operations"), frame)
        kept.put(address, content)
    return compressed(request, content, GEOJSON, PRIVATE_FOR_EVER if revision == current else NOT_KEPT)


def _health(installation: Installation) -> dict[str, object]:
    current = {item.key: installation.library.current(item.key) for item in library_layers()}
    return {
        "status": "ok",
        "programme": installation.store.revision(),
        "layers": {key: revision.id if revision else None for key, revision in current.items()},
    }

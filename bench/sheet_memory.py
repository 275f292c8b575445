"""``python -m bench.sheet_memory CONFIG EXTENT FORMAT``: makes one A0 and says how much memory it took at most."""

import json
import sys
from pathlib import Path

from exports.sheet.make import audience_world, encode, make_sheet
from exports.sheet.spec import Audience, SheetSpec
from layers.registry import LAYERS
from programme.installation import open_installation


def main() -> None:
    """Make the file and print the peak as JSON."""
    config, extent, form = sys.argv[1:]
    installation = open_installation(Path(config))
    spec = SheetSpec(
        extent=extent, paper="A0", landscape=True, layers=tuple(LAYERS), audience=Audience.PARTNERS
    )
    made = make_sheet(spec, audience_world(installation, Audience.PARTNERS), installation.settings)
    size = len(encode(made, form, dpi=300))
    print(json.dumps({"peak_bytes": _peak(), "bytes": size}))


def _peak() -> int:
    """Greatest resident size of this process: what a parent had before is not in it."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main()

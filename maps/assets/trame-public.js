/* Features and tiles of a public edition, read from files: by range and by fetch where a server gives them, carried by
   script files where there is none (a page opened from a disk fetches nothing). Stands before trame.js, which asks it. */
(function () {
  "use strict";

  const BLOCK = 65536; // as exports/edition/tiles.py cuts the archive
  const served = /^https?:$/.test(window.location.protocol);
  const carried = new Map();
  let config = null;
  let map = null;

  /* On a server, data of another edition has another address: no browser mixes two of them. */
  function address(name) {
    return `${config.edition.base}data/${name}${served ? `?v=${config.edition.version}` : ""}`;
  }

  // ------------------------------------------------------------------ scripts that carry data

  const awaited = new Map();

  /* A carrier is a script of one call: `TrameCarried("tiles-3", …)`. */
  window.TrameCarried = (name, value) => {
    carried.set(name, value);
  };

  function carrier(name) {
    if (carried.has(name)) return Promise.resolve(carried.get(name));
    if (!awaited.has(name)) {
      awaited.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = address(`${name}.js`);
        script.onload = () => (carried.has(name) ? resolve(carried.get(name)) : reject(new Error(name)));
        script.onerror = () => { awaited.delete(name); reject(new Error(name)); };
        document.head.appendChild(script);
      }));
    }
    return awaited.get(name);
  }

  function bytes(text) {
    const raw = atob(text);
    const found = new Uint8Array(raw.length);
    for (let place = 0; place < raw.length; place += 1) found[place] = raw.charCodeAt(place);
    return found;
  }

  // ------------------------------------------------------------------ light layers

  async function features(layer) {
    if (served) {
      const answer = await fetch(address(`${layer.url}.geojson`)).catch(() => null);
      if (answer && answer.ok) return answer.json();
    }
    return carrier(layer.url);
  }

  // ------------------------------------------------------------------ the archive of tiles

  /* Bytes of the archive: a range of the file, or blocks that scripts carry once a server has answered otherwise. */
  class Archive {
    constructor() { this.ranges = served; }
    getKey() { return "trame"; }
    async getBytes(offset, length, signal) {
      if (this.ranges) {
        const found = await this.range(offset, length, signal);
        if (found) return { data: found };
        this.ranges = false;
      }
      const first = Math.floor(offset / BLOCK);
      const count = (await carrier("tiles")).blocks;
      const last = Math.min(count - 1, Math.floor((offset + length - 1) / BLOCK));
      const blocks = [];
      for (let number = first; number <= last; number += 1) blocks.push(carrier(`tiles-${number}`).then(bytes));
      const parts = await Promise.all(blocks);
      const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
      let place = 0;
      for (const part of parts) { whole.set(part, place); place += part.length; }
      const start = offset - first * BLOCK;
      return { data: whole.slice(start, start + length).buffer };
    }
    async range(offset, length, signal) {
      try {
        const answer = await fetch(address("tiles.pmtiles"), {
          signal, headers: { Range: `bytes=${offset}-${offset + length - 1}` },
        });
        if (answer.status === 206) return await answer.arrayBuffer();
        if (answer.body) answer.body.cancel();
      } catch (fault) {
        if (signal && signal.aborted) throw fault;
      }
      return null;
    }
  }

  let archive = null;

  /* Beyond the closest zoom of the archive, a part of its tile is drawn larger: vectors stay sharp. */
  function tiles() {
    if (!archive) {
      archive = new protomapsL.PmtilesSource("tiles", false);
      archive.p.source = new Archive();
    }
    return {
      async get(place, size) {
        const closest = (await archive.p.getHeader()).maxZoom;
        const beyond = Math.max(0, place.z - closest);
        const factor = 2 ** beyond;
        const parent = { z: place.z - beyond, x: Math.floor(place.x / factor), y: Math.floor(place.y / factor) };
        const layers = await archive.get(parent, size);
        if (!beyond) return layers;
        const left = (place.x - parent.x * factor) * size;
        const top = (place.y - parent.y * factor) * size;
        const larger = new Map();
        for (const [name, items] of layers) {
          larger.set(name, items.map((item) => Object.assign({}, item, {
            geom: item.geom.map((ring) => ring.map((point) => ({ x: point.x * factor - left, y: point.y * factor - top }))),
          })));
        }
        return larger;
      },
    };
  }

  // ------------------------------------------------------------------ what the page asks for

  const told = { layers: [], operations: null, selection: null, fit: null, basemap: null, start: null };
  let wish = 0;

  function update(changes) {
    Object.assign(told, changes);
    window.Trame.update(Object.assign({}, told));
  }

  function fit(bounds, zoom) {
    wish += 1;
    return { wish, bounds, zoom };
  }

  async function choose(key, identifier, { move = true } = {}) {
    const layer = config.layers.find((item) => item.key === key);
    if (!layer) return null;
    const data = await features(layer);
    const feature = data.features.find((item) => item.properties.id === identifier);
    if (!feature) {
      update({ selection: null });
      return null;
    }
    const bounds = L.geoJSON(feature).getBounds();
    const changes = { selection: { shape: { type: "FeatureCollection", features: [feature] } } };
    if (!told.layers.includes(key)) changes.layers = [...told.layers, key];
    if (move) changes.fit = fit([bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()], 16);
    update(changes);
    return feature.properties;
  }

  function chosen(layer, feature) {
    if (layer.key === "communes") return;
    choose(layer.key, feature.properties.id, { move: false });
    document.dispatchEvent(new CustomEvent("trame-chosen", { detail: { layer: layer.key, id: feature.properties.id, label: feature.properties.label } }));
  }

  /* Called by trame.js through `Trame.mount`, which this wraps once it is there. */
  function begin(leaflet, settings) {
    map = leaflet;
    config = settings;
    update({ layers: settings.edition.layers, fit: fit(settings.edition.bounds, 17) });
    document.dispatchEvent(new CustomEvent("trame-ready"));
  }

  window.TrameSource = { features, tiles, chosen };
  window.TramePublic = {
    begin,
    update,
    choose,
    layers: () => told.layers,
    everything: () => update({ selection: null, fit: fit(config.edition.bounds, 17) }),
    map: () => map,
  };
})();

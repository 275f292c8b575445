/* The map in the browser. The server builds the ground once (`Trame.mount`) and then sends only what changes
   (`Trame.update`): layers shown, operations kept by the filters, the selection. Text reaches the page through
   textContent alone; nothing from data is ever run. */
(function () {
  "use strict";

  const { TILE_PX, styleOf, pathOptions, drawTile } = window.TrameSymbols;
  const SHARP_ZOOM = 13;
  let map, config, state, shown, operations, names;
  let started = false;
  const geojson = new Map();
  const tiles = new Map();
  const grounds = new Map();

  // ------------------------------------------------------------------ light layers

  function pane(key, zIndex) {
    const name = `trame-${key}`;
    if (!map.getPane(name)) {
      map.createPane(name).style.zIndex = zIndex;
    }
    return name;
  }

  async function load(layer) {
    if (window.TrameSource) return window.TrameSource.features(layer); // a folder of files instead of the application
    const answer = await fetch(layer.url);
    if (!answer.ok) throw new Error(`${layer.key}: ${answer.status}`);
    return answer.json();
  }

  function tooltipText(properties) {
    const box = document.createElement("span");
    box.textContent = properties.label || properties.id || "";
    return box;
  }

  function choosing(path, layer, feature) {
    if (window.TrameSource) path.on("click", () => window.TrameSource.chosen(layer, feature));
  }

  function lightLayer(layer, data) {
    const group = L.geoJSON(data, {
      pane: pane(layer.key, layer.zIndex),
      style: (feature) => pathOptions(styleOf(layer.symbol, feature.properties.class), { pane: pane(layer.key, layer.zIndex) }),
      onEachFeature: (feature, path) => {
        if (layer.tooltip) path.bindTooltip(() => tooltipText(feature.properties), { sticky: true, className: "trame-tip" });
        choosing(path, layer, feature);
      },
    });
    return group;
  }

  /* Operations too small to be read at this zoom are drawn as a disc of their step, so that none is ever lost. */
  function operationLayer(layer, data) {
    const group = L.layerGroup();
    const items = data.features.map((feature) => {
      const style = styleOf(layer.symbol, feature.properties.class);
      const shape = L.geoJSON(feature, { style: () => pathOptions(style, { pane: pane(layer.key, layer.zIndex) }) });
      const disc = L.circleMarker([feature.properties.lat, feature.properties.lon], pathOptions(style, {
        pane: pane(layer.key, layer.zIndex), radius: 6.5,
      }));
      for (const path of [shape, disc]) {
        path.bindTooltip(() => tooltipText(feature.properties), { sticky: true, className: "trame-tip" });
        choosing(path, layer, feature);
      }
      return { id: feature.properties.id, step: feature.properties.class, feature, shape, disc, bounds: shape.getBounds() };
    });
    return { group, items, steps: new Set() };
  }

  function isTiny(bounds) {
    const a = map.project(bounds.getNorthWest());
    const b = map.project(bounds.getSouthEast());
    return Math.max(b.x - a.x, b.y - a.y) < config.tinyPx;
  }

  function drawOperations() {
    if (!operations) return;
    const kept = state.operations === null ? null : new Set(state.operations);
    const on = state.layers.includes("operations");
    operations.steps = new Set();
    for (const item of operations.items) {
      const visible = on && (kept === null || kept.has(item.id));
      if (visible) operations.steps.add(item.step);
      const wanted = visible ? (isTiny(item.bounds) ? item.disc : item.shape) : null;
      for (const path of [item.shape, item.disc]) {
        if (path === wanted) operations.group.addLayer(path);
        else operations.group.removeLayer(path);
      }
    }
  }

  // ------------------------------------------------------------------ tiles

  const TileLayer = L.GridLayer.extend({
    initialize(layer) {
      this.layer = layer;
      const source = window.TrameSource
        ? window.TrameSource.tiles(layer)
        : new protomapsL.ZxySource(window.location.origin + layer.url, false);
      this.cache = new protomapsL.TileCache(source, TILE_PX);
      L.GridLayer.prototype.initialize.call(this, {
        minZoom: layer.minZoom, maxZoom: 20, pane: pane(layer.key, layer.zIndex), tileSize: TILE_PX, keepBuffer: 1,
      });
    },
    createTile(coords, done) {
      const canvas = document.createElement("canvas");
      this.cache
        .get({ z: coords.z, x: coords.x, y: coords.y })
        .then((layers) => {
          drawTile(canvas, this.layer, layers.get(this.layer.key) || [], coords.z);
          done(null, canvas);
        })
        .catch((fault) => done(fault, canvas));
      return canvas;
    },
  });

  function placeNames() {
    if (!names) {
      names = document.createElement("div");
      names.className = "trame-labels";
      names.setAttribute("aria-hidden", "true");
      map.getPane(pane("labels", 640)).appendChild(names);
    }
    window.TrameLabels.place(map, names, config.layers, state.layers, geojson);
  }

  // ------------------------------------------------------------------ legend, notices

  function entry(svg, label) {
    const item = document.createElement("li");
    const sign = document.createElement("span");
    sign.className = "trame-sign";
    sign.innerHTML = svg; // drawn by the server from the declared symbol; holds no text from data
    const words = document.createElement("span");
    words.textContent = label;
    item.append(sign, words);
    return item;
  }

  function drawLegend() {
    const box = document.getElementById("trame-legend-list");
    box.replaceChildren();
    for (const item of state.check ? state.check.legend : []) box.appendChild(entry(item.svg, item.label));
    for (const layer of config.layers) {
      if (!state.layers.includes(layer.key) || map.getZoom() < layer.minZoom) continue;
      for (const item of layer.legend) {
        if (layer.key === "operations" && operations && !operations.steps.has(item.value)) continue;
        box.appendChild(entry(item.svg, item.label));
      }
    }
    if (state.selection && state.selection.near) box.appendChild(entry(config.near.svg, config.near.label));
    document.getElementById("trame-legend").hidden = box.children.length === 0;
  }

  function furniture() {
    const legend = document.createElement("details");
    legend.id = "trame-legend";
    legend.open = window.innerWidth > 640;
    const title = document.createElement("summary");
    title.textContent = config.texts.legend;
    const list = document.createElement("ul");
    list.id = "trame-legend-list";
    legend.append(title, list);
    L.DomEvent.disableClickPropagation(legend);
    L.DomEvent.disableScrollPropagation(legend);
    map.getContainer().appendChild(legend);

    const notice = document.createElement("div");
    notice.id = "trame-notice";
    notice.textContent = config.texts.notice;
    map.getContainer().appendChild(notice);

    const status = document.createElement("div");
    status.id = "trame-status";
    status.setAttribute("role", "status");
    status.hidden = true;
    map.getContainer().appendChild(status);
  }

  function say(sentence) {
    const status = document.getElementById("trame-status");
    status.textContent = sentence || "";
    status.hidden = !sentence;
  }

  // ------------------------------------------------------------------ grounds, selection, state

  function ground(key) {
    for (const [other, layer] of grounds) if (other !== key) map.removeLayer(layer);
    map.getContainer().classList.toggle("trame-has-ground", Boolean(key));
    say("");
    if (!key) return;
    if (!grounds.has(key)) {
      const source = config.basemaps.find((item) => item.key === key);
      if (!source) return;
      const layer = L.tileLayer(source.url, { attribution: L.Util.template("{text}", { text: escapeText(source.attribution) }), maxZoom: 20, maxNativeZoom: source.maxZoom, zIndex: 0 });
      layer.on("tileerror", () => say(config.texts.groundAbsent.replace("{title}", source.title)));
      layer.on("tileload", () => say(""));
      grounds.set(key, layer);
    }
    grounds.get(key).addTo(map);
  }

  function escapeText(text) {
    const box = document.createElement("span");
    box.textContent = text;
    return box.innerHTML;
  }

  function showLayers() {
    for (const layer of config.layers) {
      const on = state.layers.includes(layer.key);
      if (layer.delivery === "tiles") {
        if (on && !tiles.has(layer.key)) tiles.set(layer.key, new TileLayer(layer));
        const tile = tiles.get(layer.key);
        if (tile) on ? tile.addTo(map) : map.removeLayer(tile);
      } else if (on && !geojson.has(layer.key)) {
        geojson.set(layer.key, {});
        load(layer)
          .then((data) => {
            geojson.set(layer.key, data);
            if (layer.key === "operations") {
              operations = operationLayer(layer, data);
              operations.group.addTo(map);
            } else {
              data.drawn = lightLayer(layer, data);
            }
            redrawSoon();
          })
          .catch((fault) => {
            geojson.delete(layer.key);
            console.error(fault);
            say(config.texts.layerAbsent.replace("{title}", layer.title));
          });
      }
    }
  }

  function redraw() {
    for (const layer of config.layers) {
      const data = geojson.get(layer.key);
      if (data && data.drawn) {
        state.layers.includes(layer.key) ? data.drawn.addTo(map) : map.removeLayer(data.drawn);
      }
    }
    drawOperations();
    placeNames();
    drawLegend();
    const waiting = config.layers.some((layer) => layer.delivery === "geojson" && state.layers.includes(layer.key) && !(geojson.get(layer.key) || {}).features);
    map.getContainer().dataset.trame = waiting ? "loading" : "drawn";
  }

  /* Layers arrive in a burst: one drawing serves all that came since the last frame. */
  let awaited = 0;
  function redrawSoon() {
    if (!awaited) {
      awaited = requestAnimationFrame(() => {
        awaited = 0;
        redraw();
      });
    }
  }

  function drawSelection() {
    if (shown) map.removeLayer(shown);
    shown = null;
    if (!state.selection) return;
    shown = L.layerGroup();
    const draw = (shape, options) => {
      if (shape) L.geoJSON(shape, { interactive: false, style: () => Object.assign({ pane: pane("selection", 460) }, options) }).addTo(shown);
    };
    draw(state.selection.parcels, { color: "#1d1b19", weight: 0.8, fillColor: "#fdb863", fillOpacity: 0.28 });
    draw(state.selection.near, { color: "#1d1b19", weight: 1.4, dashArray: "5 5", fill: false });
    draw(state.selection.shape, { color: "#ffffff", weight: 7, fill: false, opacity: 0.85 });
    draw(state.selection.shape, { color: "#000000", weight: 3.5, fill: false });
    if (state.selection.point) {
      const ring = (options) => L.circleMarker(state.selection.point, Object.assign({ pane: pane("selection", 460), interactive: false, fill: false }, options)).addTo(shown);
      ring({ radius: 12, color: "#ffffff", weight: 6 });
      ring({ radius: 12, color: "#000000", weight: 3 });
    }
    shown.addTo(map);
  }

  function update(next) {
    const before = state;
    state = next;
    if (next.fit && (!before || JSON.stringify(before.fit) !== JSON.stringify(next.fit))) fitTo(next.fit);
    if (next.start && !started) map.setView(next.start.slice(0, 2), next.start[2], { animate: false });
    started = true;
    if (!before || before.basemap !== next.basemap) ground(next.basemap);
    showLayers();
    drawSelection();
    if (window.TrameCheck) window.TrameCheck.draw(next.check);
    redraw();
  }

  /* Far away, the territory fills the map at a quarter of a zoom; close up, zooms are whole, so that tiles are sharp. */
  function fitTo({ bounds: [west, south, east, north], zoom: greatest }) {
    const bounds = L.latLngBounds([[south, west], [north, east]]);
    const wanted = Math.min(greatest, map.getBoundsZoom(bounds, false, L.point(24, 24)));
    map.setView(bounds.getCenter(), wanted < SHARP_ZOOM ? wanted : Math.floor(wanted), { animate: false });
  }

  function snap() {
    map.options.zoomSnap = map.getZoom() < SHARP_ZOOM ? 0.25 : 1;
  }

  /* streamlit-folium tells of a click a quarter of a second late, in case the map moves too. Told at once, the same
     answer is then nothing new to it. */
  function tellClick(event) {
    const told = window.__GLOBAL_DATA__;
    if (!told || !window.Streamlit) return;
    event.latlng.told = Date.now(); // a second click on the same place is another click
    told.lat_lng_clicked = event.latlng;
    told.previous_data = { last_clicked: event.latlng, zoom: map.getZoom(), center: map.getCenter() };
    window.Streamlit.setComponentValue(told.previous_data);
  }

  function keyboard() {
    const cross = document.createElement("div");
    cross.id = "trame-cross";
    cross.setAttribute("aria-hidden", "true");
    map.getContainer().appendChild(cross);
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === map.getContainer()) map.fire("click", { latlng: map.getCenter() });
    });
  }

  function mount(leafletMap, settings) {
    map = leafletMap;
    config = settings;
    state = { layers: [], operations: null, selection: null, basemap: null, fit: null };
    document.documentElement.lang = config.texts.language;
    const container = map.getContainer();
    if (!window.TrameSource) {
      container.style.setProperty("height", "100vh", "important"); // before the style sheet arrives, so that the first fit is right
      container.style.setProperty("width", "100%", "important");
    }
    map.invalidateSize({ pan: false });
    container.setAttribute("role", "region");
    container.setAttribute("aria-label", config.texts.map);
    map.attributionControl.setPrefix(false);
    map.attributionControl.addAttribution(escapeText(config.texts.attribution));
    map.zoomControl.setPosition("topright");
    for (const [selector, words] of [[".leaflet-control-zoom-in", config.texts.zoomIn], [".leaflet-control-zoom-out", config.texts.zoomOut]]) {
      const button = container.querySelector(selector);
      button.title = words;
      button.setAttribute("aria-label", words);
    }
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
    furniture();
    keyboard();
    if (window.TrameCheck) window.TrameCheck.begin(map, pane);
    map.on("click", tellClick);
    map.on("zoomend", snap);
    map.on("zoomend", redraw);
    map.on("moveend", placeNames);
    new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(container);
    // The component is about to tell the page where the ground stands before it is moved to where the page wants it:
    // let it believe that this was told, so that the page does not run again for nothing, nor take that view for its own.
    if (window.__GLOBAL_DATA__) {
      window.__GLOBAL_DATA__.previous_data = { last_clicked: null, zoom: map.getZoom(), center: map.getCenter() };
    }
  }

  window.Trame = { mount, update };
})();

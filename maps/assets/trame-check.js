/* What a check draws over the ground: outlines, parcels, findings with their signs, candidates, the drawing in progress.
   The server says what and how (`maps/check_map.py`); text goes through textContent alone. Loaded on the page of the
   check only: `trame.js` calls it where it is there. */
(function () {
  "use strict";

  const SIDE_PX = 22;
  const { pathOptions } = window.TrameSymbols;
  let map, pane, drawn, marks;

  function begin(leafletMap, paneOf) {
    map = leafletMap;
    pane = paneOf;
    map.on("zoomend", spread);
  }

  function words(text) {
    const box = document.createElement("span");
    box.textContent = text;
    return box;
  }

  function shape(item) {
    const name = pane("check", 470);
    const draw = (style, extra) =>
      L.geoJSON(item.shape, {
        interactive: false,
        pane: name,
        style: () => pathOptions(style, Object.assign({ pane: name }, extra)),
        pointToLayer: (_feature, at) => L.circleMarker(at, { radius: 5, pane: name, interactive: false }),
      }).addTo(drawn);
    if (item.halo) draw(item.style, { color: "#ffffff", weight: item.style.widthPx + 3.5, opacity: 0.85, fill: false, dashArray: null });
    draw(item.style, {});
  }

  /* A mark is a picture of 22 pixels; where several meet, they stand side by side, the gravest first. */
  function mark(item) {
    const icon = document.createElement("div");
    icon.className = `trame-mark${item.chosen ? " trame-mark-chosen" : ""}`;
    icon.innerHTML = item.svg; // drawn by the server from the declared sign; holds no text from data
    if (item.label) icon.appendChild(words(item.label));
    const found = L.marker([item.lat, item.lon], {
      icon: L.divIcon({ html: icon, className: "", iconSize: [SIDE_PX, SIDE_PX] }),
      pane: pane("marks", 650),
      keyboard: false, // the list of findings does the same for the keyboard
      interactive: item.finding !== null,
      zIndexOffset: item.chosen ? 20000 : item.front ? 10000 : 0, // else the southernmost is in front
    });
    if (item.text) found.bindTooltip(() => words(item.text), { className: "trame-tip", direction: "top", offset: [0, -SIDE_PX / 2] });
    if (item.finding !== null) {
      found.on("click", () => map.fire("click", { latlng: Object.assign(L.latLng(item.lat, item.lon), { finding: item.finding }) }));
    }
    found.addTo(drawn);
    marks.push({ item, found });
  }

  function spread() {
    const taken = [];
    for (const { item, found } of marks || []) {
      if (item.stays) continue;
      const at = map.project([item.lat, item.lon]);
      while (taken.some((other) => Math.abs(other.x - at.x) < SIDE_PX && Math.abs(other.y - at.y) < SIDE_PX)) at.x += SIDE_PX + 1;
      taken.push(at);
      found.setLatLng(map.unproject(at));
    }
  }

  function draw(state) {
    if (drawn) map.removeLayer(drawn);
    drawn = L.layerGroup();
    marks = [];
    if (state) {
      state.shapes.forEach(shape);
      state.marks.forEach(mark);
    }
    drawn.addTo(map);
    spread();
    map.getContainer().classList.toggle("trame-aims", Boolean(state && state.aims));
    map.getContainer().dataset.check = state ? String(state.shapes.length + state.marks.length) : "";
  }

  window.TrameCheck = { begin, draw };
})();

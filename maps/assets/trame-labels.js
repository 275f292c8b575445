/* Names of places. They are laid out anew after each move: the most important first, and one that would touch another
   is left out. */
(function () {
  "use strict";

  const FAR_PX = 60;

  function collides(box, boxes) {
    return boxes.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom);
  }

  /* Layers that have names at this zoom, the most important first. */
  function named(layers, shown, zoom) {
    return layers
      .filter((layer) => layer.labelRank !== null && shown.includes(layer.key) && zoom >= layer.labelZoom)
      .sort((a, b) => a.labelRank - b.labelRank);
  }

  function boxAround(point, name) {
    const width = name.offsetWidth / 2 + 3;
    const height = name.offsetHeight / 2 + 1;
    return { left: point.x - width, right: point.x + width, top: point.y - height, bottom: point.y + height };
  }

  function placeOne(map, host, boxes, key, properties) {
    const point = map.latLngToContainerPoint([properties.lat, properties.lon]);
    const view = map.getSize();
    if (point.x < -FAR_PX || point.y < -FAR_PX || point.x > view.x + FAR_PX || point.y > view.y + FAR_PX) return;
    const name = document.createElement("span");
    name.className = `trame-label trame-label-${key}`;
    name.textContent = properties.label;
    host.appendChild(name);
    const box = boxAround(point, name);
    if (collides(box, boxes)) {
      name.remove();
      return;
    }
    boxes.push(box);
    const corner = map.containerPointToLayerPoint([box.left + 3, box.top + 1]);
    name.style.transform = `translate(${Math.round(corner.x)}px, ${Math.round(corner.y)}px)`;
  }

  /* Places the names of the layers shown; `data` gives the features of a layer by its key. */
  function place(map, host, layers, shown, data) {
    host.replaceChildren();
    const boxes = [];
    for (const layer of named(layers, shown, map.getZoom())) {
      for (const { properties } of (data.get(layer.key) || {}).features || []) {
        if (properties.label) placeOne(map, host, boxes, layer.key, properties);
      }
    }
  }

  window.TrameLabels = { place };
})();

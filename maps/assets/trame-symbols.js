/* The declared symbol, drawn by the browser: paths and hatches of light layers, canvases of tiles. The server draws the
   legend and the printed sheet from the same declaration. */
(function () {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const TILE_PX = 256;

  function hatchId(style) {
    return `trame-${style.hatch}-${style.stroke.slice(1)}-${style.fill ? style.fill.slice(1) : "none"}`;
  }

  function lines(hatch) {
    return { diagonal: "M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4", cross: "M0,0 l8,8 M0,8 l8,-8", bars: "M4,0 v8" }[hatch];
  }

  function definePattern(style) {
    const id = hatchId(style);
    if (document.getElementById(id)) return id;
    let host = document.getElementById("trame-patterns");
    if (!host) {
      host = document.createElementNS(SVG, "svg");
      host.id = "trame-patterns";
      host.setAttribute("width", "0");
      host.setAttribute("height", "0");
      host.setAttribute("aria-hidden", "true");
      host.style.position = "absolute";
      document.body.appendChild(host);
    }
    const pattern = document.createElementNS(SVG, "pattern");
    for (const [name, value] of Object.entries({ id, width: 8, height: 8, patternUnits: "userSpaceOnUse" })) {
      pattern.setAttribute(name, value);
    }
    if (style.fill && style.fillOpacity > 0) {
      const ground = document.createElementNS(SVG, "rect");
      ground.setAttribute("width", "8");
      ground.setAttribute("height", "8");
      ground.setAttribute("fill", style.fill);
      ground.setAttribute("fill-opacity", style.fillOpacity);
      pattern.appendChild(ground);
    }
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", lines(style.hatch));
    path.setAttribute("stroke", style.stroke);
    path.setAttribute("stroke-width", "1");
    path.setAttribute("stroke-opacity", "0.55");
    pattern.appendChild(path);
    host.appendChild(pattern);
    return id;
  }

  function styleOf(symbol, value) {
    const found = symbol.classes.find((item) => item.value === value);
    return found ? found.style : symbol.style;
  }

  function pathOptions(style, extra) {
    const hatched = style.hatch !== "none";
    return Object.assign(
      {
        stroke: Boolean(style.stroke),
        color: style.stroke || "#000000",
        weight: style.widthPx,
        dashArray: style.dashPx.length ? style.dashPx.join(" ") : null,
        fill: Boolean(style.fill) || hatched,
        fillColor: hatched ? `url(#${definePattern(style)})` : style.fill,
        fillOpacity: hatched ? 1 : style.fillOpacity,
      },
      extra
    );
  }

  // ------------------------------------------------------------------ canvases of tiles

  function drawPath(context, geometry) {
    for (const ring of geometry) {
      ring.forEach((point, index) => (index ? context.lineTo(point.x, point.y) : context.moveTo(point.x, point.y)));
    }
  }

  function squareSide(value, zoom) {
    const grow = Math.pow(1.35, Math.max(0, zoom - 13));
    return Math.max(3, Math.min(46, 0.62 * Math.sqrt(Math.max(1, value)) * grow));
  }

  const pictograms = new Map();
  function pictogram(path) {
    if (!pictograms.has(path)) pictograms.set(path, new Path2D(path));
    return pictograms.get(path);
  }

  function drawMarker(context, layer, feature, zoom) {
    const point = feature.geom[0][0];
    const value = feature.props.class;
    const style = styleOf(layer.symbol, value);
    context.fillStyle = style.fill;
    context.strokeStyle = style.stroke;
    context.lineWidth = style.widthPx;
    if (layer.symbol.marker === "square") {
      const side = squareSide(Number(feature.props.size || 1), zoom);
      context.fillRect(point.x - side / 2, point.y - side / 2, side, side);
      context.strokeRect(point.x - side / 2, point.y - side / 2, side, side);
      return;
    }
    const radius = zoom < 14 ? 4.5 : zoom < 16 ? 8 : 10;
    context.beginPath();
    context.arc(point.x, point.y, radius, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
    const kind = layer.symbol.classes.find((item) => item.value === value);
    if (kind && kind.pictogram && zoom >= 14) {
      const scale = (radius * 1.45) / 24;
      context.save();
      context.translate(point.x - 12 * scale, point.y - 12 * scale);
      context.scale(scale, scale);
      context.fillStyle = "#ffffff";
      context.fill(pictogram(kind.pictogram), "evenodd");
      context.restore();
    }
  }

  function drawTile(canvas, layer, features, zoom) {
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    canvas.width = TILE_PX * ratio;
    canvas.height = TILE_PX * ratio;
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    if (layer.symbol.marker) {
      for (const feature of features) drawMarker(context, layer, feature, zoom);
      return;
    }
    const style = layer.symbol.style;
    context.beginPath();
    for (const feature of features) drawPath(context, feature.geom);
    if (style.fill) {
      context.fillStyle = style.fill;
      context.globalAlpha = style.fillOpacity;
      context.fill("evenodd");
      context.globalAlpha = 1;
    }
    context.strokeStyle = style.stroke;
    context.lineWidth = style.widthPx * (zoom >= 17 ? 1.6 : 1);
    context.stroke();
  }

  window.TrameSymbols = { TILE_PX, styleOf, pathOptions, drawTile };
})();

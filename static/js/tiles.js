// Raster tiles of the city's own map server over the drawing; only those in sight are fetched.

/**
 * @param {{left: number, right: number, top: number, bottom: number}} edges - of the sheet, in turns of the earth
 * @param {string} address - with {z}, {x}, {y}
 */
export function lay(frame, sheet, address, edges) {
  const laid = new Map();

  function draw() {
    const wide = edges.right - edges.left;
    const high = edges.bottom - edges.top;
    const z = Math.min(19, Math.max(0, Math.round(Math.log2(sheet.clientWidth / wide / 256))));
    const side = 2 ** -z;
    const seen = (offset, size, whole, from, span) => [
      Math.floor((from + (span * offset) / whole) / side),
      Math.floor((from + (span * Math.min(whole, offset + size) - 1e-9) / whole) / side),
    ];
    const [x0, x1] = seen(frame.scrollLeft, frame.clientWidth, sheet.clientWidth, edges.left, wide);
    const [y0, y1] = seen(frame.scrollTop, frame.clientHeight, sheet.clientHeight, edges.top, high);
    const wanted = new Set();
    for (let x = x0; x <= x1; x += 1) {
      for (let y = y0; y <= y1; y += 1) {
        const key = `${z}/${x}/${y}`;
        wanted.add(key);
        if (!laid.has(key)) laid.set(key, tile(key, x, y));
      }
    }
    for (const [key, image] of laid) if (!wanted.has(key)) (image.remove(), laid.delete(key));

    function tile(key, x, y) {
      const image = document.createElement("img");
      image.className = "pb-point__tile";
      image.alt = "";
      image.crossOrigin = "anonymous"; // our pages take nothing foreign that does not agree to it
      image.onerror = () => image.remove(); // the drawing below stays to be seen
      image.style.left = `${(100 * (x * side - edges.left)) / wide}%`;
      image.style.top = `${(100 * (y * side - edges.top)) / high}%`;
      image.style.width = `${(100 * side) / wide}%`;
      image.src = address.replace("{z}", z).replace("{x}", x).replace("{y}", y);
      sheet.insertBefore(image, sheet.lastElementChild);
      return image;
    }
  }

  let waiting = 0;
  const later = () => (clearTimeout(waiting), (waiting = setTimeout(draw, 100)));
  frame.addEventListener("scroll", later);
  new ResizeObserver(later).observe(sheet);
}

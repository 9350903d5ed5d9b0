// A tap on the map fills in latitude and longitude, or adds a further point. A shortcut: the fields are there without
// it. Zooming by buttons, moving by scrolling: no drag is needed and no library.
import { announce } from "./status.js";

const MOST_ZOOM = 32;

/** How far down a latitude lies on a tiled map (Web Mercator), in turns of the earth from its top. */
const mercator = (latitude) => 0.5 - Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360)) / (2 * Math.PI);
const latitudeAt = (y) => (Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) * 360) / Math.PI - 90;

/**
 * @param {HTMLElement} box - holds the <img> and a [data-pin]; data-lat, -lon, -more: ids of the fields;
 *   data-west, -east, -north, -south: degrees of the picture's edges; data-done, -added: sentences afterwards;
 *   data-tiles: address of raster tiles with {z}, {x}, {y}, laid over the drawing
 */
export async function start(box) {
  const [frame, sheet, picture, pin] = [".pb-point__frame", ".pb-point__sheet", "img", "[data-pin]"].map((one) =>
    box.querySelector(one),
  );
  const [lat, lon, more] = ["lat", "lon", "more"].map((name) => document.getElementById(box.dataset[name]));
  const { west, east, north, south } = Object.fromEntries(
    ["west", "east", "north", "south"].map((edge) => [edge, Number(box.dataset[edge])]),
  );
  const { tiles } = box.dataset;
  // The drawing is even in degrees; tiles are not, and make the sheet higher.
  const down = tiles ? mercator : (latitude) => -latitude;
  const up = tiles ? latitudeAt : (y) => -y;
  const [top, bottom] = [down(north), down(south)];
  let zoom = 1;

  const number = (field) => Number(field.value.replace(",", "."));
  const show = () => {
    const x = (number(lon) - west) / (east - west);
    const y = (down(number(lat)) - top) / (bottom - top);
    pin.hidden = lat.value === "" || lon.value === "" || !(x >= 0 && x <= 1 && y >= 0 && y <= 1);
    pin.style.left = `${100 * x}%`;
    pin.style.top = `${100 * y}%`;
  };
  const changed = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));

  sheet.addEventListener("click", (event) => {
    const edge = sheet.getBoundingClientRect();
    const longitude = (west + ((east - west) * (event.clientX - edge.left)) / edge.width).toFixed(5);
    const latitude = up(top + ((bottom - top) * (event.clientY - edge.top)) / edge.height).toFixed(5);
    const chosen = box.closest("form").querySelector("[name=shape]:checked")?.value ?? "point";
    if (more && chosen !== "point" && lat.value !== "") {
      more.value = `${more.value.trimEnd()}\n${latitude}, ${longitude}`.trim();
      changed(more);
      announce(box.dataset.added);
      return;
    }
    [lat.value, lon.value] = [latitude, longitude];
    show();
    changed(lon);
    announce(box.dataset.done);
  });

  for (const button of box.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => {
      const wide = sheet.clientWidth;
      // What is marked stays in sight; with nothing marked, the middle does.
      const middle = pin.hidden
        ? [(frame.scrollLeft + frame.clientWidth / 2) / wide, (frame.scrollTop + frame.clientHeight / 2) / sheet.clientHeight]
        : [parseFloat(pin.style.left) / 100, parseFloat(pin.style.top) / 100];
      zoom = Math.min(MOST_ZOOM, Math.max(1, zoom * Number(button.dataset.zoom)));
      frame.style.height = zoom > 1 ? `${frame.clientHeight}px` : "";
      sheet.style.width = `${100 * zoom}%`;
      frame.scrollTo(middle[0] * sheet.clientWidth - frame.clientWidth / 2, middle[1] * sheet.clientHeight - frame.clientHeight / 2);
    });
  }
  for (const field of [lat, lon]) field.addEventListener("change", show);
  box.closest("form").addEventListener("input", show);
  box.hidden = false;
  if (tiles) {
    const { lay } = await import("./tiles.js");
    picture.style.aspectRatio = `${(east - west) / 360} / ${bottom - top}`;
    picture.style.height = "auto";
    lay(frame, sheet, tiles, { left: (west + 180) / 360, right: (east + 180) / 360, top, bottom });
  }
  show();
}

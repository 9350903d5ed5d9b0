// A tap on the drawn map fills in latitude and longitude. A shortcut: the two fields are there without it.
import { announce } from "./status.js";

/**
 * @param {HTMLElement} box - holds the <img> and a [data-pin]; data-lat and data-lon: ids of the fields;
 *   data-west, -east, -north, -south: degrees of the picture's edges; data-done: sentence afterwards
 */
export function start(box) {
  const picture = box.querySelector("img");
  const pin = box.querySelector("[data-pin]");
  const lat = document.getElementById(box.dataset.lat);
  const lon = document.getElementById(box.dataset.lon);
  const { west, east, north, south } = Object.fromEntries(
    ["west", "east", "north", "south"].map((edge) => [edge, Number(box.dataset[edge])]),
  );
  const show = () => {
    const x = (Number(lon.value) - west) / (east - west);
    const y = (north - Number(lat.value)) / (north - south);
    pin.hidden = lat.value === "" || lon.value === "" || !(x >= 0 && x <= 1 && y >= 0 && y <= 1);
    pin.style.left = `${100 * x}%`;
    pin.style.top = `${100 * y}%`;
  };
  box.hidden = false;
  picture.addEventListener("click", (event) => {
    const frame = picture.getBoundingClientRect();
    lon.value = (west + ((east - west) * (event.clientX - frame.left)) / frame.width).toFixed(5);
    lat.value = (north - ((north - south) * (event.clientY - frame.top)) / frame.height).toFixed(5);
    show();
    announce(box.dataset.done);
  });
  for (const field of [lat, lon]) field.addEventListener("change", show);
  show();
}

// Photos are made small on the phone before they travel; the server does the same for those that come large.
import { announce } from "./status.js";

const LONGEST = 1920; // pixels; the server keeps 960
const HEAVY = 1_500_000; // bytes

async function smaller(file) {
  if (!file.type.startsWith("image/") || file.size < HEAVY) return file;
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) return file;
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
  return blob && blob.size < file.size ? new File([blob], `${file.name}.jpg`, { type: "image/jpeg" }) : file;
}

/** @param {HTMLElement} box - data-small: sentence when something was made smaller */
export function start(box) {
  for (const input of box.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", async () => {
      const chosen = Array.from(input.files);
      const made = await Promise.all(chosen.map(smaller));
      if (made.every((file, place) => file === chosen[place])) return;
      const files = new DataTransfer();
      made.forEach((file) => files.items.add(file));
      input.files = files.files;
      announce(box.dataset.small);
    });
  }
}

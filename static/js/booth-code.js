// A slip's QR code leads here with the code behind the hash sign, which no server and no log sees: type it in.
const field = document.getElementById("code");
const code = decodeURIComponent(location.hash.slice(1));
if (/^[0-9A-Z]{12}$/.test(code)) {
  field.value = code;
  history.replaceState(null, "", location.pathname + location.search);
}

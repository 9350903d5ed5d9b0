// The one script every page loads. It finds what the page holds and fetches only that; every page works without it.
// House rules: no innerHTML (Trusted Types forbid it), no style attributes, words come from data- attributes.

const VENDOR = "../vendor/govuk-frontend-6.3.0";

/** What each `data-module` needs: a vendored GOV.UK component (class name) or a function of ours. */
const GOVUK = {
  "govuk-button": ["button", "Button"],
  "govuk-character-count": ["character-count", "CharacterCount"],
  "govuk-error-summary": ["error-summary", "ErrorSummary"],
  "govuk-notification-banner": ["notification-banner", "NotificationBanner"],
};
const OURS = {
  "pb-menu": "./menu.js",
  "pb-copy": "./copy.js",
  "pb-share": "./share.js",
  "pb-print": "./print.js",
  "pb-closing": "./closing.js",
  "pb-point": "./point.js",
  "pb-autosave": "./autosave.js",
  "pb-forget": "./forget.js",
  "pb-estimate": "./estimate.js",
  "pb-photos": "./photos.js",
  "pb-similar": "./similar.js",
};

document.body.classList.add("js-enabled", "govuk-frontend-supported");

for (const name of new Set(Array.from(document.querySelectorAll("[data-module]"), (el) => el.dataset.module))) {
  const elements = document.querySelectorAll(`[data-module="${name}"]`);
  if (name in GOVUK) {
    const [file, className] = GOVUK[name];
    import(`${VENDOR}/${file}.bundle.mjs`).then((module) => elements.forEach((el) => new module[className](el)));
  } else if (name in OURS) {
    import(OURS[name]).then((module) => elements.forEach(module.start));
  }
}

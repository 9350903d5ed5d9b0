#!/bin/sh
# Compiles assets/scss to static/css. Needed only by whoever changes the look: the results are committed, and
# installing or running the platform needs no Node.
#
#   npm install --no-save sass@1.108.2           once, anywhere; put its folder on PATH or set SASS
#   npm pack govuk-frontend@6.3.0 --ignore-scripts && tar xzf govuk-frontend-6.3.0.tgz      once; set GOVUK
#   GOVUK=package/dist SASS=node_modules/.bin/sass assets/build.sh
#
# The display face is cut anew only when the letters change:
#   npm pack @fontsource/inter-tight@5.3.0 --ignore-scripts, unpack, then
#   python assets/fonts.py package/files static/vendor/inter-tight-5.3.0/inter-tight-700.woff2
# After changing anything in static/vendor, run: python assets/manifest.py
set -eu
cd "$(dirname "$0")/.."
: "${SASS:=sass}" "${GOVUK:?set GOVUK to the dist folder of govuk-frontend 6.3.0}"
for sheet in site staff; do
  "$SASS" --style compressed --no-source-map --load-path assets/scss --load-path "$GOVUK" \
    "assets/scss/$sheet.scss" "static/css/$sheet.css"
done

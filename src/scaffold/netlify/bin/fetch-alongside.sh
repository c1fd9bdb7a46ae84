#!/bin/sh
# Fetches the release of Alongside that netlify.toml names, and runs only what has the right SHA-256 sum.
set -eu

if [ -z "${ALONGSIDE_URL:-}" ] || [ -z "${ALONGSIDE_SHA256:-}" ]; then
  echo "netlify.toml does not say yet where Alongside ${ALONGSIDE_VERSION:-} comes from:" >&2
  echo "fill in ALONGSIDE_URL (a .tar.gz archive that holds the program 'alongside') and ALONGSIDE_SHA256." >&2
  exit 1
fi

folder="$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)"
archive="$(mktemp)"
trap 'rm -f "$archive"' EXIT

curl --fail --silent --show-error --location --proto '=https' --retry 3 --output "$archive" "$ALONGSIDE_URL"
echo "$ALONGSIDE_SHA256  $archive" | sha256sum --check --quiet -

# The program may lie in a folder of the archive.
member="$(tar -tzf "$archive" | grep -E '(^|/)alongside$' | head -n 1)"
tar -xzOf "$archive" "$member" > "$folder/alongside"
chmod +x "$folder/alongside"
"$folder/alongside" --version

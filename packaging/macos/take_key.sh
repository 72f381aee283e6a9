#!/bin/bash
# Puts the signing certificate ($CERTIFICATE, a .p12 in base64 under $PASSWORD) into a keychain of its own, which is gone
# with the machine that builds. Without one it says so: the app is signed ad hoc then.
set -eu
if [ -z "${CERTIFICATE:-}" ]; then
    echo "no signing key: the app will be signed ad hoc"
    exit 0
fi
folder=$(mktemp -d)
keychain="$folder/nnviz.keychain-db"
lock=$(uuidgen)
trap 'rm -f "$folder/key.p12"' EXIT
printf '%s' "$CERTIFICATE" | base64 --decode > "$folder/key.p12"
security create-keychain -p "$lock" "$keychain"
security set-keychain-settings -lut 3600 "$keychain"
security unlock-keychain -p "$lock" "$keychain"
security import "$folder/key.p12" -k "$keychain" -P "$PASSWORD" -T /usr/bin/codesign
security set-key-partition-list -S apple-tool:,apple: -s -k "$lock" "$keychain" > /dev/null
security list-keychains -d user -s "$keychain" login.keychain-db

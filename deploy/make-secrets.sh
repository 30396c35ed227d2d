#!/bin/sh
# Makes the secrets of compose.yaml, each in a file of its own. What exists is kept.
set -eu
folder="$(dirname "$0")/secrets"
mkdir -p "$folder"
# The folder is closed to other people of this machine; the files must be readable in containers.
chmod 700 "$folder"
for name in db_password app_keys admin_jwt_secret api_token_salt transfer_token_salt \
  encryption_key jwt_secret health_token s3_access_key s3_secret_key; do
  [ -s "$folder/$name" ] && continue
  openssl rand -hex 32 >"$folder/$name"
  chmod 644 "$folder/$name"
  echo "made $folder/$name"
done

#!/bin/sh
# Makes a certificate authority of your own and a certificate for DOMAIN and files.DOMAIN, for trying
# things out. For the public, put a real certificate in their place under the same names.
set -eu
domain="${DOMAIN:-shoal.localhost}"
folder="$(dirname "$0")/certificates"
mkdir -p "$folder"
cd "$folder"
if [ ! -s authority.pem ]; then
  openssl req -x509 -newkey rsa:3072 -nodes -days 825 -subj "/CN=Shoal local authority" \
    -addext "basicConstraints=critical,CA:TRUE" -keyout authority-key.pem -out authority.pem
fi
openssl req -newkey rsa:3072 -nodes -subj "/CN=$domain" -keyout key.pem -out request.pem
printf 'subjectAltName=DNS:%s,DNS:files.%s\nextendedKeyUsage=serverAuth\n' "$domain" "$domain" >extensions
openssl x509 -req -in request.pem -CA authority.pem -CAkey authority-key.pem -CAcreateserial \
  -days 397 -extfile extensions -out certificate.pem
rm request.pem extensions
chmod 600 authority-key.pem key.pem
echo "Tell your browser to trust $folder/authority.pem, or accept its warning."

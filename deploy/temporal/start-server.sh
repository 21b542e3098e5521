#!/bin/sh
# Starts the Temporal server with the database's password from its file: the image itself reads it from the environment alone.
set -eu

POSTGRES_PWD=$(cat /run/secrets/postgres_password)
export POSTGRES_PWD
exec /etc/temporal/entrypoint.sh

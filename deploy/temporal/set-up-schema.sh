#!/bin/sh
# Makes Temporal's two databases where they are missing and brings their schema up to this version. Safe to repeat.
set -eu

SQL_PASSWORD=$(cat /run/secrets/postgres_password)
export SQL_PASSWORD
schema=/etc/temporal/schema/postgresql/v12

tool() {
  database=$1
  shift
  temporal-sql-tool --plugin postgres12 --endpoint "$POSTGRES_SEEDS" --port "$DB_PORT" --user "$POSTGRES_USER" \
    --database "$database" "$@"
}

set_up() {
  tool "$1" create
  # Only a database without a schema takes version 0.0.
  tool "$1" setup-schema --version 0.0 || echo "$1 has a schema already."
  tool "$1" update-schema --schema-dir "$schema/$2/versioned"
}

set_up temporal temporal
set_up temporal_visibility visibility

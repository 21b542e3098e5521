#!/bin/sh
# Makes the namespace and the search attributes by which releases are found. Safe to repeat.
set -eu

until temporal operator cluster health --address "$TEMPORAL_ADDRESS" >/dev/null 2>&1; do
  echo "Temporal does not answer yet."
  sleep 2
done

if ! temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION"
fi

for attempt in 1 2 3 4 5 6 7 8 9 10; do
  # A namespace that has just been made takes some seconds until the whole server knows it.
  if temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" \
    --name Runbook --type Keyword --name Environment --type Keyword --name Version --type Keyword \
    --name Phase --type Keyword --name Outcome --type Keyword; then
    exit 0
  fi
  echo "The search attributes could not be made yet (attempt $attempt)."
  sleep 2
done
exit 1

#!/usr/bin/env bash
# Builds the image, brings the whole of docker-compose.yml up on a port and under a name of its own, and does the main job by REST and by
# GraphQL: first without a model, then with one (the fake server of the tests), where the first collection must keep its embedding and a
# new one use the model. Prints what it took (a table and a line of JSON) and takes everything down again. Needs curl and `npm ci`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export COMPOSE_PROJECT_NAME=footnote-try FOOTNOTE_PORT=${FOOTNOTE_PORT:-3099} LOG_LEVEL=warn
unset OPENAI_API_KEY OPENAI_BASE_URL OPENAI_ANSWER_MODEL OPENAI_EMBEDDING_MODEL EMBEDDING_PROVIDER ANSWER_PROVIDER API_KEY
url=http://127.0.0.1:$FOOTNOTE_PORT
with_model=(-f docker-compose.yml -f docker/fake-model.yml)
now() { date +%s%3N; }
job() { node_modules/.bin/node docker/main-job.ts "$url" "$@"; }
up() {
  local said
  said=$(docker compose "$@" up --detach --no-build 2>&1) || { echo "$said" >&2; exit 1; }
}
wait_ready() { until curl -sf "$url/readyz" >/dev/null; do sleep 0.05; done; }
trap 'docker compose "${with_model[@]}" down --volumes --timeout 20 >/dev/null 2>&1' EXIT

docker compose build --quiet
image=$(docker image inspect footnote --format '{{.Size}}')
started=$(now)
up -f docker-compose.yml
wait_ready
ready=$(now)
container=$(docker compose ps --quiet footnote)
born=$(date -d "$(docker inspect "$container" --format '{{.State.StartedAt}}')" +%s%3N)
curl -sf -F file=@docs/examples/remote-work-policy.ko.pdf -H 'Prefer: wait=60' "$url/documents" >/dev/null
curl -sf "$url/query" -H 'Content-Type: application/json' -d '{"question":"재택근무는 일주일에 며칠까지 할 수 있나요?"}' >/dev/null
answered=$(now)
[ "$(docker compose exec -T footnote id -u)" != 0 ] || { echo 'the service runs as root' >&2; exit 1; }
without=$(job default extractive)

up "${with_model[@]}"
wait_ready
docker compose "${with_model[@]}" logs footnote 2>&1 | grep -o 'Collections that keep the built-in embedding: default.' | tail -1
kept=$(job default openai)
curl -sf "$url/collections" -H 'Content-Type: application/json' -d '{"name":"with-model"}' >/dev/null
new=$(job with-model openai)

IMAGE=$image READY=$((ready - started)) BORN=$((ready - born)) ANSWERED=$((answered - started)) \
WITHOUT=$without KEPT=$kept NEW=$new node_modules/.bin/node --input-type=module - <<'JS'
const { IMAGE, READY, BORN, ANSWERED, WITHOUT, KEPT, NEW } = process.env;
const [without, kept, fresh] = [WITHOUT, KEPT, NEW].map((text) => JSON.parse(text));
const providers = [without, kept, fresh].map(({ embedding }) => embedding.provider).join(', ');
if (providers !== 'built-in, built-in, openai') throw new Error(`embeddings: ${providers}`);
const result = {
  imageMB: Math.round(IMAGE / 1e6),
  upToReadyMs: Number(READY),
  containerStartToReadyMs: Number(BORN),
  upToFirstAnswerMs: Number(ANSWERED),
  withoutModel: without.answer,
  withModelInOldCollection: kept.answer,
  withModelInNewCollection: fresh.answer,
};
console.table(result);
console.log(JSON.stringify({ bench: 'compose', ...result }));
JS

#!/usr/bin/env bash
# Builds the image, brings the whole of docker-compose.yml up on a port and under a name of its own, uploads the example, asks, checks the
# quote on its page, prints what it took (a table and a line of JSON) and takes everything down again. Needs curl and node.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export COMPOSE_PROJECT_NAME=footnote-try FOOTNOTE_PORT=${FOOTNOTE_PORT:-3099} LOG_LEVEL=warn
url=http://127.0.0.1:$FOOTNOTE_PORT
now() { date +%s%3N; }
trap 'docker compose down --volumes --timeout 20 >/dev/null 2>&1' EXIT

docker compose build --quiet
image=$(docker image inspect footnote --format '{{.Size}}')
started=$(now)
docker compose up --detach --no-build >/dev/null 2>&1
until curl -sf "$url/readyz" >/dev/null; do sleep 0.05; done
ready=$(now)
container=$(docker compose ps --quiet footnote)
born=$(date -d "$(docker inspect "$container" --format '{{.State.StartedAt}}')" +%s%3N)

document=$(curl -sf -F file=@docs/examples/remote-work-policy.ko.pdf -H 'Prefer: wait=60' "$url/documents")
answer=$(curl -sf "$url/query" -H 'Content-Type: application/json' \
  -d '{"question":"재택근무는 일주일에 며칠까지 할 수 있나요?"}')
answered=$(now)

DOCUMENT=$document ANSWER=$answer URL=$url IMAGE=$image READY=$((ready - started)) BORN=$((ready - born)) \
ANSWERED=$((answered - started)) USER_ID=$(docker compose exec -T footnote id -u) node --input-type=module - <<'JS'
const { DOCUMENT, ANSWER, URL: url, IMAGE, READY, BORN, ANSWERED, USER_ID } = process.env;
const [document, { answer, citations }] = [JSON.parse(DOCUMENT), JSON.parse(ANSWER)];
const [citation] = citations;
const page = await (await fetch(`${url}/documents/${document.id}/pages/${citation.page}`)).json();
const holds = page.text.slice(citation.start, citation.end) === citation.quote;
if (document.status !== 'published' || citation.page !== 1 || !citation.quote.includes('최대 3일') || !holds)
  throw new Error(`not the answer of the README: ${ANSWER}`);
if (USER_ID.trim() === '0') throw new Error('the service runs as root');
const result = {
  imageMB: Math.round(IMAGE / 1e6),
  upToReadyMs: Number(READY),
  containerStartToReadyMs: Number(BORN),
  upToFirstAnswerMs: Number(ANSWERED),
  answer,
};
console.table(result);
console.log(JSON.stringify({ bench: 'compose', ...result }));
JS

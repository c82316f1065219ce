#!/bin/sh
# CORPUS_DIR INDEX: CORPUS_DIR/corpus.jsonl -> INDEX. JOBS: threads, otherwise one a core; MEMORY: MiB.
exec "$BENCH_BUILD/polsearch/polindex" build -o "$2" ${JOBS:+--jobs "$JOBS"} --memory "${MEMORY:-256}" "$1/corpus.jsonl" >&2

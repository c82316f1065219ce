#!/bin/sh
# CORPUS_DIR INDEX QUERIES OUT: answers to OUT, one JSON line to standard output. VARIANT: words as written, as the peers find
# them, or with `stem` in any form, as a person asks. As the peers' answers, ours are ten ids and the exact total, without titles.
case "${VARIANT:-}" in *stem*) words=typed ;; *) words=quoted ;; esac
exec "$BENCH_BUILD/polsearch/bench_answers" "$2" "$3" "$4" "${ROUNDS:-3}" "$words"

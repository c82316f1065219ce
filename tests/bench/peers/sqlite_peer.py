#!/usr/bin/env python3
"""SQLite's FTS5 as a peer, through Python's own module (its time is SQLite's: a question is one to four statements).

  sqlite_peer.py index CORPUS.tsv INDEX
  sqlite_peer.py ask INDEX QUESTIONS.tsv ANSWERS.tsv ROUNDS

Words by the unicode61 tokenizer with positions, no stored text; a second table of trigrams finds Chinese and Thai, but no word
shorter than three characters: such questions have no times. Dates are a column, ministries a table of pairs.
"""
import collections
import json
import sqlite3
import sys
import time

SHORTEST_TRIGRAM = 3
TABLES = """
  PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 8192; PRAGMA cache_size = -262144;
  CREATE TABLE page(number INTEGER PRIMARY KEY, id TEXT, day INTEGER, month TEXT);
  CREATE TABLE ministry(name TEXT, number INTEGER, PRIMARY KEY(name, number)) WITHOUT ROWID;
  CREATE VIRTUAL TABLE words USING fts5(text, content = '', tokenize = 'unicode61');
  CREATE VIRTUAL TABLE trigrams USING fts5(text, content = '', tokenize = 'trigram');
"""
Question = collections.namedtuple("Question", "id type all any none phrase seg_all seg_any start end ministry facets")


def is_foreign(text):
    return any("\u0e01" <= c <= "\u0e5b" or "\u4e00" <= c <= "\u9fff" for c in text)


def index(corpus, path):
    database = sqlite3.connect(path)
    database.executescript(TABLES)
    with open(corpus, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            page_id, date, _, ministries, title, body = line.rstrip("\n").split("\t")
            text = title + " " + body
            database.execute("INSERT INTO page VALUES(?,?,?,?)", (number, page_id, int(date.replace("-", "")), date[:7]))
            database.execute("INSERT INTO words(rowid, text) VALUES(?,?)", (number, text))
            if is_foreign(text):
                database.execute("INSERT INTO trigrams(rowid, text) VALUES(?,?)", (number, text))
            database.executemany("INSERT INTO ministry VALUES(?,?)", [(name, number) for name in ministries.split()])
    database.execute("CREATE INDEX ministries_of ON ministry(number, name)")
    database.commit()


def joined(words, operator):
    return f" {operator} ".join(f'"{word}"' for word in words.split())


def words_match(question):
    """The FTS5 expression over the words; "": the question has none."""
    parts = [part for part in (joined(question.all, "AND"), f'"{question.phrase}"' if question.phrase else "") if part]
    if question.any:
        parts.append("(" + joined(question.any, "OR") + ")")
    match = " AND ".join(parts)
    return match + (f" NOT {joined(question.none, 'OR')}" if question.none else "")


def matches(question):
    """(statement that gives number and rank of all matches, its values)"""
    sources, values = [], []
    for name, match in (("words", words_match(question)), ("trigrams", joined(question.seg_all, "AND") or joined(question.seg_any, "OR"))):
        if match:
            sources.append(f"SELECT rowid AS number, rank FROM {name} WHERE {name} MATCH ?")
            values.append(match)
    statement = " UNION ALL ".join(sources)
    if len(sources) > 1:
        statement = f"SELECT number, sum(rank) AS rank FROM ({statement}) GROUP BY number"
    filters = []
    if question.start:
        filters.append("EXISTS(SELECT 1 FROM page WHERE page.number = found.number AND day BETWEEN ? AND ?)")
        values += [int(question.start), int(question.end)]
    if question.ministry:
        filters.append("EXISTS(SELECT 1 FROM ministry WHERE name = ? AND ministry.number = found.number)")
        values.append(question.ministry)
    if filters:
        statement = f"SELECT number, rank FROM ({statement}) AS found WHERE " + " AND ".join(filters)
    return statement, values


def sum_of(rows):
    counts = [count for _, count in rows]
    return f"{len(counts)}:{sum(counts)}"


def answer(database, question):
    """(total, ids, facets)"""
    statement, values = matches(question)
    ids = database.execute(f"SELECT page.id FROM (SELECT number FROM ({statement}) ORDER BY rank LIMIT 10) JOIN page USING(number)", values).fetchall()
    total = database.execute(f"SELECT count(*) FROM ({statement})", values).fetchone()[0]
    facets = ""
    if question.facets:
        months = database.execute(f"SELECT month, count(*) FROM ({statement}) JOIN page USING(number) GROUP BY month", values)
        ministries = database.execute(f"SELECT name, count(*) FROM ({statement}) JOIN ministry USING(number) GROUP BY name", values)
        facets = f"{sum_of(months)} {sum_of(ministries)}"
    return total, "".join(row[0] + " " for row in ids), facets


def can_answer(question):
    return all(len(word) >= SHORTEST_TRIGRAM for word in (question.seg_all + " " + question.seg_any).split())


def ask(path, questions, answers, rounds):
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    database.executescript("PRAGMA cache_size = -524288; PRAGMA mmap_size = 4294967296; PRAGMA temp_store = MEMORY;")
    with open(questions, encoding="utf-8") as lines:
        asked = [Question(*line.rstrip("\n").split("\t")) for line in lines]
    with open(answers, "w", encoding="utf-8") as out:
        for question in asked:
            if not can_answer(question):
                out.write(f"{question.id}\t{question.type}\t\t-1\t\t\n")
                continue
            took = []
            for _ in range(rounds + 1):
                begin = time.process_time_ns()
                total, ids, facets = answer(database, question)
                took.append(time.process_time_ns() - begin)
            out.write(f"{question.id}\t{question.type}\t{','.join(map(str, took[1:]))}\t{total}\t{ids}\t{facets}\n")
    print(json.dumps({"version": sqlite3.sqlite_version}))


def main():
    if sys.argv[1:2] == ["index"] and len(sys.argv) == 4:
        index(*sys.argv[2:])
    elif sys.argv[1:2] == ["ask"] and len(sys.argv) == 6:
        ask(*sys.argv[2:5], int(sys.argv[5]))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()

"""Questions that an index can answer, out of its own words: what a reader of its pages may type.

Any polserve will do: titles and snippets of pages all over the index are read through the API, and words are chosen by
how many of these pages have them. The same index and seed give the same questions.
"""
import collections
import random
import re
import urllib.parse

from served import address

LATIN, HAN, THAI = re.compile(r"[A-Za-z][A-Za-z-]{3,}"), re.compile(r"[一-鿿]{2,8}"), re.compile(r"[฀-๿]{4,}")


class Vocabulary:
    def __init__(self, server, random_source):
        self.random = random_source
        self.hits, facets = [], {}
        for offset in range(0, 10_001, 2_500):
            answer = server.json(
                address(
                    "/api/v1/search",
                    q="*",
                    sort="-date",
                    n=200,
                    offset=offset,
                    snippet_bytes=400,
                    facets="month,ministry,lang",
                )
            )
            self.hits += answer["hits"]
            facets = answer["facets"]
        if not self.hits:
            raise SystemExit("the index has no documents")
        self.months = [row["value"] for row in facets["month"] if row["value"]] or ["2023-01"]
        self.ministries = [row["value"] for row in facets["ministry"][:20] if row["value"]]
        self.languages = [row["value"] for row in facets["lang"] if row["value"] in ("en", "zh", "th")]
        pages = collections.Counter()
        for hit in self.hits:
            pages.update(set(word.lower() for word in LATIN.findall(self.text(hit))))
        share = {word: count / len(self.hits) for word, count in sorted(pages.items())}
        self.common = [w for w, s in share.items() if 0.03 <= s <= 0.5] or list(share) or ["policy"]
        self.usual = [w for w, s in share.items() if 0.004 <= s < 0.03] or self.common
        self.rare = [w for w, s in share.items() if s < 0.004] or self.usual
        self.other = [
            run[:size]
            for hit in self.hits
            for pattern, size in ((HAN, 4), (THAI, 8))
            for run in pattern.findall(self.text(hit))
        ][:2_000] or self.usual

    @staticmethod
    def text(hit):
        return hit["title"] + " " + hit["snippet"]["text"]

    def word(self):
        return self.random.choice(self.random.choices((self.common, self.usual, self.rare), (3, 3, 2))[0])

    def neighbours(self, count):
        """Words that stand side by side in a page."""
        for _ in range(50):
            words = LATIN.findall(self.text(self.random.choice(self.hits)))
            if len(words) >= count:
                at = self.random.randrange(len(words) - count + 1)
                return words[at : at + count]
        return [self.word() for _ in range(count)]

    def period(self):
        month = self.random.choice(self.months)
        return {"from": month[:4]} if self.random.random() < 0.5 else {"from": month[:4], "to": month}


# share, what is asked
KINDS = (
    (24, lambda v: {"q": v.word()}),
    (20, lambda v: {"q": " ".join(v.neighbours(2))}),
    (8, lambda v: {"q": " ".join(v.neighbours(3))}),
    (8, lambda v: {"q": '"%s"' % " ".join(v.neighbours(2))}),
    (8, lambda v: {"q": " OR ".join(v.word() for _ in range(4))}),
    (6, lambda v: {"q": "what did they say about %s" % " ".join(v.neighbours(3))}),
    (4, lambda v: {"q": "%s -%s" % (v.word(), v.word())}),
    (10, lambda v: {"q": v.random.choice(v.other)}),
    (6, lambda v: {"q": v.word(), **v.period()}),
    (4, lambda v: {"q": v.word(), "ministry": v.random.choice(v.ministries)} if v.ministries else {"q": v.word()}),
    (2, lambda v: {"q": v.word(), "lang": v.random.choice(v.languages or ["en"])}),
)


def questions(vocabulary, count):
    """Parameters of `count` searches."""
    weights = [share for share, _ in KINDS]
    return [vocabulary.random.choices(KINDS, weights)[0][1](vocabulary) for _ in range(count)]


def targets(server, count, seed=1):
    """`count` request targets as a day has them: searches by programs and on the page, documents, completions, a few
    timelines."""
    vocabulary = Vocabulary(server, random.Random(seed))
    out = []
    for asked in questions(vocabulary, count):
        chance = vocabulary.random.random()
        if chance < 0.60:
            out.append(address("/api/v1/search", **asked))
        elif chance < 0.66:
            out.append(address("/api/v1/search", **asked, facets="year,ministry,lang,source", alternatives=1, n=50))
        elif chance < 0.84:
            out.append(address("/", **asked, ui="en"))
        elif chance < 0.91:
            hit = vocabulary.random.choice(vocabulary.hits)
            out.append(address("/documents/" + urllib.parse.quote(hit["id"], safe=""), q=asked["q"], ui="en"))
        elif chance < 0.98:
            out.append(address("/api/v1/suggest", q=asked["q"][:12]))
        else:
            out.append(address("/timeline", **asked, ui="en"))
    return out

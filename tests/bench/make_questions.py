#!/usr/bin/env python3
"""Questions of 21 types out of a corpus's own distribution (make_corpus.py, --format jsonl).

  tests/bench/make_questions.py CORPUS/corpus.tsv QUESTIONS.tsv [--share 1.0] [--seed 7]

A question a line: id type all any none phrase seg_all seg_any from to ministry facets, a tab between, absent = empty
  all any none     lower-case words, a blank between: AND, OR, NOT
  phrase           words that stand side by side
  seg_all seg_any  Chinese or Thai words, each to be found as the row of whatever tokens the engine cuts it into
  from to          YYYYMMDD, inclusive;  ministry  an id;  facets  1: counts by month and by ministry over all matches
About 1,170 questions; --share .1 makes a tenth of each type, one at least. Standard library only.
"""
import argparse
import collections
import json
import pathlib
import random
import re

import make_corpus

FIELDS = ("all", "any", "none", "phrase", "seg_all", "seg_any", "from", "to", "ministry", "facets")
SAMPLE = 10_000  # pages looked at
KEPT_BODIES = 2_000
# Share of the English pages that have the word.
RARE, MIDDLING, COMMON = (.0002, .0012), (.004, .03), (.05, .6)
WORD = re.compile(r"[a-z]{4,}")


class Sample:
    """What the first pages of a corpus hold."""

    def __init__(self, path):
        self.bodies, self.foreign = [], {"zh": "", "th": ""}
        self.frequency, self.ministries = collections.Counter(), collections.Counter()
        texts = collections.defaultdict(list)
        english = 0
        with open(path, encoding="utf-8") as lines:
            for _, line in zip(range(SAMPLE), lines):
                _, _, language, ministries, title, body = line.rstrip("\n").split("\t")
                self.ministries.update(ministries.split())
                if language != "en":
                    texts[language].append(body)
                    continue
                english += 1
                self.frequency.update(set(WORD.findall((title + " " + body).lower())))
                if len(self.bodies) < KEPT_BODIES:
                    self.bodies.append(body)
        self.english = english
        self.foreign = {language: "".join(texts[language]) for language in ("zh", "th")}

    def words(self, shares):
        """Words that stand in such a share of the pages, in at least two."""
        least, most = max(2, shares[0] * self.english), max(3, shares[1] * self.english)
        return sorted(word for word, pages in self.frequency.items() if least <= pages <= most)


class Questions:
    def __init__(self, sample, seed):
        self.rand = random.Random(seed)
        self.sample = sample
        words = make_corpus.vocabulary()
        self.function_words = [word for word in sample.words((.3, 1)) if word in words.function_words]
        content = lambda shares: [word for word in sample.words(shares) if word not in words.function_words]
        self.rare, self.middling, self.common = content(RARE), content(MIDDLING), content(COMMON)
        self.foreign = {"zh": [w for w in words.chinese.values[:8000] if 2 <= len(w) <= 4 and w.isalpha() and not w.isascii()],
                        "th": [w for w in words.thai.values if len(w) >= 4]}

    def word(self, which):
        return {"all": self.rand.choice(which)}

    def together(self, count):
        """Words of one page, neither in most pages nor in it alone."""
        while True:
            words = sorted(set(WORD.findall(self.rand.choice(self.sample.bodies).lower())))
            words = [word for word in words if .002 * self.sample.english <= self.sample.frequency[word] <= .6 * self.sample.english]
            if len(words) >= count:
                return self.rand.sample(words, count)

    def phrase(self, count):
        while True:
            words = self.rand.choice(re.split(r"[.,\n]", self.rand.choice(self.sample.bodies).lower())).split()
            if len(words) < count:
                continue
            begin = self.rand.randint(0, len(words) - count)
            found = words[begin:begin + count]
            if all(WORD.fullmatch(word) for word in found) and not set(found) <= set(self.function_words):
                return found

    def foreign_word(self, language):
        while True:
            word = self.rand.choice(self.foreign[language])
            if word in self.sample.foreign[language]:
                return word

    def dates(self):
        year = self.rand.randint(2012, 2024)
        if self.rand.random() < .5:
            return {"from": f"{year}0101", "to": f"{min(2024, year + self.rand.randint(0, 3))}1231"}
        month = self.rand.randint(1, 9)
        return {"from": f"{year}{month:02}01", "to": f"{year}{month + self.rand.randint(0, 3):02}28"}

    def ministry(self):
        names, counts = zip(*sorted(self.sample.ministries.items()))
        return {"ministry": self.rand.choices(names, counts)[0]}

    def one_or_two(self):
        return self.together(self.rand.choice((1, 2)))

    def types(self):
        """(type, how many, how one is made)"""
        rand = self.rand
        return (
            ("term_rare", 100, lambda: self.word(self.rare)),
            ("term_mid", 60, lambda: self.word(self.middling)),
            ("term_common", 60, lambda: self.word(self.common)),
            ("and2", 80, lambda: {"all": self.together(2)}),
            ("and3", 70, lambda: {"all": self.together(3)}),
            ("or2", 60, lambda: {"any": self.together(2)}),
            ("or4", 60, lambda: {"any": self.together(4)}),
            ("or_nat", 40, lambda: {"any": self.together(3) + rand.sample(self.function_words, 3)}),
            ("phrase2", 80, lambda: {"phrase": self.phrase(2)}),
            ("phrase3", 50, lambda: {"phrase": self.phrase(3)}),
            ("not", 60, lambda: {"all": rand.choice(self.common), "none": rand.choice(self.common + self.middling)}),
            ("date", 60, lambda: {"all": self.one_or_two(), **self.dates()}),
            ("ministry", 60, lambda: {"all": self.one_or_two(), **self.ministry()}),
            ("date_ministry", 30, lambda: {"any": self.together(2), **self.dates(), **self.ministry()}),
            ("zh", 50, lambda: {"seg_all": self.foreign_word("zh")}),
            ("zh2", 30, lambda: {"seg_all": [self.foreign_word("zh"), self.foreign_word("zh")]}),
            ("th", 50, lambda: {"seg_all": self.foreign_word("th")}),
            ("mixed", 40, lambda: {"any": self.together(1), "seg_any": self.foreign_word(rand.choice(("zh", "th")))}),
            ("facet_term", 50, lambda: {**self.word(self.common), "facets": "1"}),
            ("facet_and2", 30, lambda: {"all": self.together(2), "facets": "1"}),
            ("facet_or4", 50, lambda: {"any": self.together(4), "facets": "1"}),
        )

    def made(self, share):
        for kind, count, make in self.types():
            for _ in range(max(1, round(count * share))):
                yield kind, make()


def make_questions(corpus, out, share=1.0, seed=7):
    questions = list(Questions(Sample(corpus), seed).made(share))
    random.Random(seed).shuffle(questions)  # neighbours of one type would keep the caches warm for each other
    text = lambda value: value if isinstance(value, str) else " ".join(value)
    lines = ("\t".join([str(i), kind, *(text(made.get(field, "")) for field in FIELDS)]) + "\n" for i, (kind, made) in enumerate(questions))
    out.write_text("".join(lines), encoding="utf-8")
    return collections.Counter(kind for kind, _ in questions)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("questions", type=pathlib.Path)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    print(json.dumps(make_questions(arguments.corpus, arguments.questions, arguments.share, arguments.seed)))


if __name__ == "__main__":
    main()

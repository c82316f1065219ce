#!/usr/bin/env python3
"""Synthetic policy pages for the benchmarks: deterministic, as many as wanted, in three languages.

  tests/bench/make_corpus.py -n N -o DIR [--format jsonl|files] [--seed 1] [--jobs 1]

jsonl: DIR/corpus.jsonl  {"id","title","date","lang","site","ministries","body"}: clean text, as `polindex build` takes it
       DIR/corpus.tsv    id date lang ministries title body: the same for peers that read no JSON
files: DIR/pages/000/p00000123.txt: the page as a scraper leaves it, with the site's own lines around the text
       DIR/labels.tsv    file date lang ministries title: what there is to be found in it
both:  DIR/stats.json    {"documents","bytes","bytes_by_language","seed"}; bytes are those of titles and bodies

Page i hangs on (seed, i) alone: the first 1,000 pages of 100,000 are the 1,000 pages. Names of ministries and policy terms come
from corpus/knowledge; everything else is made up. Standard library only; about 700 pages a second of one core.
"""
import argparse
import datetime
import functools
import itertools
import json
import multiprocessing
import pathlib
import random
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
KNOWLEDGE = ROOT / "corpus" / "knowledge"
ENGLISH_WORDS = 200_000
CHINESE_WORDS = 30_000
ZIPF_SHIFT, ZIPF_POWER = 2.7, 1.05  # Mandelbrot's form; the power of plain English prose
LANGUAGES, LANGUAGE_SHARES = ("en", "zh", "th"), (.84, .94, 1.0)  # cumulative
COMMON = "the of and to in a for is on that with as by be will are it from at this has have its an was not more which".split()
NEAR_DUPLICATES = .03
MEDIAN_WORDS, SPREAD, FEWEST, MOST = 480, .6, 50, 6000
CHUNK = 1000
SYLLABLES = "ba con der el fi gor hal in ja kel lo mar nu or pre qua ras so tri un ver wen xi yo za sta pro mi ga le".split()
ENDINGS = ("", "", "", "s", "ed", "ing", "ation", "al", "er", "ly")
SITES = {"en": ("policydaily.example", "industrywatch.example", "northwind-pumps.example", "tradebrief.example"),
         "zh": ("zhengce.example.cn", "gongye.example.cn"), "th": ("khao.example.th", "rongngan.example.th")}
# (lines above, lines below) of a site's pages; {date} in the way of the site.
CHROME = {
    "policydaily.example": (["Home", "News", "Policy", "About us", "Contact us"],
                            ["Share on Facebook", "Tweet", "Subscribe to our newsletter", "Copyright {year} Policy Daily. All rights reserved."]),
    "industrywatch.example": (["Menu", "Search", "Date: {date}"], ["Previous: {other}", "Next: {other}", "Leave a Reply", "Your email address will not be published."]),
    "northwind-pumps.example": (["Products", "News", "Get a quote"],
                                ["Post time: {date}", "Sales Manager - Ms. Ada Fenwick", "WhatsApp: +00 555 0100 200", "Send us your inquiry", "Northwind Pumps is a professional manufacturer with 20 years of experience."]),
    "tradebrief.example": (["Skip to content", "Published {date}"], ["Tags: policy, trade", "Related articles", "Cookie settings"]),
    "zhengce.example.cn": (["首页", "政策", "发布时间：{date} 来源：本站"], ["打印本页", "关闭窗口", "版权所有 ICP备00000000号"]),
    "gongye.example.cn": (["当前位置：首页 > 新闻", "{date}"], ["上一篇：{other}", "下一篇：{other}", "扫一扫 分享到微信"]),
    "khao.example.th": (["หน้าแรก", "ข่าว", "วันที่ {date}"], ["แชร์ข่าวนี้", "ข่าวที่เกี่ยวข้อง", "สงวนลิขสิทธิ์ {year}"]),
    "rongngan.example.th": (["หน้าแรก > ข่าวอุตสาหกรรม", "{date}"], ["ติดต่อเรา", "สมัครรับข่าวสาร"]),
}


def table(name):
    rows = [line.split("\t") for line in (KNOWLEDGE / name).read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return [dict(zip(rows[0], row)) for row in rows[1:]]


def forms(cell):
    """The unambiguous names of a knowledge table's cell."""
    return [form for form in cell.split("|") if form and form[0] not in "~=" and form[-1] != "?"]


def unmistakable(rows, language):
    """(id, official name) of the bodies of today whose name is no other's: what linking has to find in any text."""
    official = "official_" + language
    names = [name.strip("~?").lower() for row in rows for column in (official, "aliases_" + language) for name in row[column].split("|")]
    for row in rows:
        name = row[official]
        if name in forms(name) and names.count(name.lower()) == 1 and row["in_facet"] == "yes" and not row["valid_to"]:
            yield row["id"], name


def zipf(count):
    return list(itertools.accumulate((rank + ZIPF_SHIFT) ** -ZIPF_POWER for rank in range(count)))


class Ranked:
    """Values by falling frequency, drawn as Zipf's law says."""

    def __init__(self, values):
        self.values = list(dict.fromkeys(values))
        self.weights = zipf(len(self.values))

    def draw(self, rand, count):
        return rand.choices(self.values, cum_weights=self.weights, k=count)


def made_words(rand):
    while True:
        word = "".join(rand.choices(SYLLABLES, k=rand.choice((2, 2, 3, 3, 4)))) + rand.choice(ENDINGS)
        yield word.capitalize() if rand.random() < .1 else word


def one_in_three(rare, common):
    """The values of `rare`, two of `common` behind each."""
    for value in rare:
        yield value
        yield from itertools.islice(common, 2)


class Vocabulary:
    """The words of the three languages; the same in every run."""

    def __init__(self):
        rand = random.Random(2)
        glossary, stop_words = table("glossary.tsv"), table("stop_words.tsv")
        words = [word for row in glossary for form in forms(row["en"]) for word in re.findall(r"[A-Za-z]{3,}", form)]
        rand.shuffle(words)
        function_words = COMMON + [row["id"] for row in stop_words if row["lang"] == "en"][:140]
        made = made_words(rand)
        self.function_words = set(function_words)
        english = dict.fromkeys(itertools.chain(function_words, one_in_three(dict.fromkeys(words), made)))
        while len(english) < ENGLISH_WORDS:
            english[next(made)] = None
        self.english = Ranked(english)
        chinese = [form for row in glossary for form in forms(row["zh"])]
        characters = [c for c in "".join(chinese) if "\u4e00" <= c <= "\u9fff"]
        pairs = ("".join(rand.choices(characters, k=2)) for _ in range(CHINESE_WORDS))
        rand.shuffle(chinese)
        self.chinese = Ranked(itertools.chain("的 在 和 对 等 将 为 与 了 是".split(), one_in_three(chinese, pairs), pairs))
        thai = [word for row in glossary for form in forms(row["th"]) for word in form.split() if "\u0e01" <= word[0] <= "\u0e5b"]
        rand.shuffle(thai)
        self.thai = Ranked(itertools.chain("ที่ และ ใน ของ ให้ ได้ เป็น จาก".split(), thai))
        domains = {}
        for row in glossary:
            for language in LANGUAGES:
                domains.setdefault(row["domain"], {}).setdefault(language, []).extend(forms(row[language]))
        self.topics = [topic for topic in domains.values() if all(len(topic.get(language, [])) >= 5 for language in LANGUAGES)]
        self.ministries = {language: Ranked(unmistakable(table("ministries.tsv"), language)) for language in LANGUAGES}


@functools.lru_cache(maxsize=1)
def vocabulary():
    return Vocabulary()


def number(rand):
    kind = rand.random()
    if kind < .3:
        return f"{rand.random() * 30:.1f}%"
    if kind < .5:
        return str(rand.randint(1995, 2035))
    if kind < .8:
        return f"{int(10 ** (rand.random() * 6)) + 2:,}"
    return f"{rand.random() * 100:.2f} billion"


def english_items(rand, words, topic, names):
    phrases = max(2, words // 18)
    items = vocabulary().english.draw(rand, words - 3 * phrases) + rand.choices(topic["en"], k=phrases)
    items += [number(rand) for _ in range(words // 30 + 1)]
    for name in names:
        items += ["the " + name] * rand.randint(2, 5)
    rand.shuffle(items)
    return items


def english_sentences(rand, items):
    begin = 0
    while begin < len(items):
        end = begin + rand.choice((9, 12, 15, 18, 21, 25, 30, 38))
        words = items[begin:end]
        if len(words) > 14:
            words[len(words) // 2] += ","
        text = " ".join(words)
        yield text[0].upper() + text[1:] + "."
        begin = end


def foreign_sentences(rand, language, words, topic, names):
    ranked = vocabulary().chinese if language == "zh" else vocabulary().thai
    left = words
    while left > 0:
        count = rand.randint(8, 26)
        left -= count + 4
        part = ranked.draw(rand, count) + rand.choices(topic[language], k=2)
        rand.shuffle(part)
        if left <= 0:
            part[2:2] = names
        elif names and rand.random() < .12:
            part.insert(2, rand.choice(names))
        middle = len(part) // 2
        if language == "zh":
            yield "".join(part[:middle]) + "，" + "".join(part[middle:]) + rand.choice(("。", f"，增长{rand.random() * 20:.1f}%。"))
        else:
            yield "".join(part[:middle]) + " " + "".join(part[middle:]) + rand.choice(("", f" ร้อยละ {rand.random() * 20:.1f}"))


def paragraphs(rand, sentences, glue):
    lines, line = [], []
    for sentence in sentences:
        line.append(sentence)
        if rand.random() < .25:
            lines.append(glue.join(line))
            line = []
    return lines + ([glue.join(line)] if line else [])


def capitalized(words):
    return " ".join(word[0].upper() + word[1:] for word in words)


def made_page(seed, i):
    rand = random.Random(seed << 40 | i << 1)
    language = rand.choices(LANGUAGES, cum_weights=LANGUAGE_SHARES)[0]
    topic = rand.choice(vocabulary().topics)
    drawn = dict(vocabulary().ministries[language].draw(rand, rand.choice((0, 1, 1, 1, 1, 2, 2, 3))))
    names = list(drawn.values())
    words = int(min(MOST, max(FEWEST, rand.lognormvariate(0, SPREAD) * MEDIAN_WORDS)))
    day = datetime.date(2024, 12, 28) - datetime.timedelta(days=min(6000, int(rand.expovariate(1 / 1200))))
    if language == "en":
        lines = paragraphs(rand, english_sentences(rand, english_items(rand, words, topic, names)), " ")
        title = capitalized(rand.choices(topic["en"], k=2) + vocabulary().english.draw(rand, 4))
    else:
        glue = "" if language == "zh" else " "
        lines = paragraphs(rand, foreign_sentences(rand, language, words, topic, names), glue)
        title = glue.join(rand.choices(topic[language], k=3))
    if language == "en" and rand.random() < .07:
        other = rand.choice(("zh", "th"))
        lines.insert(rand.randint(0, len(lines)), next(foreign_sentences(rand, other, 1, topic, [])))
    return {"title": title, "date": day.isoformat(), "lang": language, "site": rand.choice(SITES[language]), "ministries": sorted(drawn), "body": "\n\n".join(lines)}


def page(seed, i):
    """Page i; some are an earlier one on another site, a few days later, with a line less."""
    rand = random.Random(seed << 40 | i << 1 | 1)
    if i < 100 or rand.random() >= NEAR_DUPLICATES:
        return {"id": f"p{i:08}", **made_page(seed, i)}
    copy = made_page(seed, rand.randrange(i))
    copy["site"] = rand.choice(SITES[copy["lang"]])
    copy["date"] = (datetime.date.fromisoformat(copy["date"]) + datetime.timedelta(days=rand.randint(0, 3))).isoformat()
    lines = copy["body"].split("\n\n")
    if len(lines) > 8:
        del lines[-1]
    return {"id": f"p{i:08}", **copy, "body": "\n\n".join(lines)}


def with_chrome(made):
    """The page as a scraper leaves it."""
    rand = random.Random(made["id"])
    above, below = CHROME[made["site"]]
    blanks = {"date": made["date"], "year": made["date"][:4], "other": rand.choice(("Steel bulletin", "Trade notes", "Market report"))}
    fill = lambda lines: [line.format(**blanks) for line in lines]
    return "\n\n".join([*fill(above), made["title"], made["body"], *fill(below)]) + "\n"


def size(made):
    return len(made["title"].encode()) + len(made["body"].encode())


def tsv_row(made):
    body = " ".join(made["body"].split())
    return "\t".join((made["id"], made["date"], made["lang"], " ".join(made["ministries"]), made["title"], body)) + "\n"


def made_chunk(task):
    """(JSON lines, TSV lines, bytes by language) of some pages."""
    seed, first, last = task
    json_lines, tsv_lines, sizes = [], [], dict.fromkeys(LANGUAGES, 0)
    for i in range(first, last):
        made = page(seed, i)
        sizes[made["lang"]] += size(made)
        json_lines.append(json.dumps(made, ensure_ascii=False) + "\n")
        tsv_lines.append(tsv_row(made))
    return "".join(json_lines), "".join(tsv_lines), sizes


def write_jsonl(folder, chunks):
    sizes = dict.fromkeys(LANGUAGES, 0)
    with open(folder / "corpus.jsonl", "w", encoding="utf-8") as as_json, open(folder / "corpus.tsv", "w", encoding="utf-8") as as_tsv:
        for json_lines, tsv_lines, some in chunks:
            as_json.write(json_lines)
            as_tsv.write(tsv_lines)
            sizes = {language: sizes[language] + some[language] for language in LANGUAGES}
    return sizes


def write_files(folder, seed, count):
    sizes = dict.fromkeys(LANGUAGES, 0)
    with open(folder / "labels.tsv", "w", encoding="utf-8") as labels:
        for i in range(count):
            made = page(seed, i)
            sizes[made["lang"]] += size(made)
            name = f"pages/{i // 1000:03}/{made['id']}.txt"
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(with_chrome(made), encoding="utf-8")
            labels.write("\t".join((name, made["date"], made["lang"], " ".join(made["ministries"]), made["title"])) + "\n")
    return sizes


def make_corpus(folder, count, form="jsonl", seed=1, jobs=1):
    folder.mkdir(parents=True, exist_ok=True)
    tasks = [(seed, first, min(count, first + CHUNK)) for first in range(0, count, CHUNK)]
    if form == "files":
        sizes = write_files(folder, seed, count)
    elif jobs == 1:
        sizes = write_jsonl(folder, map(made_chunk, tasks))
    else:
        with multiprocessing.Pool(jobs) as pool:
            sizes = write_jsonl(folder, pool.imap(made_chunk, tasks))
    stats = {"documents": count, "bytes": sum(sizes.values()), "bytes_by_language": sizes, "seed": seed}
    (folder / "stats.json").write_text(json.dumps(stats) + "\n", encoding="utf-8")
    return stats


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, required=True, help="pages")
    parser.add_argument("-o", type=pathlib.Path, required=True, help="folder")
    parser.add_argument("--format", choices=("jsonl", "files"), default="jsonl")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1, help="processes, jsonl only")
    arguments = parser.parse_args()
    print(json.dumps(make_corpus(arguments.o, arguments.n, arguments.format, arguments.seed, arguments.jobs)))


if __name__ == "__main__":
    main()

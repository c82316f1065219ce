// HTML -> lines with markup, and what the page declares. A line prints as "tag{flags}: text"; flags: nav, footer,
// header, aside, form, article, main, link density in percent, +positive and -negative class words, .class words.
#include <catch2/catch.hpp>

#include <random>
#include <string>
#include <vector>

#include "indexer/read.h"
#include "indexer/read/html.h"
#include "indexer/read/html_guard.h"
#include "indexer/read/html_metadata.h"
#include "indexer/read/html_scan.h"
#include "indexer/read/html_vocabulary.h"

using namespace polsearch;

namespace {

std::string print(const LineMarkup& markup) {
  std::string flags;
  const auto add = [&](bool is_set, const std::string& name) {
    if (is_set) flags += (flags.empty() ? "" : " ") + name;
  };
  add(markup.in_nav, "nav");
  add(markup.in_footer, "footer");
  add(markup.in_header, "header");
  add(markup.in_aside, "aside");
  add(markup.in_form, "form");
  add(markup.in_article, "article");
  add(markup.in_main, "main");
  add(markup.link_density > 0, std::to_string(static_cast<int>(markup.link_density * 100 + 0.5F)) + "%");
  add(markup.positive_words > 0, "+" + std::to_string(markup.positive_words));
  add(markup.negative_words > 0, "-" + std::to_string(markup.negative_words));
  add(!markup.class_words.empty(), "." + markup.class_words);
  return markup.tag + (flags.empty() ? "" : "{" + flags + "}");
}

Page page_of(std::string html, const ReadLimits& limits = {}) {
  RawDocument raw;
  raw.media_type = MediaType::kHtml;
  raw.bytes = std::move(html);
  Result<Page> page = make_page(std::move(raw), limits);
  REQUIRE(page);
  return *std::move(page);
}

std::string lines_of(const std::string& html, const ReadLimits& limits = {}) {
  std::string out;
  for (const Line& line : page_of(html, limits).lines) out += print(line.markup) + ": " + std::string(line.text) + "\n";
  return out;
}

std::string text_of(const std::string& html, const ReadLimits& limits = {}) { return page_of(html, limits).text; }

std::string declared_in(const std::string& html) {
  const Declared declared = page_of(html).declared;
  std::string out = "title=" + declared.title;
  for (const auto& [name, value] : declared.titles) out += "|" + name + "=" + value;
  for (const auto& [name, value] : declared.dates) out += "|" + name + "=" + value;
  const std::pair<const char*, const std::string*> rest[] = {{"lang", &declared.language},
                                                             {"site", &declared.site_name},
                                                             {"author", &declared.author},
                                                             {"url", &declared.url}};
  for (const auto& [name, value] : rest)
    if (!value->empty()) out += std::string("|") + name + "=" + *value;
  return out;
}

ReadLimits plain_reader() {  // no page is within these limits
  ReadLimits limits;
  limits.html_depth = 0;
  return limits;
}

std::string repeat(const std::string& piece, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += piece;
  return out;
}

}  // namespace

TEST_CASE("blocks become lines, white space collapses, dropped elements leave nothing") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"", ""},
      {"plain text", "plain text"},
      {"<p>a  b\n c</p>d<p>e", "a b c\nd\ne"},
      {"<div>a<div>b</div>c</div>", "a\nb\nc"},
      {"a<br>b<br/><br>c", "a\nb\nc"},
      {"<b>bo</b>ld <i> x </i>y", "bold x y"},
      {"<p> &nbsp; </p><p>&nbsp;a&nbsp;&amp;&#x4e2d;&copy;</p>", "a &中©"},
      {"<p>\xE5\xB7\xA5\n\xE4\xB8\x9A \xE9\x83\xA8\n5G</p>", "工业 部 5G"},
      {"<pre>a\n  b\tc  \n\nd</pre>", "a\n  b\tc\nd"},
      {"<script>var a='<p>x</p>';</script><style>p{}</style><template>t</template>y<noscript>n</noscript>", "y"},
      {"<svg><title>icon</title><text>s</text></svg><iframe>f</iframe><select><option>o</select><button>b</"
       "button><textarea>t</textarea>y",
       "y"},
      {"<p hidden>a<p style='x:y; DISPLAY : none'>b<p aria-hidden=true>c<p style='visibility:hidden'>d", "d"},
      {"<title>T</title><p>a", "a"},
      {"<!-- c --><p>a<!-- <p>b --></p>", "a"},
      {"<ul><li>a<li>b</ul>", "a\nb"},
      {"<img alt=x src=y>a", "a"},
      {"<p>a\xE2\x80\xA8"
       "b\xC2\x85"
       "c</p>",
       "a b c"},
      {"<p>a<p", "a"},
      {"<p>\xE3\x80\x80\xE3\x80\x80工\xE3\x80\x80业", "工\xE3\x80\x80业"},
      {"<p>a&#7318030496;b&#1;c",
       "a\xEF\xBF\xBD"
       "b c"},
      {"<p>1 < 2 <3> &lt;b&gt; &unknown; &", "1 < 2 <3> <b> &unknown; &"},
  };
  for (const auto& [html, expected] : rows) {
    CAPTURE(html);
    CHECK(text_of(html) == expected);
    CHECK(text_of(html, plain_reader()) == expected);
  }
}

TEST_CASE("a page whose text is all hidden keeps it") {
  const std::string text = repeat("long hidden text ", 30);
  CHECK(text_of("<p>x</p><div style=display:none><p>" + text + "</div>").size() > 400);
  CHECK(text_of("<noscript><p>" + text + "</noscript>").size() > 400);
  CHECK(text_of("<p>" + text + "</p><div hidden>" + text + "</div>").size() < 600);
}

TEST_CASE("a line knows its block, its surroundings and its links") {
  const std::string html =
      "<html><body class='has-sidebar'><header><div id=logo>Site</div></header><nav class=\"main-menu\"><ul><li><a "
      "href=/>Home</a></ul></nav>"
      "<main><article class='post-content Entry'><h1>Title</h1><div class=meta><span class=author>Li</span> | "
      "<time>2023-04-21</time></div>"
      "<time>2023</time><p>See <a href=x>here</a> now</article></main><aside class='relatedPosts'>More</aside>"
      "<div role=navigation>Next</div><form>Mail<label>Name</label></form><footer><p>ICP</footer>";
  const std::string expected =
      "div{header -1 .logo}: Site\n"
      "li{nav 100% -1}: Home\n"
      "h1{article main +2}: Title\n"
      "div{article main +2 -2 .meta author}: Li | 2023-04-21\n"
      "time{article main +2 .post-content entry}: 2023\n"
      "p{article main 40% +2}: See here now\n"
      "aside{aside -1 .relatedposts}: More\n"
      "div{nav}: Next\n"
      "form{form}: MailName\n"
      "p{footer}: ICP\n";
  CHECK(lines_of(html) == expected);
  CHECK(lines_of(html, plain_reader()) == expected);
}

TEST_CASE("class words vote as whole words") {
  const std::vector<std::tuple<std::string, int, int>> rows = {
      {"", 0, 0},
      {"ad", 0, 1},
      {"loading", 0, 0},
      {"TRS_Editor", 1, 0},
      {"relatedPosts", 0, 1},
      {"article", 1, 0},
      {"article-body", 1, 0},
      {"pages_content", 1, 0},
      {"UCAP-CONTENT", 1, 0},
      {"comment-list sidebar", 0, 2},
      {"header", 0, 1},
      {"headerless", 0, 0},
  };
  for (const auto& [classes, positive, negative] : rows) {
    CAPTURE(classes);
    const ClassVotes votes = embedded_html_vocabulary().votes(classes);
    CHECK(votes.positive == positive);
    CHECK(votes.negative == negative);
  }
}

TEST_CASE("a table of numbers becomes rows, any other table becomes its cells") {
  CHECK(lines_of("<table><caption>C</caption><tr><th>Year<th>Output<tr><td>2021<td>3.6 "
                 "%<tr><td>2022<td>1,200.5</table><p>x") ==
        "caption: C\ntr: Year | Output\ntr: 2021 | 3.6 %\ntr: 2022 | 1,200.5\np: x\n");
  CHECK(text_of("<table><tr><td>Notice<td>2023-04-21<tr><td>Circular<td>2023-04-22</table>") ==
        "Notice\n2023-04-21\nCircular\n2023-04-22");
  CHECK(text_of("<table><tr><td>Home<td><p>Text of the page<p>More</table>") == "Home\nText of the page\nMore");
  CHECK(text_of("<table><tr><td>1<td>2<tr><td><table><tr><td>3<td>4</table></table>") == "1\n2\n3 | 4");
  CHECK(text_of("<table><tr><td>1<td>2<td></td></tr></table><table></table><tr><td>x") == "1 | 2\nx");
}

TEST_CASE("what a page declares is read, not believed") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"<html lang=zh-CN><title> A \n B </title><title>C</title><body><svg><title>icon</title></svg>",
       "title=A B|lang=zh-CN"},
      {"<meta property=og:title content='T &amp; U'><meta name=twitter:title content=V><h1>W <b>x</b></h1>",
       "title=|og:title=T & U|twitter:title=V|h1=W x"},
      {"<meta name=PubDate content='2023-07-20 10:00'><meta name=ArticleTitle content=通知><meta name=SiteName "
       "content=工信部>",
       "title=|meta:articletitle=通知|meta:pubdate=2023-07-20 10:00|site=工信部"},
      {"<meta property='article:published_time' content='2023-04-21T08:00:00Z'><meta itemprop=datePublished "
       "content=2023-04-20>",
       "title=|meta:article:published_time=2023-04-21T08:00:00Z|itemprop:datePublished=2023-04-20"},
      {"<time datetime=2023-04-21 class=entry-date>x</time><time datetime=2023-05-01 class='updated'>y</time><time "
       "datetime=2023-06-01></time>",
       "title=|time:published=2023-04-21|time:modified=2023-05-01|time=2023-06-01"},
      {"<span itemprop=datePublished> 21 April <b>2023</b></span><time itemprop=dateModified "
       "datetime=2023-05-02>May</time>",
       "title=|itemprop:datePublished=21 April 2023|itemprop:dateModified=2023-05-02"},
      {"<link rel=canonical href=https://a.example/1><meta property=og:url content=https://a.example/2><meta "
       "property=og:locale content=th_TH>",
       "title=|lang=th-TH|url=https://a.example/1"},
      {"<script "
       "type=application/"
       "ld+json>{\"@graph\":[{\"@type\":\"NewsArticle\",\"headline\":\"H\",\"datePublished\":\"2023-04-21\",\n"
       "\"author\":[{\"name\":\"Li\"}],\"publisher\":{\"name\":\"Xinhua\"},\"itemListElement\":[{\"datePublished\":"
       "\"1999-01-01\"}]}]}</script>",
       "title=|json-ld:headline=H|json-ld:datePublished=2023-04-21|site=Xinhua|author=Li"},
      {"<script type=application/ld+json>[{\"dateModified\":\"2023\",\"datePublished\":7},\"x\",null]</script>",
       "title=|json-ld:dateModified=2023"},
      {"<script type=application/ld+json>{broken</script><script type=application/ld+json></script>", "title="},
      {"<script type=text/javascript>{\"datePublished\":\"2023\"}</script>", "title="},
      {"<title>never closed", "title=never closed"},
  };
  for (const auto& [html, expected] : rows) {
    CAPTURE(html);
    CHECK(declared_in(html) == expected);
  }
}

TEST_CASE("the charset that the page declares is followed") {
  const Page page = page_of("<meta charset=gb2312><title>\xB9\xA4\xD0\xC5\xB2\xBF</title><p>\xCD\xA8\xD6\xAA");
  CHECK(page.charset == "GB18030");
  CHECK(page.declared.title == "工信部");
  CHECK(page.text == "通知");
}

TEST_CASE("the scanner passes over comments and knows the end of raw text") {
  const auto scan = [](std::string_view html) {
    std::string out;
    HtmlScanner scanner(html);
    for (;;) {
      const HtmlPiece& piece = scanner.next();
      switch (piece.kind) {
        case HtmlPiece::Kind::kEnd: return out;
        case HtmlPiece::Kind::kStartTag: out += "<" + piece.name + std::to_string(piece.attributes) + ">"; break;
        case HtmlPiece::Kind::kEndTag: out += "</" + piece.name + ">"; break;
        case HtmlPiece::Kind::kText: out += "[" + std::string(piece.text) + "]"; break;
        case HtmlPiece::Kind::kRawText: out += "(" + std::string(piece.text) + ")"; break;
      }
    }
  };
  CHECK(scan("<P a=1 b='>' c=\"x y\" d>t</p >") == "<p4>[t]</p>");
  CHECK(scan("<!-->a<!--->b<!-- -- > -->c<!--x--!>d") == "[a][b][c][d]");
  CHECK(scan("<!doctype html><?xml ?></ x>a</>b") == "[a][b]");
  CHECK(scan("<script>a</scr</scripts></SCRIPT >b") == "<script0>(a</scr</scripts>)</script>[b]");
  CHECK(scan("<title>a<b>") == "<title0>(a<b>)");
  CHECK(scan("a<b<c<") == "[a]");
  CHECK(scan("<") == "[<]");
  CHECK(scan("<a/b=c/d/>") == "<a1>");
}

TEST_CASE("the guard lets ordinary pages pass, unclosed paragraphs and cells too") {
  const ReadLimits limits;
  CHECK(is_safe_to_parse(repeat("<p>text<br>", 20'000), limits));
  CHECK(is_safe_to_parse("<table>" + repeat("<tr><td><font size=2>1<td>2", 20'000), limits));
  CHECK(is_safe_to_parse("<ul>" + repeat("<li><a href=x>a</a>", 20'000), limits));
  CHECK(is_safe_to_parse(repeat("<div><p><b>x</b></div>", 20'000), limits));
  CHECK(is_safe_to_parse("<script>" + repeat("if(a<b)x='<div>';", 20'000) + "</script>", limits));
  CHECK(is_safe_to_parse(repeat("<a name=x>text<p>", 5'000), limits));
}

TEST_CASE("the guard refuses what would stall the parser, however it is dressed up") {
  const ReadLimits limits;
  const std::vector<std::string> bombs = {
      "<div>",
      "<div></x>",
      "<span><p></span></p>",
      "<span><div></span></div>",
      "<div><table></div>",
      "<div><table><td></div></td>",
      "<b><div></b>",
      "<svg><g>",
      "<ul><li>",
      "<dl><dd>",
      "<object><p>x",
      "<table><tr><td>",
      "<custom-x>",
      "<a><table><td>",
      "<marquee><i>",
  };
  for (const std::string& bomb : bombs) {
    CAPTURE(bomb);
    CHECK(!is_safe_to_parse(repeat(bomb, 100'000), limits));
  }
  std::string fonts, attributes = "<p";
  for (int i = 0; i < 100'000; ++i)
    fonts += "<p><font size=" + std::to_string(i) + ">x</p>", attributes += " a" + std::to_string(i);
  CHECK(!is_safe_to_parse(fonts, limits));
  CHECK(!is_safe_to_parse(attributes + ">", limits));
  CHECK(!is_safe_to_parse("<svg><title>" + repeat("<div>", 100'000) + "</title>", limits));
  CHECK(!is_safe_to_parse("<svg><style>" + repeat("<g>", 100'000) + "</style>", limits));
  CHECK(!is_safe_to_parse("<!----!>" + repeat("<div>", 100'000) + "-->", limits));
}

TEST_CASE("bombs are read by the plain reader, text and all") {
  std::string attributes = "<p";
  for (int i = 0; i < 100'000; ++i) attributes += " a" + std::to_string(i) + "=1";
  CHECK(text_of(repeat("<div>", 1'000'000) + "deep" + repeat("</div>", 1'000'000) + "<p>after") == "deep\nafter");
  CHECK(text_of(attributes + ">text</p>") == "text");
  CHECK(text_of("<svg><title>" + repeat("<div>", 100'000) + "</title></svg><p>x") == "x");
  CHECK(text_of(repeat("<table><tr><td>1<td>2", 5'000)).size() > 10'000);
  CHECK(text_of(repeat("<!--", 300'000) + repeat("&", 300'000)).empty());
  CHECK(text_of(repeat("&", 300'000)).size() == 300'000);
  CHECK(text_of(repeat("<", 300'000)).size() == 300'000);
  CHECK(text_of(repeat("</", 300'000)).empty());
  CHECK(text_of(repeat("<p>x", 100'000)).size() == 199'999);
  CHECK(text_of("<p>" + repeat("word ", 2'000'000)).size() == 9'999'999);
  CHECK(text_of("<title>" + repeat("</titl", 300'000)).empty());
  CHECK(text_of(repeat("<a href=\"", 300'000)).empty());
}

TEST_CASE("random markup gives lines without breaks inside and one markup each") {
  std::mt19937 random(42);
  const std::vector<std::string> pieces = {"<p>",      "</p>",      "<div class=ad>",
                                           "</div>",   "<table>",   "<tr>",
                                           "<td>",     "</td>",     "</table>",
                                           "<b>",      "</b>",      "<a href=x>",
                                           "</a>",     "text ",     "12",
                                           "工",       "\n",        "<pre>",
                                           "</pre>",   "<script>",  "</script>",
                                           "<br>",     "<ul><li>",  "</ul>",
                                           "&nbsp;",   "<!--",      "-->",
                                           "<time>",   "</time>",   "<h1>",
                                           "</h1>",    "<svg>",     "</svg>",
                                           "<select>", "</select>", "<span itemprop=datePublished>",
                                           "</span>",  "<",         "\"",
                                           "<title>",  "</title>"};
  for (int round = 0; round < 3000; ++round) {
    CAPTURE(round);
    std::string html;
    for (auto i = random() % 60; i > 0; --i) html += pieces[random() % pieces.size()];
    for (const ReadLimits& limits : {ReadLimits{}, plain_reader()}) {
      const FlatPage page = flatten_html(html, limits);
      const auto breaks = static_cast<std::size_t>(std::count(page.text.begin(), page.text.end(), '\n'));
      REQUIRE(page.markups.size() == (page.text.empty() ? 0 : breaks + 1));
      REQUIRE(page.text.find("\n\n") == std::string::npos);
      for (const LineMarkup& markup : page.markups) REQUIRE((markup.link_density >= 0 && markup.link_density <= 1));
    }
  }
}

namespace {

// "in", "before" or "behind" the block of the article, and what only the line's side of the page says of it.
std::string print(const LinePlace& place) {
  if (!place.is_known) return "-";
  std::string out = place.in_root ? "in" : place.is_behind_root ? "behind" : "before";
  for (const auto& [is_set, name] : {std::pair{place.in_margin, " margin"},
                                     {place.in_caption, " caption"},
                                     {place.in_quote, " quote"},
                                     {place.in_repeated, " repeated"},
                                     {place.in_other_article, " other-article"}})
    if (is_set) out += name;
  if (place.positive > 0) out += " +" + std::to_string(place.positive);
  if (place.negative > 0) out += " -" + std::to_string(place.negative);
  return out;
}

// The places of the lines that begin with a lower-case letter; the others are there to be prose.
std::string places_of(const std::string& html, const ReadLimits& limits = {}) {
  std::string out;
  for (const Line& line : page_of(html, limits).lines)
    if (line.text[0] >= 'a') out += std::string(line.text.substr(0, 1)) + " " + print(line.markup.place) + "\n";
  return out;
}

const std::string kParagraph =
    "<p>The ministry said on Monday that output of steel rose by three percent, and that exports fell for the first "
    "time in a year.</p>";

}  // namespace

TEST_CASE("the block that holds most of the prose is the article's, and what is around it says nothing of its lines") {
  const std::string article = "<div id=text>" + repeat(kParagraph, 3) + "<p>a</p><p class=share>b</p></div>";
  const std::string teaser = "<li class='item-1'><a href=x>A headline of another page</a>" + kParagraph + "</li>";
  struct Row {
    const char* name;
    std::string html, expected;
  };
  const Row rows[] = {
      {"no prose, no article", "<ul><li>a<li>b</ul>", "a -\nb -\n"},
      {"inside and outside", "<div>c</div>" + article + "<div>d</div>", "c before\na in\nb in -1\nd behind\n"},
      {"a form and a telling class around the whole page", "<form class=has-sidebar>" + article + "<p>d</p></form>",
       "a in\nb in -1\nd behind\n"},
      {"a side column", article + "<div class=sidebar><p>d</p></div>", "a in\nb in -1\nd behind -1\n"},
      {"a margin", article + "<footer><p>d</p></footer>", "a in\nb in -1\nd behind margin\n"},
      {"more prose in comments than in the article",
       article + "<div class=comments>" + repeat(kParagraph, 5) + "<p>d</p></div>", "a in\nb in -1\nd behind -1\n"},
      {"captions and quotations",
       "<div>" + repeat(kParagraph, 3) + "<figure>a</figure><p class=wp-caption>b</p><blockquote>c</blockquote></div>",
       "a in caption\nb in caption\nc in quote\n"},
      {"an <article> beside the article", "<article>" + article + "</article><article>d</article>",
       "a in\nb in -1\nd behind other-article\n"},
      {"teasers with more prose than the article", article + "<ul>" + repeat(teaser, 6) + "<li>d</li></ul>",
       "a in\nb in -1\nd behind\n"},
      {"lines of teasers",
       article + "<ul>" + repeat("<li><a href=x>A headline</a><p>t</p></li>", 2) + "<li><a href=x>Too</a><p>u</p></ul>",
       "a in\nb in -1\nt behind repeated\nt behind repeated\nu behind repeated\n"},
      {"two of a kind may be an article's parts", article + repeat("<section><a href=x>See</a><p>t</p></section>", 2),
       "a in\nb in -1\nt behind\nt behind\n"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    CHECK(places_of(row.html) == row.expected);
    CHECK(places_of(row.html, plain_reader()) == row.expected);
  }
}

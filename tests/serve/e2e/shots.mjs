// Pictures of every view, to be looked at: three widths, light and dark, three languages, and as printed.
//   node shots.mjs MODULES ADDRESS OUT_FOLDER [VIEW]     (MODULES: the folder run.sh installs into; ADDRESS: a running polserve)
// One file a view, width, scheme and language: results-320-dark-th.png. The picture in docs/images is results-1280-light-en.
import {createRequire} from 'node:module';
import {mkdirSync} from 'node:fs';
import {join, resolve} from 'node:path';

const [modules, address, out, only] = process.argv.slice(2);
const {chromium} = createRequire(resolve(modules) + '/')('playwright-core');

// Each is asked in its own language; a document is the first hit.
const questions = {en: '5G factories', zh: '工业互联网', th: 'อุตสาหกรรม'};
const views = {
  home: async (page, ui) => page.goto(`/?ui=${ui}`),
  results: async (page, ui) => page.goto(`/?q=${encodeURIComponent(questions[ui])}&ui=${ui}`),
  filtered: async (page, ui) => page.goto(`/?q=steel+OR+industry&lang=en&lang=zh&ministry=cn-miit&from=2023&to=2024-03&count=stories&ui=${ui}`),
  facets: async (page, ui) => {
    await page.goto(`/?q=industry&ui=${ui}`);
    await page.evaluate(() => { for (const details of document.querySelectorAll('details')) details.open = true; });
  },
  document: async (page, ui) => {
    await views.results(page, ui);
    await page.locator('a.title').first().click();
    await page.waitForURL(/documents/);
    await page.evaluate(() => { for (const details of document.querySelectorAll('.removed')) details.open = true; });
  },
  timeline: async (page, ui) => page.goto(`/timeline?q=${encodeURIComponent(questions[ui])}&ui=${ui}`),
  empty: async (page, ui) => page.goto(`/?q=qqqqzzzzxx&lang=th&ui=${ui}`),
  spelling: async (page, ui) => page.goto(`/?q=industial+polcy&wrong=1&ui=${ui}`),
  error: async (page, ui) => page.goto(`/documents/nothing?ui=${ui}`),
  help: async (page, ui) => {
    await views.results(page, ui);
    await page.keyboard.press('?');
    await page.locator('#keys').scrollIntoViewIfNeeded();
  },
  keyboard: async (page, ui) => {
    await views.results(page, ui);
    await page.keyboard.press('j');
    await page.keyboard.press('j');
  },
};

mkdirSync(out, {recursive: true});
const browser = await chromium.launch({executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']});
for (const colorScheme of ['light', 'dark']) for (const width of [320, 768, 1280]) {
  const context = await browser.newContext({baseURL: address, viewport: {width, height: 800}, colorScheme, locale: 'en', reducedMotion: 'reduce'});
  const page = await context.newPage();
  for (const [name, open] of Object.entries(views)) for (const ui of ['en', 'zh', 'th']) {
    if (only && name !== only) continue;
    await open(page, ui);
    await page.screenshot({path: join(out, `${name}-${width}-${colorScheme}-${ui}.png`), fullPage: true});
    if (width === 1280 && colorScheme === 'light') await page.pdf({path: join(out, `${name}-${ui}.pdf`), format: 'A4'});
  }
  await context.close();
}
await browser.close();

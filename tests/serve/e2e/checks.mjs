// What must hold on the page, from a search to 210 hostile texts: see run.mjs.
import assert from 'node:assert/strict';
import {payloads, foreignMarkup} from './payloads.mjs';

const total = async (page) => Number(await page.locator('[data-total]').getAttribute('data-total'));
const parameter = (page, name) => new URL(page.url()).searchParams.getAll(name);
const languages = ['en', 'zh', 'th'];

async function search(page, query) {
  await page.goto('/');
  await page.fill('#q', query);
  await page.press('#q', 'Enter');
  await page.waitForURL(/[?&]q=/);
}

const journeys = [
  ['a search finds, marks and counts', async (page) => {
    await search(page, 'steel');
    assert.equal(await total(page), 60);
    assert.equal(await page.locator('.hit').count(), 10);
    assert.ok(await page.locator('.hit mark').count() > 5);
    assert.deepEqual(new URL(page.url()).search, '?q=steel');
    await page.goto('/?q=steel&lang=zh');
    assert.equal(await page.locator('.snippet[lang="zh-Hans"]').count(), 10);
  }],
  ['a facet narrows by as many pages as it says, a second value widens, a chip takes it back', async (page) => {
    await page.goto('/?q=steel');
    const line = (value) => page.locator(`[data-facet="lang"] li:has([value="${value}"])`);
    const english = Number(await line('en').locator('[data-count]').textContent());
    await line('en').locator('input').click();
    await page.waitForURL(/lang=en/);
    assert.equal(await total(page), english);
    const chinese = Number(await line('zh').locator('[data-count]').textContent());
    assert.equal(chinese, 20);
    assert.ok(await page.evaluate(() => document.activeElement.value === 'en'), 'the focus stays at the choice');
    await line('zh').locator('input').click();
    await page.waitForURL(/lang=zh/);
    assert.equal(await total(page), english + chinese);
    await page.locator('.chip', {hasText: 'Chinese'}).click();
    await page.waitForURL((url) => !url.search.includes('zh'));
    assert.equal(await total(page), english);
    await page.click('.clear');
    assert.equal(await total(page), 60);
  }],
  ['the list of a facet can be searched', async (page) => {
    await page.goto('/?q=steel');
    const lines = page.locator('[data-facet="source"] li:visible');
    assert.equal(await lines.count(), 8);
    await page.locator('[data-facet="source"] [data-within]').fill('gazette 1');
    assert.equal(await lines.count(), 5, '1, 10, 11, 12, 13');
    await page.locator('[data-facet="source"] [data-within]').fill('');
    assert.equal(await lines.count(), 8);
  }],
  ['the brush chooses a period, links zoom in to days and out again', async (page) => {
    await page.goto('/?q=steel');
    const drawing = page.locator('.histogram');
    const box = await drawing.boundingBox();
    const bars = await drawing.locator('a').count();
    assert.equal(bars, 24);
    const x = (i) => box.x + (i + .5) * box.width / bars, y = box.y + box.height / 2;
    await page.mouse.move(x(2), y);
    await page.mouse.down();
    await page.mouse.move(x(4), y);
    await page.mouse.move(x(6), y);
    await page.mouse.up();
    await page.waitForURL(/from=/);
    assert.deepEqual([parameter(page, 'from'), parameter(page, 'to')], [['2022-03'], ['2022-07']]);
    assert.ok(await total(page) < 60);
    await page.locator('.histogram a[data-period="2022-03"]').click();
    await page.waitForURL(/to=2022-03/);
    assert.equal(await page.locator('[data-level]').getAttribute('data-level'), 'day');
    await page.locator('.dates .ways a', {hasText: '2022'}).click();
    await page.waitForURL(/from=2022&/);
    assert.equal(await page.locator('[data-level]').getAttribute('data-level'), 'month');
    await page.locator('.dates .ways a').first().click();
    await page.waitForURL((url) => !url.search.includes('from'));
    assert.equal(await total(page), 60);
  }],
  ['a document shows its text with marks, its duplicates, and the way back', async (page) => {
    await search(page, 'battery swapping');
    const before = page.url();
    await page.locator('a.title').first().click();
    await page.waitForURL(/documents/);
    assert.ok(await page.locator('.body mark').count() >= 2);
    assert.equal(await page.locator('ul.copies li').count(), 1);
    await page.goBack();
    assert.equal(page.url(), before);
    await page.locator('a.copies').first().click();
    await page.waitForURL(/duplicates/);
    assert.equal(await total(page), 2);
    await page.goto('/documents/pages%2F0.txt?q=steel');
    assert.equal(await page.locator('.about a.address').getAttribute('rel'), 'noopener noreferrer');
    assert.equal(await page.locator('.about a.address').getAttribute('href'), 'https://pages.example/0?a=1&b=2');
    await page.locator('main .ways a').click();
    assert.equal(await total(page), 60);
  }],
  ['the back button goes through the states of a search', async (page) => {
    await page.goto('/?q=steel');
    await page.locator('[data-facet="lang"] [value="th"]').click();
    await page.waitForURL(/lang=th/);
    await page.locator('a[rel="next"]').click();
    await page.waitForURL(/offset=10/);
    await page.goBack();
    assert.equal(await total(page), 20);
    await page.goBack();
    assert.equal(await total(page), 60);
    assert.equal(await page.locator('[data-facet="lang"] [value="th"]').isChecked(), false);
    assert.equal(await page.locator('[name="from"]').isEnabled(), true);
  }],
  ['the keyboard alone searches, walks, opens, and shows its keys', async (page) => {
    await page.goto('/');
    await page.keyboard.press('/');
    await page.keyboard.type('steel');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=steel/);
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    const first = await page.locator('a.title').first().getAttribute('href');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), first);
    await page.keyboard.press('?');
    assert.ok(await page.locator('#keys dl').isVisible());
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/documents/);
    await page.goto('/?q=steel');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
    await page.locator('[data-facet="lang"] [value="th"]').focus();
    await page.keyboard.press('Space');
    await page.waitForURL(/lang=th/);
    assert.equal(await total(page), 20);
  }],
  ['the timeline has a row for every month and ministry, newest first', async (page) => {
    await page.goto('/timeline?q=steel');
    const months = await page.locator('.timeline').first().locator('tbody th').allTextContents();
    assert.equal(months.length, 24);
    assert.deepEqual(months, [...months].sort().reverse());
    assert.equal(await page.locator('.timeline').first().locator('a.title').count(), 24);
    await page.locator('.timeline').first().locator('tbody th a').first().click();
    assert.deepEqual(parameter(page, 'from'), ['2023-12']);
  }],
  ['exports are files of the same search', async (page) => {
    await page.goto('/?q=steel&lang=th');
    for (const href of await page.locator('.exports a').evaluateAll((all) => all.map((a) => a.getAttribute('href')))) {
      const answer = await page.request.get(href);
      assert.equal(answer.status(), 200, href);
      if (href.includes('format=json')) assert.equal((await answer.json()).total, 20);
    }
  }],
  ['a wrong parameter and a missing document are told to people, in HTML', async (page) => {
    await page.goto('/?q=steel&nonsense=1');
    assert.equal(await page.locator('[role="alert"]').count(), 1);
    assert.equal(await total(page), 60);
    const missing = await page.goto('/documents/nothing');
    assert.equal(missing.status(), 404);
    assert.ok(await page.locator('h1').isVisible());
    assert.equal((await page.goto('/?from=soon')).status(), 400);
  }],
  ['nothing overflows at 320 pixels', async (page) => {
    await page.setViewportSize({width: 320, height: 640});
    for (const address of ['/', '/?q=steel&lang=en&from=2022', '/documents/pages%2F3.txt?q=steel', '/timeline?q=steel', '/?q=hostileword'])
      for (const ui of languages) {
        await page.goto(`${address}${address.includes('?') ? '&' : '?'}ui=${ui}`);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${address} ${ui}`);
      }
  }],
];

const withoutScript = ['without scripts: search, choose, zoom, page, read', async (page) => {
  await page.goto('/');
  await page.fill('#q', 'steel');
  await page.click('.search button');
  assert.equal(await total(page), 60);
  await page.locator('[data-facet="lang"] [value="en"]').check();
  await page.locator('[data-facet="lang"] .apply').click();
  assert.equal(await total(page), 20);
  await page.locator('.twin summary').click();
  await page.locator('.twin a').first().click();
  assert.equal(parameter(page, 'from').length, 1);
  await page.goto('/?q=steel');
  await page.locator('a[rel="next"]').click();
  assert.equal(await page.locator('.hit').first().getAttribute('value'), '11');
  await page.locator('.choice a', {hasText: 'Oldest'}).click();
  assert.deepEqual(parameter(page, 'sort'), ['date']);
  await page.locator('a.title').first().click();
  assert.ok(await page.locator('.body p').count() > 0);
}];

const inThreeLanguages = ['the interface speaks three languages, by choice', async (page) => {
  const said = {};
  for (const ui of languages) {
    await page.goto(`/?q=steel&ui=${ui}`);
    said[ui] = await page.locator('.search button').textContent();
    assert.equal((await page.locator('html').getAttribute('lang')).slice(0, 2), ui);
    await page.locator('.views a').nth(1).click();
    assert.equal(parameter(page, 'ui')[0], ui, 'links carry the language on');
  }
  assert.deepEqual(said, {en: 'Search', zh: '搜索', th: 'ค้นหา'});
}];

const ofTheBrowser = ['the interface speaks the language of the browser', async (page) => {
  await page.goto('/');
  assert.equal(await page.locator('html').getAttribute('lang'), 'th');
}];

// Pages as they stand, and pages on which something was done.
const states = [
  ['home', '/'],
  ['results', '/?q=steel'],
  ['filtered results', '/?q=steel&lang=en&lang=zh&ministry=cn-miit&from=2022&to=2023-05&count=stories'],
  ['no results', '/?q=qqqqzzzzxx'],
  ['a suggestion and a problem', '/?q=stele&wrong=1'],
  ['second page by date', '/?q=steel&offset=10&sort=-date'],
  ['days', '/?q=steel&from=2022-03&to=2022-03'],
  ['document', '/documents/pages%2F3.txt?q=steel'],
  ['document with duplicates', '/documents/story%2Fa.txt'],
  ['timeline', '/timeline?q=steel'],
  ['hostile pages', '/?q=hostileword'],
  ['everything opened', '/?q=steel', async (page) => page.evaluate(() => { for (const d of document.querySelectorAll('details')) d.open = true; })],
  ['no such document', '/documents/nothing'],
];

function axeChecks({axePath, full}) {
  const out = [];
  for (const ui of languages) for (const [name, address, act] of states) for (const colorScheme of full ? ['light', 'dark'] : [ui === 'th' ? 'dark' : 'light'])
    out.push({
      name: `axe: ${name}, ${ui}, ${colorScheme}`, options: {colorScheme}, run: async (page) => {
        await page.goto(`${address}${address.includes('?') ? '&' : '?'}ui=${ui}`);
        if (act) await act(page);
        await page.evaluate((await import('node:fs')).readFileSync(axePath, 'utf8'));
        const {violations} = await page.evaluate(() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}));
        assert.deepEqual(violations.map(({id, nodes}) => `${id}: ${nodes[0].html.slice(0, 200)} ${nodes[0].failureSummary}`), []);
      },
    });
  return out;
}

function hostileChecks({full}) {
  const some = (list) => full ? list : list.filter((_, i) => i % 6 === 0);
  const clean = async (page, where) => {
    assert.deepEqual(await page.evaluate((selector) => [...document.querySelectorAll(selector)].map((e) => e.outerHTML.slice(0, 200)), foreignMarkup), [], where);
  };
  return [
    {name: `${payloads.length} payloads in titles, bodies, sources, addresses and names of ministries stay text in lists`, run: async (page) => {
      assert.ok(payloads.length >= 200);
      await page.goto('/?q=hostileword');
      const labels = await page.locator('[data-facet="ministry"] .name').allTextContents();
      assert.ok(labels.filter((label) => payloads.some((text) => label.startsWith(text.slice(0, 12)))).length >= 140, `${labels.length} ministries`);
      for (const offset of [0, 100, 200]) {
        await page.goto(`/?q=hostileword&n=100&offset=${offset}`);
        assert.ok(await page.locator('.hit').count() > 0);
        await clean(page, `offset ${offset}`);
      }
      await page.goto('/timeline?q=hostileword');
      await clean(page, 'timeline');
    }},
    {name: 'payloads stay text in documents', run: async (page) => {
      for (const [i, text] of some(payloads.map((text, i) => [i, text]))) {
        const answer = await page.goto(`/documents/${encodeURIComponent(`hostile ${i} ${text}`)}?q=hostileword`);
        assert.equal(answer.status(), 200, text);
        await clean(page, text);
      }
    }},
    {name: 'payloads stay text in queries, filters, languages and paths', run: async (page) => {
      for (const text of some(payloads)) {
        const value = encodeURIComponent(text);
        for (const address of [`/?q=${value}`, `/?q=steel&source=${value}&lang=${value}&sort=${value}&${value}=1`, `/?ministry=${value}`, `/documents/${value}`, `/timeline?from=${value}&ui=${value}`, `/?similar_to=${value}`]) {
          await page.goto(address);
          await clean(page, address);
        }
      }
    }},
  ];
}

export function checks(setting) {
  return [
    ...[...journeys, inThreeLanguages].map(([name, run]) => ({name, run})),
    {name: withoutScript[0], run: withoutScript[1], options: {javaScriptEnabled: false}},
    {name: ofTheBrowser[0], run: ofTheBrowser[1], options: {locale: 'th-TH'}},
    ...axeChecks(setting),
    ...hostileChecks(setting),
  ];
}

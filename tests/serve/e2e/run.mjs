// End-to-end tests of the page: each check is a sentence and a function of a fresh browser page.
//   node run.mjs BINARIES MODULES  ->  "ok ..." or "FAILED ..." a line, then "N passed, N failed"
import {createRequire} from 'node:module';
import {resolve} from 'node:path';
import {serve} from './served.mjs';
import {checks} from './checks.mjs';

const [binaries, modules] = process.argv.slice(2);
const load = createRequire(resolve(modules) + '/');
const {chromium} = load('playwright-core');
const full = process.env.POLSEARCH_TEST_MODE === 'full';

const served = await serve(binaries);
const browser = await chromium.launch({executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']});
let passed = 0, failed = 0;
try {
  for (const {name, options, run} of checks({axePath: load.resolve('axe-core/axe.min.js'), full})) {
    const context = await browser.newContext({baseURL: served.base, viewport: {width: 1280, height: 900}, locale: 'en', reducedMotion: 'reduce', ...options});
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    const complaints = [];  // whatever check: no dialog, no error of a script, nothing that the policy had to stop
    page.on('dialog', (dialog) => { complaints.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('console', (message) => { if (/Content Security Policy/i.test(message.text())) complaints.push(message.text()); });
    try {
      await run(page);
      if (complaints.length) throw new Error(complaints.join('\n'));
      ++passed;
      console.log(`ok ${name}`);
    } catch (error) {
      ++failed;
      console.log(`FAILED ${name}\n${error.message}`);
    }
    await context.close();
  }
} finally {
  await browser.close();
  served.stop();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

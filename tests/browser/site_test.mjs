// The site of `feedarc export --format html` in Chromium, opened from files: `scripts/check browser` runs this.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { filesBelow, makeSite, recordWith } from './made_site.mjs';

const require = createRequire(join(process.env.FEEDARC_NODE_MODULES ?? import.meta.dirname, 'x'));
const { chromium } = require('playwright-core');
const { HtmlValidate } = require('html-validate');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const site = makeSite('site');
const empty = makeSite('empty', { days: 0, samples: false });
const kinds = {
  front: 'index.html',
  earlier: 'page/1.html',
  categories: 'categories.html',
  category: filesBelow(site, 'category')[0],
  sources: 'sources.html',
  source: 'source/blog/index.html',
  days: 'days.html',
  day: 'day/2026-01-05/index.html',
  timeline: 'timeline.html',
  record: recordWith(site, '<del>'),
  removed: recordWith(site, 'removed while its neighbours stayed'),
  hostile: recordWith(site, 'onerror'),
};

let browser;

before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
});
after(() => browser?.close());

// A page that notes what goes wrong, and what it asks for.
const open = async (path, options = {}, folder = site) => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const wrong = [];
  page.on('console', (message) => wrong.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => wrong.push(`dialog: ${dialog.message()}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(pathToFileURL(folder).href)) wrong.push(`asks for ${request.url()}`);
  });
  await page.goto(pathToFileURL(join(folder, path)).href);
  return { page, wrong, close: () => context.close() };
};

const search = async (page, text) => {
  await page.keyboard.press('/');
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.waitForFunction(() => document.getElementById('found').textContent === '');
  await page.keyboard.insertText(text);  // at once, so that there is one answer
  await page.waitForFunction(() => /found\.|shown\./.test(document.getElementById('found').textContent));
};
const hits = (page) => page.locator('#hits a').allTextContents();
const focused = (page) => page.evaluate(() => document.activeElement.textContent || document.activeElement.id);

test('every file is valid HTML', async () => {
  const validate = new HtmlValidate({
    extends: ['html-validate:standard'],
    rules: {
      'no-inline-style': 'error',
      'no-trailing-whitespace': 'off',  // of texts
      'long-title': 'off',              // likewise
      'tel-non-breaking': 'off',
      'valid-id': 'error',
      'heading-level': 'error',
    },
  });
  for (const path of [...Object.values(kinds), ...filesBelow(site, 'record').slice(0, 10)]) {
    const report = await validate.validateString(readFileSync(join(site, path), 'utf8'));
    const messages = report.results.flatMap((result) => result.messages)
      .map(({ line, message, ruleId }) => `${path}:${line}: ${message} (${ruleId})`);
    assert.deepEqual(messages, []);
  }
});

test('every link leads to a file of the site, or to the web', async () => {
  const files = new Set(filesBelow(site));
  for (const path of files) {
    if (!path.endsWith('.html')) continue;
    const html = readFileSync(join(site, path), 'utf8');
    for (const [, link] of html.matchAll(/ (?:href|src)="([^"]*)"/g)) {
      if (/^https?:\/\//.test(link) || link.startsWith('#')) continue;
      assert.ok(files.has(join(path, '..', link)), `${path}: ${link}`);
    }
  }
});

test('nothing is wrong with any kind of page, in light and dark', async (t) => {
  for (const colorScheme of ['light', 'dark']) {
    for (const [kind, path] of Object.entries(kinds)) {
      await t.test(`${kind}, ${colorScheme}`, async () => {
        const { page, wrong, close } = await open(path, { colorScheme, bypassCSP: true });
        await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
        assert.deepEqual(wrong, []);
        await page.evaluate(axe);
        // It would ask for the style sheet, which a page from a file may not read.
        const { violations } = await page.evaluate(() => window.axe.run({ preload: false }));
        assert.deepEqual(violations.map((v) => [v.id, v.nodes.map((node) => node.html)]), []);
        await close();
      });
    }
  }
});

test('a phone scrolls no page sideways', async () => {
  for (const path of Object.values(kinds)) {
    const { page, close } = await open(path, { viewport: { width: 360, height: 740 } });
    await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 360, `${path} is ${width} wide`);
    await close();
  }
});

test('a search finds words of two characters, of one, traditional ones, beginnings, and no others', async () => {
  const { page, wrong, close } = await open('index.html');
  const finds = async (text) => {
    await search(page, text);
    return hits(page);
  };
  const chinese = await finds('投机解码');
  assert.ok(chinese.length > 0);
  assert.deepEqual(await finds('投機解碼'), chinese, 'traditional');
  assert.ok((await finds('解码')).length >= chinese.length);
  assert.ok((await finds('码')).length >= chinese.length);
  const articles = await finds('ARTICL 12');
  assert.ok(articles.some((title) => title.startsWith('Article 12 ')));
  assert.deepEqual(await finds('ａｒｔｉｃｌｅ 12'), articles, 'full width');
  assert.deepEqual(await finds('rticle'), [], 'not in the middle of a word');
  assert.equal((await finds('"article 12 about"')).length, 1);
  assert.deepEqual(await finds('"12 article"'), []);
  assert.deepEqual(await finds('"article 12 about" -cat -fox'), []);
  assert.equal((await finds('"article 11" OR "article 12"')).length, 2);
  assert.ok((await finds('fox')).length > 0, 'what an earlier revision said');
  assert.deepEqual(await finds('zzzz'), []);
  assert.equal(await page.locator('#found').textContent(), 'Nothing was found.');
  assert.deepEqual(wrong, []);
  await close();
});

test('the keyboard alone searches, walks what was found and opens it', async () => {
  const { page, wrong, close } = await open('source/blog/index.html');
  await search(page, 'article');
  const [first, second] = await hits(page);
  assert.match(await page.locator('#found').textContent(), /found/);
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(page), first);
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(page), second);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  assert.equal(await focused(page), 'query');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/record\//);
  assert.equal(await page.locator('h1').textContent(), second);
  await search(page, second.split(' ').slice(0, 2).join(' '));
  await page.keyboard.press('Escape');
  assert.deepEqual(await hits(page), []);
  await search(page, `"${second}"`);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/record\//);
  assert.deepEqual(wrong, []);
  await close();
});

test('the first tab skips to the content', async () => {
  const { page, close } = await open('index.html');
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'Skip to the content');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'content');
  await close();
});

test('hostile texts stay texts, also in what a search finds', async () => {
  const { page, wrong, close } = await open(kinds.hostile);
  await search(page, 'onerror');
  assert.equal((await hits(page)).length, 1);
  assert.match((await hits(page))[0], /<img src=x onerror=alert\(1\)>.*\\u\{202e\}/);
  assert.equal(await page.locator('img, main script, #hits script').count(), 0);
  assert.deepEqual(wrong, []);
  await close();
});

test('a policy keeps scripts and requests of anybody else out', async () => {
  const { page, close } = await open('index.html');
  const blocked = await page.evaluate(async () => {
    const found = [];
    document.addEventListener('securitypolicyviolation', (event) => found.push(event.effectiveDirective));
    const image = new Image();
    image.src = 'https://elsewhere.example/x.png';
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.head.append(image, script);
    await fetch('https://elsewhere.example/').catch(() => {});
    await new Promise((done) => { setTimeout(done, 100); });
    return { found: found.sort(), ran: window.ran === true };
  });
  assert.deepEqual(blocked, { found: ['connect-src', 'img-src', 'script-src-elem'], ran: false });
  await close();
});

test('without scripts all but the search is there', async () => {
  const { page, close } = await open('index.html', { javaScriptEnabled: false });
  assert.equal(await page.locator('#search').isVisible(), false);
  assert.ok(await page.locator('main h3').count() > 0);
  await close();
});

test('an archive without records makes a site without records', async () => {
  for (const path of ['index.html', 'categories.html', 'sources.html', 'days.html', 'timeline.html']) {
    const { page, wrong, close } = await open(path, {}, empty);
    assert.match(await page.locator('main').textContent(), /There are no records/);
    assert.deepEqual(wrong, []);
    await close();
  }
});

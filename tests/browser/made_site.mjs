// An archive made of the fixtures and of pages that change, and the site that feedarc writes of it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('../..', import.meta.url).pathname;
const program = process.env.FEEDARC ?? join(root, 'build/dev/feedarc');

const HOSTILE = '<img src=x onerror=alert(1)> & "quotes" \u202e reversed <script>alert(2)</script>';

const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');

const article = ({ title, number, category = 'Notes' }) =>
  `<article><h2><a href="/a/${number}">${escaped(title)}</a></h2>` +
  `<a rel=tag class=category href=/c>${category}</a> <time datetime=2026-01-05>2026-01-05</time>` +
  `<p>What is told under number ${number} at some length, so that it is a text of its own.</p></article>`;

const page = (articles) =>
  `<!DOCTYPE html><meta charset=utf-8><title>Blog</title><main>${articles.map(article).join('')}</main>`;

const CATEGORIES = ['Notes', 'Tools', '语言', 'Über uns', 'Ideas'];

// Articles come one after the other; some are edited, one is taken off, and one has a hostile title.
const pageOfDay = (day) => {
  const articles = [];
  for (let number = day * 4 + 8; number > day * 4; number -= 1) {
    if (number === 14 && day > 2) continue;
    const edited = number % 5 === 0 && day % 2 === 1;
    articles.push({
      number,
      category: CATEGORIES[number % CATEGORIES.length],
      title: number === 9 ? HOSTILE : `Article ${number} about ${edited ? 'a fox' : 'a cat'} and more`,
    });
  }
  return page(articles);
};

// The folder of the site, and the function that writes it anew.
export const makeSite = (name, { days = 20, samples = true } = {}) => {
  const home = mkdtempSync(join(tmpdir(), `feedarc-${name}-`));
  const run = (...words) => execFileSync(program, words, {
    env: { HOME: home, PATH: process.env.PATH, LC_ALL: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (samples) run('ingest', join(root, 'fixtures/snapshots/text'));
  const pages = join(home, 'pages');
  mkdirSync(pages);
  for (let day = 0; day < days; day += 1) {
    const date = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
    writeFileSync(join(pages, `${date}.html`), pageOfDay(day));
  }
  if (days > 0) run('ingest', '--source', 'blog', '--url', 'https://blog.example/', pages);
  const folder = join(home, 'site');
  if (days === 0 && !samples) {
    writeFileSync(join(home, 'empty.html'), '<!DOCTYPE html><title>Empty</title><p>Nothing yet.');
    run('ingest', '--captured-at', '2026-01-01', join(home, 'empty.html'));
  }
  run('export', '--format', 'html', '--out', folder);
  return folder;
};

// All files below a folder, with paths from there.
export const filesBelow = (folder, below = '') =>
  readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const path = join(below, entry.name);
    return entry.isDirectory() ? filesBelow(folder, path) : [path];
  });

// A page of a record with several revisions, and one with a run that ended.
export const recordWith = (folder, text) => {
  const found = filesBelow(folder, 'record').find((path) =>
    readFileSync(join(folder, path), 'utf8').includes(text));
  if (!found) throw new Error(`no record page says ${text}`);
  return found;
};

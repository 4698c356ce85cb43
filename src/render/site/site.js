// The search of a site that feedarc wrote: no network, no server, nothing but the files beside it.
'use strict';

(() => {
  const root = document.currentScript.dataset.root;
  const form = document.getElementById('search');
  const input = document.getElementById('query');
  const found = document.getElementById('found');
  const results = document.getElementById('results');
  const hits = document.getElementById('hits');
  const MOST_SHOWN = 30;

  // ---- The files of the index, which are scripts that call feedarcSearch ----

  const records = [];  // [uuid, title, folded title, folded texts, source, category, first seen]
  const simplified = new Map();
  let filesLeft = -1;  // -1: not asked for yet
  let failed = false;

  const load = (name) => {
    const script = document.createElement('script');
    script.src = `${root}search/${name}.js`;
    script.addEventListener('error', () => {
      failed = true;
      answer();
    });
    document.head.append(script);
  };

  window.feedarcSearch = (part) => {
    if (part.records) {
      for (const record of part.records) records.push(record);
      filesLeft -= 1;
    } else {
      filesLeft = part.files;
      const to = Array.from(part.han[1]);
      Array.from(part.han[0]).forEach((character, i) => simplified.set(character, to[i]));
      // The newest records are in the last file.
      for (let number = part.files - 1; number >= 0; number -= 1) load(number);
    }
    answer();
  };

  let asked = false;
  const loadAll = () => {
    if (asked) return;
    asked = true;
    load('index');
  };

  // ---- What is typed, as the texts of the index are ----

  const unmarked = (character) => {
    const code = character.codePointAt(0);
    const latin = (code >= 0xc0 && code <= 0x24f) || (code >= 0x1e00 && code <= 0x1eff);
    return latin ? Array.from(character.normalize('NFD'))[0] : character;
  };

  const fold = (text) => {
    const plain = text.normalize('NFKC').toLowerCase().normalize('NFKC')
        .replace(/\p{Default_Ignorable_Code_Point}/gu, '').replace(/ß/g, 'ss').replace(/ς/g, 'σ');
    let folded = '';
    for (const character of plain) {
      if (character >= '\u0300' && character <= '\u036f') continue;
      const letter = unmarked(character);
      folded += simplified.get(letter) ?? letter;
    }
    return folded;
  };

  // Scripts without spaces between words are found anywhere, words of others where they begin.
  const SCRIPTS = ['Han', 'Hiragana', 'Katakana', 'Bopomofo', 'Thai', 'Lao', 'Khmer', 'Myanmar'];
  const RUN = `[${SCRIPTS.map((script) => `\\p{Script=${script}}`).join('')}\u30fc]`;
  const isRun = new RegExp(`^${RUN}`, 'u');
  const isWord = /^[\p{L}\p{N}\p{M}]/u;
  const PARTS = new RegExp(`(?:${RUN}\\p{M}*)+|(?:(?!${RUN})[\\p{L}\\p{N}]\\p{M}*)+`, 'gu');

  const joinsWord = (character) => isWord.test(character) && !isRun.test(character);

  const characterBefore = (text, at) => {
    const low = text.charCodeAt(at - 1);
    return text.slice(low >= 0xdc00 && low <= 0xdfff ? at - 2 : at - 1, at);
  };

  const beginsAt = (text, at) => at === 0 || !joinsWord(characterBefore(text, at));
  const endsAt = (text, at) => !joinsWord(String.fromCodePoint(text.codePointAt(at) ?? 32));

  // ---- The query: all of its clauses, of each one of its terms ----

  // Words one after the other, whole.
  const phrase = (parts) => {
    let pattern = '';
    parts.forEach((part, i) => {
      const alike = i > 0 && isRun.test(part) === isRun.test(parts[i - 1]);
      if (i > 0) pattern += alike ? '[^\\p{L}\\p{N}\\p{M}]+' : '[^\\p{L}\\p{N}\\p{M}]*';
      pattern += part.replace(/[\^$\\.*+?()[\]{}|/]/g, '\\$&');
    });
    const expression = new RegExp(pattern, 'gu');
    const fromRun = isRun.test(parts[0]);
    const toRun = isRun.test(parts[parts.length - 1]);
    return (text) => {
      for (const match of text.matchAll(expression)) {
        const end = match.index + match[0].length;
        if ((fromRun || beginsAt(text, match.index)) && (toRun || endsAt(text, end))) return true;
      }
      return false;
    };
  };

  const wordBeginning = (word) => (text) => {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (beginsAt(text, at)) return true;
    }
    return false;
  };

  const needlesOf = (piece, quoted) => {
    const folded = fold(piece);
    const parts = folded.match(PARTS);
    if (!parts) {
      const signs = folded.trim();
      return signs ? [(text) => text.includes(signs)] : [];
    }
    if (quoted) return [phrase(parts)];
    return parts.map((part) => (isRun.test(part) ? (text) => text.includes(part)
                                                 : wordBeginning(part)));
  };

  const PIECE = /(-?)((?:title:|text:)?)(?:["“”„＂]([^"“”„＂]*[^"“”„＂\s][^"“”„＂]*)["“”„＂]|(\S+))/giu;

  const clausesOf = (query) => {
    const clauses = [];
    let either = false;
    for (const match of query.matchAll(PIECE)) {
      const [whole, minus, field, inQuotes, word] = match;
      if (clauses.length > 0 && (whole === 'OR' || whole === 'AND')) {
        either = whole === 'OR';
        continue;
      }
      const quoted = inQuotes !== undefined;
      const marks = !quoted && fold(word).match(PARTS) === null;  // of nothing: signs like others
      const needles = needlesOf(marks ? whole : inQuotes ?? word, quoted);
      if (needles.length === 0) continue;
      const term = {
        negative: !marks && minus === '-',
        field: marks ? '' : field.toLowerCase(),
        needles,
      };
      if (either) clauses[clauses.length - 1].push(term);
      else clauses.push([term]);
      either = false;
    }
    return clauses;
  };

  const holds = (term, record) => {
    const all = term.needles.every((needle) => (term.field !== 'text:' && needle(record[2])) ||
                                               (term.field !== 'title:' && needle(record[3])));
    return all !== term.negative;
  };

  const matches = (clauses, record) =>
    clauses.every((clause) => clause.some((term) => holds(term, record)));

  const inTitle = (clauses, record) =>
    clauses.every((clause) => clause.some((term) => term.negative ||
                                                    term.needles.every((n) => n(record[2]))));

  const search = (clauses) => {
    const all = [];
    for (const record of records) {
      if (matches(clauses, record)) all.push([inTitle(clauses, record) ? 0 : 1, record]);
    }
    all.sort((a, b) => a[0] - b[0] || b[1][6] - a[1][6]);
    return all.map((pair) => pair[1]);
  };

  // ---- What is shown ----

  const dayOf = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 10);

  const element = (name, text) => {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  };

  const item = (record) => {
    const [uuid, title, , , source, category, seconds] = record;
    const made = document.createElement('li');
    const link = document.createElement('a');
    link.href = `${root}record/${uuid}.html`;
    const shown = element('bdi', title);
    shown.lang = '';
    link.append(shown);
    const facts = document.createElement('p');
    facts.className = 'facts';
    for (const fact of [source, category, dayOf(seconds)]) {
      if (!fact) continue;
      const part = document.createElement('span');
      const text = element('bdi', fact);
      text.lang = '';
      part.append(text);
      facts.append(part);
    }
    made.append(link, facts);
    return made;
  };

  const say = (words) => {
    if (found.textContent !== words) found.textContent = words;
  };

  const answer = () => {
    const query = input.value.trim();
    if (query === '') {
      results.hidden = true;
      hits.replaceChildren();
      say('');
      return;
    }
    if (failed && records.length === 0) {
      say('The index could not be read.');
      return;
    }
    const clauses = filesLeft < 0 ? [] : clausesOf(query);
    const all = clauses.length === 0 ? [] : search(clauses);
    const inside = hits.contains(document.activeElement);
    if (inside && filesLeft > 0) return;  // somebody walks there
    hits.replaceChildren(...all.slice(0, MOST_SHOWN).map(item));
    results.hidden = all.length === 0;
    if (inside) input.focus();
    if (filesLeft !== 0) say('Searching …');
    else if (all.length === 0) say('Nothing was found.');
    else if (all.length > MOST_SHOWN) say(`${all.length} found, the first ${MOST_SHOWN} are shown.`);
    else say(`${all.length} found.`);
  };

  // ---- The keyboard ----

  const links = () => Array.from(hits.querySelectorAll('a'));

  const walk = (event) => {
    const all = links();
    const at = all.indexOf(document.activeElement);
    if (event.key === 'Escape') {
      if (at < 0) input.value = '';
      answer();
      input.focus();
    } else if (event.key === 'ArrowDown' && at + 1 < all.length) {
      all[at + 1].focus();
    } else if (event.key === 'ArrowUp' && at >= 0) {
      (at === 0 ? input : all[at - 1]).focus();
    } else {
      return;
    }
    event.preventDefault();
  };

  document.addEventListener('keydown', (event) => {
    const inField = event.target.closest('input, textarea, select');
    if (event.key !== '/' || inField || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
  input.addEventListener('keydown', walk);
  hits.addEventListener('keydown', walk);

  let waiting = 0;
  input.addEventListener('focus', loadAll);
  input.addEventListener('input', () => {
    loadAll();
    clearTimeout(waiting);
    waiting = setTimeout(answer, 60);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    answer();
    const first = links()[0];
    if (first) first.click();
  });
  form.hidden = false;
})();

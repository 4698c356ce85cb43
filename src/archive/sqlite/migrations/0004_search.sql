-- The words of contents, to find records by. Without the texts: they are in `contents`, and the index
-- has what search_words() makes of them, so that the tokenizer has nothing to do but to cut at spaces.
CREATE VIRTUAL TABLE search USING fts5(title, text, content = '', tokenize = 'ascii');
INSERT INTO search (search, rank) VALUES ('automerge', 8);
INSERT INTO search (rowid, title, text)
    SELECT id, search_words(title), search_words(excerpt) FROM contents ORDER BY id;
CREATE INDEX revisions_by_content ON revisions (content, record);

"""The database's schema: version 1, and the steps that lead on from it.

Read by `database` when a file is opened. Invariant: a step that was released never changes; a new one goes to
the end. `article.id` is the newest-first sort key, so that every list is a walk along a primary key.
"""

from collections.abc import Sequence

from readnow.store.schema_stories import STORIES

APPLICATION_ID = 0x52444E57
"""“RDNW”: marks the file as ours, for `file` and for `doctor`."""

KEY_RECIPE = 1
"""The version of the recipe that makes an entry's key (E1); another needs a step that makes keys anew."""

VERSION_1 = f"""
CREATE TABLE folder (
  id INTEGER PRIMARY KEY,
  parent_id INTEGER REFERENCES folder (id),
  name TEXT NOT NULL,
  position INTEGER NOT NULL
);
CREATE UNIQUE INDEX folder_by_name ON folder (ifnull(parent_id, 0), name);

-- What people see of a feed, and its health. unread and total are kept by delta in every transaction.
CREATE TABLE feed (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  url TEXT NOT NULL,
  title TEXT NOT NULL DEFAULT '',
  own_title TEXT NOT NULL DEFAULT '',
  site_url TEXT NOT NULL DEFAULT '',
  settings TEXT NOT NULL DEFAULT '{{}}',
  folder_id INTEGER REFERENCES folder (id),
  position INTEGER NOT NULL,
  unread INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL DEFAULT 0,
  added_at INTEGER NOT NULL,
  removed_at INTEGER,
  last_success INTEGER,
  problem_kind TEXT,
  problem_detail TEXT,
  problem_since INTEGER,
  problem_status INTEGER
);
CREATE UNIQUE INDEX feed_by_url ON feed (url) WHERE removed_at IS NULL;
CREATE INDEX feed_removed ON feed (removed_at) WHERE removed_at IS NOT NULL;

-- What the fetcher must remember. Validators are bytes, as the server sent them (H1). recent has the last
-- attempts as "time:outcome" with blanks between them.
CREATE TABLE fetch (
  feed_id INTEGER PRIMARY KEY REFERENCES feed (id) ON DELETE CASCADE,
  etag BLOB,
  last_modified BLOB,
  body_hash BLOB,
  next_due INTEGER,
  last_attempt INTEGER,
  last_full INTEGER,
  due_reason TEXT,
  failures INTEGER NOT NULL DEFAULT 0,
  allow_private INTEGER NOT NULL DEFAULT 0,
  moved_to TEXT,
  moved_seen INTEGER,
  moved_since INTEGER,
  size INTEGER,
  parse_ms INTEGER,
  tier TEXT,
  recent TEXT NOT NULL DEFAULT ''
);

-- Addresses that a feed had before: it moved, or was given another.
CREATE TABLE former_address (
  feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
  url TEXT NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (feed_id, url)
) WITHOUT ROWID;

-- gh: 64 bits of a hash of the entry's key, the identity within its feed (E1).
CREATE TABLE article (
  id INTEGER PRIMARY KEY,
  feed_id INTEGER NOT NULL REFERENCES feed (id),
  gh INTEGER NOT NULL,
  title TEXT NOT NULL,
  author TEXT NOT NULL,
  link TEXT NOT NULL,
  date INTEGER NOT NULL,
  date_source TEXT NOT NULL,
  words INTEGER NOT NULL,
  rev INTEGER NOT NULL DEFAULT 0,
  updated INTEGER,
  changes INTEGER NOT NULL DEFAULT 0,
  content_hash BLOB NOT NULL,
  letters_hash BLOB NOT NULL
);
CREATE INDEX article_of_feed ON article (feed_id, id);
CREATE UNIQUE INDEX article_by_key ON article (gh, feed_id);

-- What only the reader needs; html is compressed by zlib.
CREATE TABLE body (
  id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
  key TEXT NOT NULL,
  guid TEXT NOT NULL,
  html BLOB NOT NULL,
  base_url TEXT NOT NULL,
  summary TEXT NOT NULL,
  published INTEGER,
  received INTEGER NOT NULL,
  details TEXT NOT NULL
);

-- A row means unread, or starred. No triggers: they would switch off the fast delete of a whole table.
CREATE TABLE unread (
  feed_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  PRIMARY KEY (feed_id, id)
) WITHOUT ROWID;
CREATE INDEX unread_by_id ON unread (id);
CREATE TABLE starred (id INTEGER PRIMARY KEY, at INTEGER NOT NULL);

-- What outlives an article that was deleted: that it was here, and how the user had marked it (E5).
CREATE TABLE tombstone (
  gh INTEGER NOT NULL,
  feed_id INTEGER NOT NULL,
  read INTEGER NOT NULL,
  starred INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (gh, feed_id)
) WITHOUT ROWID;

-- The place of the text index: contentless, rowid is the article's id. Nothing fills it yet.
CREATE VIRTUAL TABLE fts USING fts5 (title, author, text, feed, content = '', detail = full);
CREATE VIRTUAL TABLE ftst USING fts5 (title, author, feed, content = '', prefix = '1 2 3');

CREATE TABLE ui_state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES ('key_recipe', '{KEY_RECIPE}');
"""

VERSION_2 = """
-- Articles whose text is as their feed gave it, to be finished behind everything else (model.rough).
CREATE TABLE unfinished (id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE);
"""

VERSION_3 = """
-- How far an article was read: characters of its text before the first line on the screen, of how many.
CREATE TABLE place (
  id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
  text_offset INTEGER NOT NULL,
  text_length INTEGER NOT NULL,
  at INTEGER NOT NULL
);

-- What an article said before its publisher changed it; the newest five of each.
CREATE TABLE earlier (
  id INTEGER PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  title TEXT NOT NULL,
  html BLOB NOT NULL
);
CREATE INDEX earlier_of_article ON earlier (article_id, at);

-- The text of an article's own page, packed; or, where there is none, the sentence that says why.
CREATE TABLE fulltext (
  id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
  html BLOB NOT NULL,
  base_url TEXT NOT NULL,
  title TEXT NOT NULL,
  words INTEGER NOT NULL,
  at INTEGER NOT NULL,
  note TEXT NOT NULL,
  problem TEXT NOT NULL
);
"""

VERSION_4 = """
-- What is found by words (store.indexing): contentless; rowid is 16 times an article's id and a number. The
-- text is the first column because that takes least room.
DROP TABLE fts;
DROP TABLE ftst;
CREATE VIRTUAL TABLE fts USING fts5 (text, title, author, marks, content = '', tokenize = 'ascii');
CREATE VIRTUAL TABLE ftst USING fts5 (
  title, author, marks, content = '', tokenize = 'ascii', columnsize = 0, prefix = '2 3'
);
INSERT INTO fts (fts, rank) VALUES ('automerge', 8);
INSERT INTO ftst (ftst, rank) VALUES ('automerge', 8);

-- Articles that the index lacks as they are now. rough: their text is as their feed gave it, to be finished
-- behind everything else (model.rough). turn: another one each time, so that what was made of an article
-- before it changed is not taken for what it is now. worn: no number is left for it in the index.
CREATE TABLE unindexed (
  id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
  turn INTEGER NOT NULL,
  rough INTEGER NOT NULL DEFAULT 0,
  worn INTEGER NOT NULL DEFAULT 0
);
INSERT INTO unindexed (id, turn, rough)
  SELECT id, random(), id IN (SELECT id FROM unfinished) FROM article;
DROP TABLE unfinished;
CREATE INDEX unindexed_rough ON unindexed (id) WHERE rough;

-- Rows of the index that stand for nothing any more.
CREATE TABLE orphan (id INTEGER PRIMARY KEY);

-- Feeds that became one with another: in the index, articles still have the number that they came with.
CREATE TABLE merged_feed (feed_id INTEGER PRIMARY KEY, into_id INTEGER NOT NULL);

-- How far an id is behind its article's date at most, in seconds.
INSERT INTO meta SELECT 'latest_shift', ifnull(max(id - date), 0) FROM article;
INSERT INTO meta VALUES ('index_recipe', '1');

CREATE TRIGGER article_comes AFTER INSERT ON article BEGIN
  INSERT INTO unindexed (id, turn) VALUES (new.id, random());
  UPDATE meta SET value = new.id - new.date
    WHERE key = 'latest_shift' AND CAST(value AS INTEGER) < new.id - new.date;
END;
CREATE TRIGGER article_changes AFTER UPDATE OF rev ON article BEGIN
  INSERT INTO orphan SELECT 16 * new.id + (SELECT count(*) FROM orphan WHERE id BETWEEN 16 * new.id AND 16 *
  new.id + 15)
    WHERE NOT EXISTS (SELECT 1 FROM unindexed WHERE id = new.id);
  INSERT INTO unindexed (id, turn) VALUES (new.id, random()) ON CONFLICT (id) DO UPDATE SET turn = random();
END;
CREATE TRIGGER article_goes BEFORE DELETE ON article BEGIN
  INSERT INTO orphan SELECT 16 * old.id + (SELECT count(*) FROM orphan WHERE id BETWEEN 16 * old.id AND 16 *
  old.id + 15)
    WHERE NOT EXISTS (SELECT 1 FROM unindexed WHERE id = old.id);
  DELETE FROM unindexed WHERE id = old.id;
END;
CREATE TRIGGER page_comes AFTER INSERT ON fulltext BEGIN
  INSERT INTO orphan SELECT 16 * new.id + (SELECT count(*) FROM orphan WHERE id BETWEEN 16 * new.id AND 16 *
  new.id + 15)
    WHERE NOT EXISTS (SELECT 1 FROM unindexed WHERE id = new.id);
  INSERT INTO unindexed (id, turn) VALUES (new.id, random()) ON CONFLICT (id) DO UPDATE SET turn = random();
END;
"""

VERSION_5 = """
-- Read later: like a star, another pile. A row means so.
CREATE TABLE later (id INTEGER PRIMARY KEY, at INTEGER NOT NULL);

-- Tags on articles. folded: the name as names are compared; case and accents do not count.
CREATE TABLE tag (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, folded TEXT NOT NULL UNIQUE);
CREATE TABLE tagged (
  tag_id INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
  id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  PRIMARY KEY (tag_id, id)
) WITHOUT ROWID;
CREATE INDEX tagged_by_id ON tagged (id);

-- Articles that lists leave out: muted by a rule, or deleted by the user. Such an article has no row in
-- unread, starred or later and is in no count of its feed; what it was is kept here, to be given back.
CREATE TABLE hidden (
  id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
  feed_id INTEGER NOT NULL,
  unread INTEGER NOT NULL,
  starred_at INTEGER,
  later_at INTEGER,
  muted INTEGER NOT NULL DEFAULT 0,
  deleted_at INTEGER
);
CREATE INDEX hidden_of_feed ON hidden (feed_id, id);
CREATE INDEX hidden_deleted ON hidden (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX hidden_muted ON hidden (id) WHERE muted AND deleted_at IS NULL;

-- What new articles are looked at for. actions: a JSON list. until: a rule that ends by itself. problem: why
-- it was switched off by itself.
CREATE TABLE rule (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  folded TEXT NOT NULL UNIQUE,
  query TEXT NOT NULL,
  actions TEXT NOT NULL,
  enabled INTEGER NOT NULL DEFAULT 1,
  position INTEGER NOT NULL,
  until INTEGER,
  hits INTEGER NOT NULL DEFAULT 0,
  last_hit INTEGER,
  made_at INTEGER NOT NULL,
  problem TEXT NOT NULL DEFAULT ''
);
-- Which rule took a muted article; several may have.
CREATE TABLE muted_by (
  rule_id INTEGER NOT NULL REFERENCES rule (id) ON DELETE CASCADE,
  id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  PRIMARY KEY (rule_id, id)
) WITHOUT ROWID;
CREATE INDEX muted_by_article ON muted_by (id);
-- Rough articles of which a rule cannot say yet whether it takes them: decided when they are finished.
CREATE TABLE undecided (
  id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  rule_id INTEGER NOT NULL REFERENCES rule (id) ON DELETE CASCADE,
  PRIMARY KEY (id, rule_id)
) WITHOUT ROWID;
CREATE INDEX undecided_by_rule ON undecided (rule_id);

-- Queries that are kept as rows of the feed list.
CREATE TABLE smart_feed (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  folded TEXT NOT NULL UNIQUE,
  query TEXT NOT NULL,
  sort TEXT NOT NULL DEFAULT '',
  folder_id INTEGER REFERENCES folder (id) ON DELETE SET NULL,
  position INTEGER NOT NULL
);

-- Articles that came since the interface was last closed, which empties it. No reference: that would switch
-- off the fast delete of a whole table.
CREATE TABLE fresh (id INTEGER PRIMARY KEY);
CREATE TRIGGER article_is_fresh AFTER INSERT ON article BEGIN INSERT INTO fresh (id) VALUES (new.id); END;
CREATE TRIGGER article_was_fresh AFTER DELETE ON article BEGIN DELETE FROM fresh WHERE id = old.id; END;

-- When a document of the feed was last read: what it lists is known as of then.
ALTER TABLE fetch ADD COLUMN read_at INTEGER;

-- A feed in more folders than the one in its row.
CREATE TABLE filed (
  feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
  folder_id INTEGER NOT NULL REFERENCES folder (id) ON DELETE CASCADE,
  PRIMARY KEY (feed_id, folder_id)
) WITHOUT ROWID;
CREATE INDEX filed_by_folder ON filed (folder_id, feed_id);

-- What the user decided for a folder (made: it was made for its own sake, and stays while it is empty); for a
-- feed: in the lists over all feeds, folded with the same story of other feeds.
ALTER TABLE folder ADD COLUMN keep TEXT NOT NULL DEFAULT '';
ALTER TABLE folder ADD COLUMN made INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed ADD COLUMN in_all INTEGER NOT NULL DEFAULT 1;
CREATE INDEX feed_left_out ON feed (id) WHERE NOT in_all;
ALTER TABLE feed ADD COLUMN folds INTEGER NOT NULL DEFAULT 1;

-- What the user did, the newest last, and how to take it back (store.journal). undone: it was taken back, and
-- can be done again until something else is done. progress: how far it was taken back, where that is a piece.
CREATE TABLE journal (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  data BLOB NOT NULL,
  undone INTEGER NOT NULL DEFAULT 0,
  progress TEXT NOT NULL DEFAULT ''
);
"""

VERSION_6 = """
-- Articles that came from another program (store.moving_in): their feed may know them under another key, and
-- its first document brings their text as it really is. sign: what their link, else their title, hashes to.
CREATE TABLE moved_in (
  id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
  feed_id INTEGER NOT NULL,
  sign INTEGER NOT NULL
);
CREATE INDEX moved_in_by_sign ON moved_in (feed_id, sign);
"""

STEPS: Sequence[str] = (VERSION_1, VERSION_2, VERSION_3, VERSION_4, VERSION_5 + STORIES, VERSION_6)
"""Step n leads from version n to version n + 1; the first makes an empty file a library."""

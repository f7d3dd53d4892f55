"""The part of the schema's version 5 for the same story told by several feeds: tables, and the triggers that
keep groups whole whatever happens to their articles.

Read by `schema`; what is in the tables is written by `store.stories`. Invariants, kept here: no group has two
articles of one feed; a lead is in no other group; whoever is hidden, gone, or of a feed that does not fold is
in none.
"""

STORIES = """
-- What the same story is known by (text.stories): hashes of its address and of its title, fingerprints of its
-- text and of how that begins. Zero: nothing to know it by.
CREATE TABLE fingerprint (
  id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
  address INTEGER NOT NULL,
  title INTEGER NOT NULL,
  text INTEGER NOT NULL,
  opening INTEGER NOT NULL
);
CREATE INDEX fingerprint_address ON fingerprint (address, id) WHERE address <> 0;
CREATE INDEX fingerprint_title ON fingerprint (title, id) WHERE title <> 0;
CREATE INDEX fingerprint_text ON fingerprint (text, id) WHERE text <> 0;

-- Articles that are the same story as another one, their lead, which lists show for them all (store.stories).
-- open: it is unread and so is its lead; kept by triggers.
CREATE TABLE folded (
  id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
  lead_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
  feed_id INTEGER NOT NULL,
  lead_feed_id INTEGER NOT NULL,
  open INTEGER NOT NULL DEFAULT 0,
  CHECK (feed_id <> lead_feed_id)
);
CREATE UNIQUE INDEX folded_under ON folded (lead_id, feed_id);
CREATE INDEX folded_by_feeds ON folded (feed_id, lead_feed_id);
CREATE INDEX folded_by_lead_feed ON folded (lead_feed_id);
CREATE INDEX folded_open ON folded (feed_id, lead_feed_id) WHERE open;

-- Articles that are still to be compared with those of other feeds. fresh: they came just now, so that a copy
-- of what was read comes in read.
CREATE TABLE unmatched (
  id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
  fresh INTEGER NOT NULL DEFAULT 0
);
INSERT INTO unmatched (id) SELECT id FROM article;

CREATE TRIGGER story_comes AFTER INSERT ON article BEGIN
  INSERT INTO unmatched (id, fresh) VALUES (new.id, 1);
END;
CREATE TRIGGER story_changes AFTER UPDATE OF rev ON article BEGIN
  INSERT OR IGNORE INTO unmatched (id) VALUES (new.id);
END;
CREATE TRIGGER story_returns AFTER DELETE ON hidden BEGIN
  INSERT OR IGNORE INTO unmatched (id) SELECT id FROM article WHERE id = old.id;
END;
CREATE TRIGGER story_is_unread AFTER INSERT ON unread BEGIN
  UPDATE folded SET open = 1
    WHERE id = new.id AND EXISTS (SELECT 1 FROM unread u WHERE u.id = folded.lead_id);
  UPDATE folded SET open = 1
    WHERE lead_id = new.id AND EXISTS (SELECT 1 FROM unread u WHERE u.id = folded.id);
END;
CREATE TRIGGER story_is_read AFTER DELETE ON unread BEGIN
  UPDATE folded SET open = 0 WHERE id = old.id AND open;
  UPDATE folded SET open = 0 WHERE lead_id = old.id AND open;
END;
CREATE TRIGGER story_is_folded AFTER INSERT ON folded BEGIN
  UPDATE folded SET open = EXISTS (SELECT 1 FROM unread u WHERE u.id = new.id)
    AND EXISTS (SELECT 1 FROM unread u WHERE u.id = new.lead_id) WHERE id = new.id;
END;
CREATE TRIGGER story_has_another_lead AFTER UPDATE OF lead_id ON folded BEGIN
  UPDATE folded SET open = EXISTS (SELECT 1 FROM unread u WHERE u.id = new.id)
    AND EXISTS (SELECT 1 FROM unread u WHERE u.id = new.lead_id) WHERE id = new.id;
END;
-- Where a lead goes, the earliest of the others becomes the lead.
CREATE TRIGGER story_goes BEFORE DELETE ON article BEGIN
  DELETE FROM folded WHERE id = old.id;
  UPDATE folded SET (lead_id, lead_feed_id) = (
      SELECT id, feed_id FROM folded WHERE lead_id = old.id ORDER BY id LIMIT 1
    ) WHERE lead_id = old.id AND id > (SELECT min(id) FROM folded WHERE lead_id = old.id);
  DELETE FROM folded WHERE lead_id = old.id;
END;
CREATE TRIGGER story_is_hidden AFTER INSERT ON hidden BEGIN
  DELETE FROM folded WHERE id = new.id;
  UPDATE folded SET (lead_id, lead_feed_id) = (
      SELECT id, feed_id FROM folded WHERE lead_id = new.id ORDER BY id LIMIT 1
    ) WHERE lead_id = new.id AND id > (SELECT min(id) FROM folded WHERE lead_id = new.id);
  DELETE FROM folded WHERE lead_id = new.id;
END;
CREATE TRIGGER story_moves BEFORE UPDATE OF feed_id ON article WHEN old.feed_id <> new.feed_id BEGIN
  INSERT OR IGNORE INTO unmatched (id) SELECT old.id
    WHERE EXISTS (SELECT 1 FROM folded WHERE id = old.id OR lead_id = old.id);
  DELETE FROM folded WHERE id = old.id;
  UPDATE folded SET (lead_id, lead_feed_id) = (
      SELECT id, feed_id FROM folded WHERE lead_id = old.id ORDER BY id LIMIT 1
    ) WHERE lead_id = old.id AND id > (SELECT min(id) FROM folded WHERE lead_id = old.id);
  DELETE FROM folded WHERE lead_id = old.id;
END;
-- A feed that is not subscribed to, or does not fold, has no article in any group.
CREATE TRIGGER feed_folds_no_more AFTER UPDATE OF removed_at, folds ON feed
WHEN old.folds AND old.removed_at IS NULL AND NOT (new.folds AND new.removed_at IS NULL) BEGIN
  DELETE FROM folded WHERE feed_id = new.id;
  UPDATE folded SET (lead_id, lead_feed_id) = (
      SELECT f.id, f.feed_id FROM folded f WHERE f.lead_id = folded.lead_id ORDER BY f.id LIMIT 1
    ) WHERE lead_feed_id = new.id AND id > (SELECT min(f.id) FROM folded f WHERE f.lead_id = folded.lead_id);
  DELETE FROM folded WHERE lead_feed_id = new.id;
END;
CREATE TRIGGER feed_folds_again AFTER UPDATE OF removed_at, folds ON feed
WHEN new.folds AND new.removed_at IS NULL AND NOT (old.folds AND old.removed_at IS NULL) BEGIN
  INSERT OR IGNORE INTO unmatched (id) SELECT id FROM article WHERE feed_id = new.id;
END;
"""

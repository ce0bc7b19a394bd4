-- Finding events by words. The extension is a trusted one: whoever may create things in the database
-- can create it, if the server has it (package postgresql-contrib). The collation comes with a server
-- built with ICU, as those of all distributions are.
CREATE EXTENSION IF NOT EXISTS unaccent;

-- Text as it is compared: compatible forms made one, accents off, small letters, one sigma, and
-- spaces for everything that no word is made of (so also for whatever means something in a query).
CREATE FUNCTION folded(words text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT btrim(regexp_replace(
    replace(
      lower(unaccent(regexp_replace(normalize(words, NFKD), '[\u0300-\u036F]+', '', 'g'))
            COLLATE "und-x-icu"),
      'ς', 'σ') COLLATE "und-x-icu",
    '[[:punct:][:space:][:cntrl:]$+<=>^`|~]+', ' ', 'g'))
$$;

-- What an event is found by: its title most, then its markets' titles and its category, its
-- description least. Derived from the events and markets, and kept by the triggers below.
CREATE TABLE event_words (
  event_id bigint   PRIMARY KEY,
  words    tsvector NOT NULL
);
CREATE INDEX event_words_in ON event_words USING gin (words);

CREATE FUNCTION keep_event_words(event bigint) RETURNS void LANGUAGE sql AS $$
  INSERT INTO event_words (event_id, words)
  SELECT e.event_id,
         setweight(to_tsvector('simple', folded(e.title)), 'A')
         || setweight(to_tsvector('simple', folded(e.category)), 'B')
         || setweight(to_tsvector('simple', folded(coalesce(
              (SELECT string_agg(m.title, ' ' ORDER BY m.market_id)
               FROM markets m WHERE m.event_id = e.event_id), ''))), 'B')
         || setweight(to_tsvector('simple', folded(e.description)), 'D')
  FROM events e WHERE e.event_id = event
  ON CONFLICT (event_id) DO UPDATE SET words = excluded.words
$$;

CREATE FUNCTION keep_words_of_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM keep_event_words(NEW.event_id);
  RETURN NULL;
END
$$;

CREATE TRIGGER events_words AFTER INSERT OR UPDATE OF title, description, category ON events
  FOR EACH ROW EXECUTE FUNCTION keep_words_of_row();
CREATE TRIGGER markets_words AFTER UPDATE OF title ON markets
  FOR EACH ROW EXECUTE FUNCTION keep_words_of_row();

CREATE FUNCTION keep_words_of_new_markets() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM keep_event_words(event_id) FROM (SELECT DISTINCT event_id FROM fresh) changed;
  RETURN NULL;
END
$$;
CREATE TRIGGER markets_words_new AFTER INSERT ON markets
  REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION keep_words_of_new_markets();

SELECT keep_event_words(event_id) FROM events;

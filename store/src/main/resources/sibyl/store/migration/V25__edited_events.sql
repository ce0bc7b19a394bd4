-- Events can be edited, and taken back while nothing was traded in them. Derived, like the events
-- themselves.
ALTER TABLE events
  ADD COLUMN image            text   NOT NULL DEFAULT '',  -- where its picture is; empty for none
  ADD COLUMN rules_version    int    NOT NULL DEFAULT 1,
  ADD COLUMN rules_changed_ms bigint,                      -- null for those it began with
  ADD COLUMN edited_ms        bigint,
  ADD COLUMN deleted_ms       bigint;

-- What was changed, in order; what an event was like before and after is in the audit log.
CREATE TABLE event_edits (
  seq      bigint PRIMARY KEY,
  event_id bigint NOT NULL,
  at_ms    bigint NOT NULL,
  actor    bigint NOT NULL,
  kind     text   NOT NULL,  -- EDITED or DELETED
  reason   text   NOT NULL,
  rules    text              -- a new version of them; null when they were not changed
);
CREATE INDEX event_edits_of_event ON event_edits (event_id, seq);

-- Versions of rules are at the exchange now.
DROP TABLE event_rules;

-- Who has a part in an event is told of what happens to it.
ALTER TABLE notification_position ADD COLUMN edit_seq bigint NOT NULL DEFAULT 0;
ALTER TABLE notifications
  ADD COLUMN event_id bigint,
  ADD COLUMN note     text;
-- Who has orders in an event, or had when it was deleted.
CREATE INDEX orders_of_market ON orders (market_id)
  WHERE close_reason IS NULL OR close_reason = 'MARKET_CLOSED';

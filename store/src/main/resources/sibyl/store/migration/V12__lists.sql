-- Dead letters are listed by when they were made: that stays the same however often one of them is
-- submitted again while somebody reads the list.
DROP INDEX outbox_dead;
CREATE INDEX outbox_dead ON outbox (created_at, transfer_id) WHERE state = 'DEAD';

-- A deposit that nobody pays is given up, and its owner told.
ALTER TABLE deposits DROP CONSTRAINT deposits_state_check;
ALTER TABLE deposits ADD CONSTRAINT deposits_state_check
  CHECK (state IN ('CREATED', 'REQUESTED', 'PAID', 'CREDITED', 'FAILED', 'EXPIRED'));

-- Those whose end the provider has not told are asked about.
DROP INDEX deposits_created;
CREATE INDEX deposits_due ON deposits (next_attempt_at) WHERE state IN ('CREATED', 'REQUESTED');

ALTER TABLE notifications ALTER COLUMN market_id DROP NOT NULL;
ALTER TABLE notifications ADD COLUMN transaction_id uuid; -- of DEPOSIT_FAILED and DEPOSIT_EXPIRED

-- When the payment provider is asked to pay: FOLLOW, unless the exchange is halted; HELD, not at all;
-- OPEN, whatever the exchange does.
CREATE TABLE payout_switch (
  one        boolean     PRIMARY KEY DEFAULT true CHECK (one),
  state      text        NOT NULL DEFAULT 'FOLLOW' CHECK (state IN ('FOLLOW', 'HELD', 'OPEN')),
  changed_by bigint,
  changed_at timestamptz
);
INSERT INTO payout_switch DEFAULT VALUES;

CREATE FUNCTION payouts_held() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE state
    WHEN 'HELD' THEN true
    WHEN 'OPEN' THEN false
    ELSE coalesce((SELECT e.state = 'HALTED' FROM exchange_states e ORDER BY e.seq DESC LIMIT 1),
                  false)
  END FROM payout_switch
$$;

CREATE FUNCTION is_suspended(account bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT a.suspended FROM accounts a WHERE a.account_id = account), false)
$$;

CREATE INDEX withdrawals_ended ON withdrawals (withdrawal_id)
  WHERE state IN ('FAILED', 'REJECTED', 'CANCELED');
DROP INDEX outbox_done_after_all;

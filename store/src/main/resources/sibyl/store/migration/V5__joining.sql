-- Joining by phone, referrals, and what people see of their sessions.

ALTER TABLE users
  ADD COLUMN phone         text UNIQUE,  -- E.164; the one writing of a number
  -- The default gives who was here before a code too; its digits are some of those of new codes.
  ADD COLUMN referral_code text NOT NULL UNIQUE
    DEFAULT upper(left(replace(gen_random_uuid()::text, '-', ''), 12));

-- Everybody who has said whose code they came by, or that they came by none. The key makes it once.
CREATE TABLE referrals (
  account_id  bigint      PRIMARY KEY REFERENCES users,
  referrer_id bigint      REFERENCES users,              -- null: skipped
  reward      bigint      NOT NULL CHECK (reward >= 0),  -- millionths; its transfer is in the outbox
  decided_at  timestamptz NOT NULL,
  -- Account numbers grow: who brings somebody was here before, so nobody brings themselves, alone
  -- or in a circle.
  CHECK (referrer_id < account_id)
);
CREATE INDEX referrals_of_referrer ON referrals (referrer_id, account_id) INCLUDE (reward)
  WHERE referrer_id IS NOT NULL;

ALTER TABLE sessions
  -- Written at most once a minute.
  ADD COLUMN last_used_at timestamptz,
  -- Where it was begun, for its owner to recognise it.
  ADD COLUMN address      text NOT NULL DEFAULT '',
  ADD COLUMN user_agent   text NOT NULL DEFAULT '';
UPDATE sessions SET last_used_at = created_at;
ALTER TABLE sessions ALTER COLUMN last_used_at SET NOT NULL;

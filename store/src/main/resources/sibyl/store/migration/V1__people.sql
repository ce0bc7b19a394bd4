-- People: what PostgreSQL, and nothing else, knows. None of this can be rebuilt; back it up.

-- The next account number. A row rather than a sequence: a number drawn by a transaction that
-- fails goes back, so the numbers have no gaps and the same sign-ups give the same numbers.
CREATE TABLE account_numbers (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  next     bigint  NOT NULL CHECK (next >= 16)
);
-- The numbers below 16 are the exchange's own (sibyl.engine.Accounts).
INSERT INTO account_numbers (next) VALUES (16);

CREATE TABLE users (
  account_id     bigint      PRIMARY KEY,
  username       text        NOT NULL,
  -- Lower case, in Java, over a charset where that is unambiguous: Ada and ada are one person.
  username_key   text        NOT NULL UNIQUE,
  email          text,
  created_at     timestamptz NOT NULL DEFAULT now(),
  -- The event that says the exchange knows this account; until then it is submitted again.
  -- Set by the projection, in the transaction that adds the account's row.
  opened_seq     bigint
);
CREATE UNIQUE INDEX users_email ON users (lower(email)) WHERE email IS NOT NULL;
CREATE INDEX users_not_opened ON users (account_id) WHERE opened_seq IS NULL;

CREATE TABLE credentials (
  account_id    bigint      PRIMARY KEY REFERENCES users,
  password_hash text        NOT NULL,
  changed_at    timestamptz NOT NULL DEFAULT now()
);

-- Signed-in browsers. The token itself is nowhere: only its SHA-256, so that whoever reads this
-- table can impersonate nobody.
CREATE TABLE sessions (
  session_id uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
  token_hash bytea       NOT NULL UNIQUE,
  account_id bigint      REFERENCES users,
  -- Staff come from the configuration and have no row in users.
  staff_name text,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  CHECK ((account_id IS NULL) <> (staff_name IS NULL))
);
CREATE INDEX sessions_of_account ON sessions (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX sessions_expiring ON sessions (expires_at);

CREATE TABLE api_keys (
  -- The public part of the key, by which it is found.
  key_id      text        PRIMARY KEY,
  secret_hash bytea       NOT NULL,
  account_id  bigint      NOT NULL REFERENCES users,
  name        text        NOT NULL,
  may_read    boolean     NOT NULL,
  may_trade   boolean     NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  revoked_at  timestamptz
);
CREATE INDEX api_keys_of_account ON api_keys (account_id, created_at);

-- Money somebody asked to move: the outbox. A relay submits a row as a Transfer command under its
-- id until the event that answers it is seen; the engine applies an id once, ever, so submitting
-- again is harmless.
CREATE TABLE transfer_requests (
  transfer_id     uuid        PRIMARY KEY,
  kind            text        NOT NULL,
  account_id      bigint      NOT NULL REFERENCES users,
  idempotency_key text        NOT NULL,
  amount          bigint      NOT NULL CHECK (amount > 0), -- millionths
  created_at      timestamptz NOT NULL DEFAULT now(),
  -- The relay's book-keeping.
  attempts        int         NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL,
  gave_up_at      timestamptz,
  -- Set by the projection, in the transaction that adds the transfer's row.
  completed_seq   bigint,
  UNIQUE (account_id, kind, idempotency_key)
);
CREATE INDEX transfer_requests_due ON transfer_requests (next_attempt_at)
  WHERE completed_seq IS NULL AND gave_up_at IS NULL;
CREATE INDEX transfer_requests_given_up ON transfer_requests (gave_up_at)
  WHERE gave_up_at IS NOT NULL;

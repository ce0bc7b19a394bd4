-- Money on its way: the outbox, and in later sections what fills it.

-- Money that was decided to move, written in the transaction that decided it. A relay submits an
-- entry as a Transfer command under its id until the event that answers it is seen; the engine
-- applies an id once, ever, so submitting again is harmless.
CREATE TABLE outbox (
  transfer_id     uuid        PRIMARY KEY,
  -- What the entry's commands carry: a refusal in the journal names no transfer.
  correlation     bigint      NOT NULL,
  kind            text        NOT NULL,  -- of the engine's TransferKind
  from_account    bigint      NOT NULL,
  to_account      bigint      NOT NULL,
  -- Whose it is: the person paid, or else the person paying.
  account_id      bigint      NOT NULL GENERATED ALWAYS AS
    (CASE WHEN to_account >= 16 THEN to_account ELSE from_account END) STORED,
  amount          bigint      NOT NULL CHECK (amount > 0),  -- millionths
  reference       text        NOT NULL,  -- what it came from, in words
  -- WAITING for its event; DONE; REFUSED by the exchange, where that is an answer; DEAD, waiting
  -- for a person; DISCARDED by one.
  state           text        NOT NULL DEFAULT 'WAITING'
    CHECK (state IN ('WAITING', 'DONE', 'REFUSED', 'DEAD', 'DISCARDED')),
  state_reason    text,                  -- why it is dead, or was discarded
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  -- The relay's book-keeping.
  attempts        int         NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL,
  -- Set by the projection, in the transaction that adds the event's rows.
  completed_seq   bigint,
  refused_seq     bigint,
  refused_reason  text
);
CREATE INDEX outbox_correlation ON outbox (correlation);
CREATE INDEX outbox_waiting ON outbox (next_attempt_at) WHERE state = 'WAITING';
CREATE INDEX outbox_refused ON outbox (refused_seq)
  WHERE state = 'WAITING' AND refused_reason IS NOT NULL;
CREATE INDEX outbox_dead ON outbox (updated_at, transfer_id) WHERE state = 'DEAD';
CREATE INDEX outbox_of_account ON outbox (account_id, created_at, transfer_id);

INSERT INTO outbox (transfer_id, correlation, kind, from_account, to_account, amount, reference,
                    state, state_reason, created_at, updated_at, attempts, next_attempt_at,
                    completed_seq)
SELECT transfer_id,
       ('x' || left(replace(transfer_id::text, '-', ''), 16))::bit(64)::bigint,
       kind, 1, account_id, amount, 'deposit',
       CASE WHEN completed_seq IS NOT NULL THEN 'DONE'
            WHEN gave_up_at IS NOT NULL THEN 'DEAD'
            ELSE 'WAITING' END,
       CASE WHEN gave_up_at IS NOT NULL AND completed_seq IS NULL THEN 'not answered' END,
       created_at, now(), attempts, next_attempt_at, completed_seq
FROM transfer_requests WHERE kind = 'DEPOSIT';
DROP TABLE transfer_requests;

-- What people show about themselves before money is paid out: an identity card, and where to pay.
-- Every submission is a row and stays one; the newest that counts is PENDING or VERIFIED.
CREATE TABLE identity_items (
  item_id      uuid        PRIMARY KEY,
  account_id   bigint      NOT NULL REFERENCES users,
  kind         text        NOT NULL CHECK (kind IN ('IDENTITY', 'PAYOUT')),
  state        text        NOT NULL CHECK (state IN ('PENDING', 'VERIFIED', 'REJECTED', 'REPLACED')),
  -- Keyed, of the number alone: finds the same number with somebody else without knowing it.
  number_hash  bytea       NOT NULL,
  -- Everything the person wrote, AES-GCM under the configured key, bound to item_id.
  sealed       bytea       NOT NULL,
  remark       text,
  submitted_at timestamptz NOT NULL,
  decided_at   timestamptz,
  decided_by   text
);
CREATE UNIQUE INDEX identity_number ON identity_items (kind, number_hash)
  WHERE state IN ('PENDING', 'VERIFIED');
CREATE UNIQUE INDEX identity_pending ON identity_items (account_id, kind) WHERE state = 'PENDING';
CREATE UNIQUE INDEX identity_verified ON identity_items (account_id, kind) WHERE state = 'VERIFIED';
CREATE INDEX identity_of_account ON identity_items (account_id, submitted_at);
CREATE INDEX identity_queue ON identity_items (state, submitted_at, item_id);

-- Money from outside. The id is also that of the transfer which credits it.
CREATE TABLE deposits (
  deposit_id      uuid        PRIMARY KEY,
  account_id      bigint      NOT NULL REFERENCES users,
  amount          bigint      NOT NULL CHECK (amount > 0),
  provider        text        NOT NULL,
  state           text        NOT NULL
    CHECK (state IN ('CREATED', 'REQUESTED', 'PAID', 'CREDITED', 'FAILED')),
  remark          text,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  attempts        int         NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL
);
CREATE INDEX deposits_created ON deposits (next_attempt_at) WHERE state = 'CREATED';
CREATE INDEX deposits_paid ON deposits (deposit_id) WHERE state = 'PAID';
CREATE INDEX deposits_of_account ON deposits (account_id, created_at, deposit_id);

-- Money to outside. The id is also that of the transfer which takes it from the account.
CREATE TABLE withdrawals (
  withdrawal_id   uuid        PRIMARY KEY,
  account_id      bigint      NOT NULL REFERENCES users,
  amount          bigint      NOT NULL CHECK (amount > 0),
  provider        text        NOT NULL,
  payout_item     uuid        NOT NULL REFERENCES identity_items,
  return_id       uuid        NOT NULL UNIQUE,  -- of the transfer that brings it back, if one does
  state           text        NOT NULL
    CHECK (state IN ('WAITING_APPROVAL', 'TAKING', 'PAYING', 'PAID', 'RETURNING', 'RETURNED',
                     'FAILED', 'REJECTED', 'CANCELED')),
  remark          text,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  attempts        int         NOT NULL DEFAULT 0,  -- of asking the provider to pay
  next_attempt_at timestamptz NOT NULL
);
CREATE INDEX withdrawals_taking ON withdrawals (withdrawal_id) WHERE state = 'TAKING';
CREATE INDEX withdrawals_paying ON withdrawals (next_attempt_at) WHERE state = 'PAYING';
CREATE INDEX withdrawals_returning ON withdrawals (withdrawal_id) WHERE state = 'RETURNING';
CREATE INDEX withdrawals_queue ON withdrawals (state, created_at, withdrawal_id);
CREATE INDEX withdrawals_of_account ON withdrawals (account_id, created_at, withdrawal_id);
-- Taken after all: by a submission that came behind one that was refused, or was given up.
CREATE INDEX outbox_done_after_all ON outbox (transfer_id)
  WHERE kind = 'WITHDRAWAL' AND state = 'DONE' AND state_reason IS NOT NULL;

-- Every state a deposit or a withdrawal has had, written in the transaction that changed it.
CREATE TABLE money_steps (
  subject_id uuid        NOT NULL,
  step       int         NOT NULL,
  state      text        NOT NULL,
  remark     text,
  at         timestamptz NOT NULL,
  PRIMARY KEY (subject_id, step)
);

-- What payment providers have told, so that being told again changes nothing.
CREATE TABLE provider_events (
  provider    text        NOT NULL,
  event_id    text        NOT NULL,
  type        text        NOT NULL,
  subject_id  uuid        NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (provider, event_id)
);

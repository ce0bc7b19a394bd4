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

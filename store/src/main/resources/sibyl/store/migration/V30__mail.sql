-- E-mail addresses count once they are verified. An address that was only claimed blocks no one.
ALTER TABLE users
  ADD COLUMN email_verified_at timestamptz,
  -- Claimed in place of a verified one, until it is verified itself.
  ADD COLUMN new_email         text;
DROP INDEX users_email;
CREATE INDEX users_email ON users (lower(email)) WHERE email IS NOT NULL;
CREATE UNIQUE INDEX users_verified_email ON users (lower(email)) WHERE email_verified_at IS NOT NULL;

-- Mails on their way. A row says what to tell and to whom, never the mail itself: its text, and the
-- token in it, are made at the moment of sending and kept nowhere.
CREATE TABLE mails (
  mail_id         uuid        PRIMARY KEY,
  kind            text        NOT NULL,
  -- Null for a password reset until a person is found by what was asked for.
  account_id      bigint      REFERENCES users,
  -- A keyed hash; null until the address is known.
  address_hash    text,
  -- The address, or what was asked for, under a key that is not in the database; null once it is over.
  sealed          bytea,
  state           text        NOT NULL CHECK (state IN ('WAITING', 'SENT', 'KEPT', 'DROPPED', 'DEAD')),
  state_reason    text,
  attempts        int         NOT NULL DEFAULT 0,
  created_at      timestamptz NOT NULL,
  next_attempt_at timestamptz NOT NULL,
  useless_at      timestamptz NOT NULL,
  ended_at        timestamptz,
  CHECK ((state = 'WAITING') = (sealed IS NOT NULL)),
  CHECK ((state = 'WAITING') = (ended_at IS NULL))
);
CREATE INDEX mails_due ON mails (next_attempt_at) WHERE state = 'WAITING';
CREATE INDEX mails_of_account ON mails (account_id, created_at);
CREATE INDEX mails_to_address ON mails (address_hash, created_at);
CREATE INDEX mails_ended ON mails (ended_at) WHERE state <> 'WAITING';
CREATE INDEX mails_dead ON mails (created_at, mail_id) WHERE state = 'DEAD';

-- What proves that a person reads an address: the SHA-256 of the token that was sent there.
CREATE TABLE mail_proofs (
  token_hash bytea       PRIMARY KEY,
  account_id bigint      NOT NULL REFERENCES users,
  purpose    text        NOT NULL CHECK (purpose IN ('VERIFY', 'RESET')),
  address    text        NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX mail_proofs_of_account ON mail_proofs (account_id, purpose);
CREATE INDEX mail_proofs_expiring ON mail_proofs (expires_at);

-- Second factors to be removed for people who lost app and recovery codes: asked for by one member
-- of staff, decided about by another.
CREATE TABLE factor_releases (
  release_id   bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id   bigint      NOT NULL REFERENCES users,
  -- The factor that was on then: approval removes no other.
  factor_id    uuid        NOT NULL,
  reason       text        NOT NULL,
  state        text        NOT NULL CHECK (state IN ('REQUESTED', 'APPROVED', 'REJECTED')),
  requested_by bigint      NOT NULL,
  requested_at timestamptz NOT NULL,
  decided_by   bigint      CHECK (decided_by <> requested_by OR state = 'REJECTED'),
  decided_at   timestamptz,
  remark       text,
  CHECK ((state = 'REQUESTED') = (decided_by IS NULL))
);
CREATE UNIQUE INDEX factor_releases_open ON factor_releases (account_id) WHERE state = 'REQUESTED';
CREATE INDEX factor_releases_by ON factor_releases (requested_by, requested_at);

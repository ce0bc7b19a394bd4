-- Staff, what they did, and what they prepare. None of this can be rebuilt; back it up.

-- Beside the member of staff whom the configuration names (number 1). The numbers lie above those
-- of all accounts: a command's actor is either a person or a member of staff, never in doubt.
CREATE TABLE staff_members (
  member_number bigint      PRIMARY KEY
    GENERATED ALWAYS AS IDENTITY (START WITH 8796093022209), -- 2^43 + 1
  username      text        NOT NULL,
  username_key  text        NOT NULL UNIQUE,
  password_hash text        NOT NULL,
  roles         text[]      NOT NULL,
  enabled       boolean     NOT NULL DEFAULT true,
  created_at    timestamptz NOT NULL,
  created_by    bigint      NOT NULL,
  changed_at    timestamptz,
  changed_by    bigint
);

-- Texts and not jsonb: what was hashed must come back byte by byte.
CREATE TABLE audit_log (
  seq           bigint      PRIMARY KEY,
  at            timestamptz NOT NULL,
  stage         text        NOT NULL,
  intent_seq    bigint      UNIQUE REFERENCES audit_log,
  actor         bigint      NOT NULL,
  username      text        NOT NULL,
  roles         text        NOT NULL,
  operation     text        NOT NULL,
  subject       text        NOT NULL,
  reason        text,
  request       text,
  before        text,
  after         text,
  outcome       text        NOT NULL,
  request_id    text        NOT NULL,
  address       text        NOT NULL,
  previous_hash text        NOT NULL, -- SHA-256 in hexadecimal
  hash          text        NOT NULL
);
CREATE INDEX audit_log_by_actor ON audit_log (actor, seq);
CREATE INDEX audit_log_by_subject ON audit_log (subject, seq);
CREATE INDEX audit_log_by_operation ON audit_log (operation, seq);

-- How far the log was written: a chain alone does not show that its end was cut off.
CREATE TABLE audit_head (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  seq      bigint  NOT NULL
);
INSERT INTO audit_head (seq) VALUES (0);

CREATE FUNCTION audit_log_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is never changed';
END $$;

CREATE FUNCTION audit_log_note_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE audit_head SET seq = NEW.seq;
  RETURN NULL;
END $$;

CREATE FUNCTION audit_head_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' OR NEW.seq <= OLD.seq THEN
    RAISE EXCEPTION 'the end of the audit log only moves on';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER audit_log_no_change BEFORE UPDATE OR DELETE ON audit_log
  FOR EACH ROW EXECUTE FUNCTION audit_log_is_final();
CREATE TRIGGER audit_log_no_truncate BEFORE TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_final();
CREATE TRIGGER audit_log_head AFTER INSERT ON audit_log
  FOR EACH ROW EXECUTE FUNCTION audit_log_note_head();
CREATE TRIGGER audit_head_grows BEFORE UPDATE OR DELETE ON audit_head
  FOR EACH ROW EXECUTE FUNCTION audit_head_only_grows();
CREATE TRIGGER audit_head_no_truncate BEFORE TRUNCATE ON audit_head
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_final();

-- Also a client that switches triggers off for its session meets these.
ALTER TABLE audit_log ENABLE ALWAYS TRIGGER audit_log_no_change;
ALTER TABLE audit_log ENABLE ALWAYS TRIGGER audit_log_no_truncate;
ALTER TABLE audit_head ENABLE ALWAYS TRIGGER audit_head_grows;

-- Events before they exist at the exchange, where they cannot be edited any more. Every version of
-- a draft stays.
CREATE TABLE event_drafts (
  draft_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  version   int    NOT NULL,
  state     text   NOT NULL CHECK (state IN ('DRAFT', 'PUBLISHING', 'PUBLISHED', 'DELETED')),
  publisher bigint,  -- under whose number the exchange was asked to create it
  event_id  bigint   -- once it has
);
CREATE TABLE event_draft_versions (
  draft_id   bigint      NOT NULL REFERENCES event_drafts,
  version    int         NOT NULL,
  body       text        NOT NULL,  -- what would be asked for, as JSON
  written_by bigint      NOT NULL,
  written_at timestamptz NOT NULL,
  PRIMARY KEY (draft_id, version)
);

-- Version 1 of an event's rules is in events.
CREATE TABLE event_rules (
  event_id   bigint      NOT NULL,
  version    int         NOT NULL CHECK (version > 1),
  rules      text        NOT NULL,
  reason     text        NOT NULL,
  written_by bigint      NOT NULL,
  written_at timestamptz NOT NULL,
  PRIMARY KEY (event_id, version)
);

-- Beside what is given with a proposal (resolution_steps).
CREATE TABLE market_evidence (
  evidence_id bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  market_id   bigint      NOT NULL,
  words       text        NOT NULL,
  written_by  bigint      NOT NULL,
  written_at  timestamptz NOT NULL
);
CREATE INDEX market_evidence_of_market ON market_evidence (market_id, evidence_id);

-- Corrections of balances: asked for by one person, decided about by another.
CREATE TABLE adjustments (
  adjustment_id bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id    bigint      NOT NULL,
  amount        bigint      NOT NULL CHECK (amount <> 0),  -- millionths; negative to take
  reason        text        NOT NULL,
  state         text        NOT NULL CHECK (state IN ('REQUESTED', 'APPROVED', 'REJECTED')),
  requested_by  bigint      NOT NULL,
  requested_at  timestamptz NOT NULL,
  decided_by    bigint      CHECK (decided_by <> requested_by),
  decided_at    timestamptz,
  remark        text,
  transfer_id   uuid        UNIQUE,  -- its entry in the outbox
  CHECK ((state = 'REQUESTED') = (decided_by IS NULL))
);
CREATE INDEX adjustments_open ON adjustments (adjustment_id) WHERE state = 'REQUESTED';

CREATE TABLE broadcasts (
  broadcast_id bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  title        text        NOT NULL,
  body         text        NOT NULL,
  sent_by      bigint      NOT NULL,
  sent_at      timestamptz NOT NULL
);

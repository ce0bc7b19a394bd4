-- Second factors (TOTP, RFC 6238) of people and staff. The secret is sealed with a key that is not
-- in the database, bound to factor_id.
CREATE TABLE second_factors (
  -- "person 16" or "staff olga".
  owner         text        PRIMARY KEY,
  factor_id     uuid        NOT NULL UNIQUE,
  sealed_secret bytea       NOT NULL,
  -- Null until its owner has shown a code: until then it counts for nothing.
  confirmed_at  timestamptz,
  -- The time step of the last code accepted; only later ones are.
  last_step     bigint      NOT NULL DEFAULT 0
);

-- The SHA-256 of each recovery code that was not used.
CREATE TABLE recovery_codes (
  factor_id uuid  NOT NULL REFERENCES second_factors (factor_id) ON DELETE CASCADE,
  code_hash bytea NOT NULL,
  PRIMARY KEY (factor_id, code_hash)
);

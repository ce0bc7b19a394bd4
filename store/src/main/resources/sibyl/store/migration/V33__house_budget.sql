-- What members of staff gave market makers and the house's own account out of the house's money
-- without a second person.
CREATE TABLE house_grants (
  member_number bigint      NOT NULL,
  reference     text        NOT NULL,
  amount        bigint      NOT NULL CHECK (amount > 0),
  granted_at    timestamptz NOT NULL,
  PRIMARY KEY (member_number, reference)
);
CREATE INDEX house_grants_of_day ON house_grants (member_number, granted_at);

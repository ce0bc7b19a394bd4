-- One that was given up may yet be paid: it is asked about for some time longer.
DROP INDEX deposits_due;
CREATE INDEX deposits_due ON deposits (next_attempt_at)
  WHERE state IN ('CREATED', 'REQUESTED', 'EXPIRED');

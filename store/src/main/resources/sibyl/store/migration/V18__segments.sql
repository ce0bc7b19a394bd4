-- Whose accounts may trade in a market: 0 is real money, other numbers are contests. An account's
-- number carries its segment above the lowest 28 bits.
ALTER TABLE markets ADD COLUMN segment integer NOT NULL DEFAULT 0;

-- Bonus money and where it is: docs/decisions/0013-bonus-money.md. Made of the journal alone, so that a
-- rebuild gives the same; what may be withdrawn follows from it, the settings and the identity.

-- Accounts that ever had bonus money. Millionths.
CREATE TABLE bonus_accounts (
  account_id bigint PRIMARY KEY,
  -- Bonuses and rewards given to it so far.
  granted    bigint NOT NULL,
  -- Bonus money that it has, won or granted: in cash or staked.
  held       bigint NOT NULL,
  -- The part of held that is in positions.
  staked     bigint NOT NULL,
  -- What stood against it in trades since the first grant.
  traded     bigint NOT NULL,
  -- Bonus money taken out by withdrawals.
  released   bigint NOT NULL
);

-- What one account has to do with the bonus money in one event. Gone when all is zero.
CREATE TABLE bonus_stakes (
  account_id  bigint NOT NULL,
  event_id    bigint NOT NULL,
  -- Bonus money that it put in and did not get back.
  staked      bigint NOT NULL,
  -- The part of it that is lost, unless more comes back.
  written_off bigint NOT NULL,
  -- The part of its winnings that counts as others' bonus money.
  carried     bigint NOT NULL,
  PRIMARY KEY (account_id, event_id)
);

-- The bonus money of all accounts that was put into an event and did not come back to them.
CREATE TABLE bonus_events (
  event_id bigint PRIMARY KEY,
  staked   bigint NOT NULL
);

-- Withdrawals that took bonus money, and how much of it.
CREATE TABLE bonus_withdrawals (
  transfer_id uuid   PRIMARY KEY,
  account_id  bigint NOT NULL,
  amount      bigint NOT NULL
);

-- Winnings from an event into which bonus money came only after the account had last done something
-- there: they are not in "carried" yet.
CREATE FUNCTION bonus_carried_late(account bigint) RETURNS bigint
LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(greatest(0,
           least(won.flow, b.staked - coalesce(s.staked, 0)) - coalesce(s.carried, 0))), 0)::bigint
  FROM (SELECT m.event_id,
               sum(p.yes_realized + p.no_realized - p.yes_cost - p.no_cost)::bigint AS flow
        FROM positions p JOIN markets m ON m.market_id = p.market_id
        WHERE p.account_id = account
        GROUP BY m.event_id) won
  JOIN bonus_events b ON b.event_id = won.event_id
  LEFT JOIN bonus_stakes s ON s.account_id = account AND s.event_id = won.event_id
$$;

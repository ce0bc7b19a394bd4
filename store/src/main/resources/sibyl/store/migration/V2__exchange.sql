-- The exchange: the journal in the shape of tables. Everything here is written by the projection
-- alone and can be emptied and rebuilt from the journal to the same rows (DerivedTables lists
-- these tables).
--
-- Units are whole numbers, as in the engine: money in millionths, prices in ten-thousandths,
-- quantities in hundredths of a contract, times in milliseconds since the epoch. The views of V3
-- show the same in decimals. Words are the names of the engine's enums.
--
-- No foreign keys among these tables: the journal is what guarantees that they fit, and a check
-- for every row would be paid for by every trade. Keys of the large tables (orders, trades, fills,
-- ledger_postings) only ever grow, so that each can be partitioned by ranges of its key.

-- How far the tables are: they say what the events up to seq say. Updated in the transaction that
-- writes the rows.
CREATE TABLE projection_position (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  seq      bigint  NOT NULL,
  time_ms  bigint  NOT NULL,  -- log time of the last command
  -- FOLLOWING, or REBUILDING until the journal has been replayed as far as it went.
  state    text    NOT NULL
);
INSERT INTO projection_position (seq, time_ms, state) VALUES (0, 0, 'FOLLOWING');

CREATE TABLE accounts (
  account_id bigint  PRIMARY KEY,
  netting    boolean NOT NULL,
  opened_seq bigint  NOT NULL,
  opened_ms  bigint  NOT NULL
);

-- What there is; what is all zero has no row. Rows change all the time: room in the page lets
-- PostgreSQL replace them in place.
CREATE TABLE balances (
  account_id  bigint NOT NULL,
  asset       bigint NOT NULL,  -- 0 cash; else market × 4 + 1 for YES, + 2 for NO
  free        bigint NOT NULL,
  held        bigint NOT NULL,  -- by open orders
  updated_seq bigint NOT NULL,
  PRIMARY KEY (account_id, asset)
) WITH (fillfactor = 70);

CREATE TABLE events (
  event_id    bigint  PRIMARY KEY,
  title       text    NOT NULL,
  description text    NOT NULL,
  category    text    NOT NULL,
  rules       text    NOT NULL,
  source      text    NOT NULL,
  close_at_ms bigint  NOT NULL,  -- announced end of trading; 0 when not announced
  exclusive   boolean NOT NULL,  -- exactly one of its markets resolves YES
  created_seq bigint  NOT NULL,
  created_ms  bigint  NOT NULL
);

CREATE TABLE markets (
  market_id            bigint PRIMARY KEY,
  event_id             bigint NOT NULL,
  title                text   NOT NULL,
  payout               int    NOT NULL,
  tick                 int    NOT NULL,
  lot                  bigint NOT NULL,
  mode                 text   NOT NULL,
  liquidity            bigint NOT NULL,  -- the maker's b, hundredths of a contract
  fee                  text   NOT NULL,
  taker_rate           int    NOT NULL,  -- basis points
  maker_rate           int    NOT NULL,
  state                text   NOT NULL,
  created_seq          bigint NOT NULL,
  created_ms           bigint NOT NULL,
  opened_ms            bigint,           -- the first time
  closed_ms            bigint,
  resolved_ms          bigint,
  settled_ms           bigint,
  proposed_fraction    int,              -- of the payout that YES is to get, ten-thousandths
  proposed_evidence    text,
  proposed_by          bigint,           -- the actor of the command; 0 for the system
  resolved_fraction    int,
  resolved_by          bigint,
  maker_yes_sold       bigint NOT NULL,
  maker_no_sold        bigint NOT NULL,
  maker_yes_billionths bigint,           -- the maker's marginal YES price, of the payout
  last_yes_price       int,
  volume               bigint NOT NULL,  -- hundredths of a contract traded
  trade_count          bigint NOT NULL,
  updated_seq          bigint NOT NULL
) WITH (fillfactor = 50);
CREATE INDEX markets_of_event ON markets (event_id);
CREATE INDEX markets_settled ON markets (settled_ms) WHERE state = 'SETTLED';

CREATE TABLE orders (
  order_id        bigint  PRIMARY KEY,
  placed_seq      bigint  NOT NULL,
  placed_ms       bigint  NOT NULL,
  account_id      bigint  NOT NULL,
  market_id       bigint  NOT NULL,
  side            text    NOT NULL,
  outcome         text    NOT NULL,
  type            text    NOT NULL,
  time_in_force   text    NOT NULL,
  self_trade      text    NOT NULL,
  price           int     NOT NULL,  -- in terms of its outcome; 0 for a market order
  quantity        bigint  NOT NULL,  -- 0 when max_cost is given
  max_cost        bigint  NOT NULL,  -- 0 when not given
  expires_at_ms   bigint  NOT NULL,
  valid_until_ms  bigint  NOT NULL,
  post_only       boolean NOT NULL,
  reduce_only     boolean NOT NULL,
  cancel_on_halt  boolean NOT NULL,
  order_group     bigint  NOT NULL,
  client_order_id text,
  message         text,              -- for the counterparty of each fill
  filled          bigint  NOT NULL,
  remaining       bigint  NOT NULL,  -- after it closed: what was not filled
  cost            bigint  NOT NULL,  -- of what was filled, before fees
  fees            bigint  NOT NULL,
  close_reason    text,              -- null while it rests
  updated_seq     bigint  NOT NULL,
  updated_ms      bigint  NOT NULL
) WITH (fillfactor = 85);
CREATE INDEX orders_of_account ON orders (account_id, placed_seq);
CREATE INDEX orders_of_account_in_market ON orders (account_id, market_id, placed_seq);
CREATE INDEX orders_open ON orders (account_id, placed_seq) WHERE close_reason IS NULL;
-- Not unique: the engine forgets an id in time, after which it may be used again.
CREATE INDEX orders_by_client_id ON orders (account_id, client_order_id, placed_seq)
  WHERE client_order_id IS NOT NULL;

CREATE TABLE trades (
  trade_id      bigint PRIMARY KEY,
  seq           bigint NOT NULL,
  entry_seq     bigint NOT NULL,  -- the first event of the command; postings carry the same
  at_ms         bigint NOT NULL,
  market_id     bigint NOT NULL,
  kind          text   NOT NULL,
  yes_price     int    NOT NULL,
  quantity      bigint NOT NULL,
  taker_order   bigint NOT NULL,
  taker_account bigint NOT NULL,
  taker_side    text   NOT NULL,
  taker_outcome text   NOT NULL,
  taker_cost    bigint NOT NULL,
  taker_fee     bigint NOT NULL,
  maker_order   bigint NOT NULL,  -- 0 for the automated market maker
  maker_account bigint NOT NULL,
  maker_side    text   NOT NULL,
  maker_outcome text   NOT NULL,
  maker_cost    bigint NOT NULL,
  maker_fee     bigint NOT NULL
);
CREATE INDEX trades_of_market ON trades (market_id, seq);

-- A trade as each of its two parties sees it. The counterparty's message is that of its order:
-- v_fills and the queries fetch it from there.
CREATE TABLE fills (
  trade_id           bigint NOT NULL,
  liquidity          text   NOT NULL,  -- TAKER or MAKER
  account_id         bigint NOT NULL,
  order_id           bigint NOT NULL,
  market_id          bigint NOT NULL,
  side               text   NOT NULL,
  outcome            text   NOT NULL,
  price              int    NOT NULL,  -- in terms of its outcome
  quantity           bigint NOT NULL,
  cost               bigint NOT NULL,
  fee                bigint NOT NULL,
  kind               text   NOT NULL,
  counterparty_order bigint NOT NULL,
  seq                bigint NOT NULL,
  at_ms              bigint NOT NULL,
  PRIMARY KEY (trade_id, liquidity)
);
CREATE INDEX fills_of_account ON fills (account_id, seq);
CREATE INDEX fills_of_account_in_market ON fills (account_id, market_id, seq);
CREATE INDEX fills_of_order ON fills (order_id, seq) WHERE order_id <> 0;

-- Of people; pools and makers have balances only.
CREATE TABLE positions (
  account_id   bigint NOT NULL,
  market_id    bigint NOT NULL,
  yes_quantity bigint NOT NULL,
  yes_cost     bigint NOT NULL,
  yes_realized bigint NOT NULL,
  no_quantity  bigint NOT NULL,
  no_cost      bigint NOT NULL,
  no_realized  bigint NOT NULL,
  updated_seq  bigint NOT NULL,
  PRIMARY KEY (account_id, market_id)
) WITH (fillfactor = 70);
CREATE INDEX positions_in_market ON positions (market_id);

-- Every movement of money and shares. Those with one entry_seq sum to zero per asset. What only
-- changed a hold moved nothing and is not here.
CREATE TABLE ledger_postings (
  seq        bigint PRIMARY KEY,
  entry_seq  bigint NOT NULL,
  at_ms      bigint NOT NULL,
  account_id bigint NOT NULL,
  asset      bigint NOT NULL,
  amount     bigint NOT NULL,
  free       bigint NOT NULL,  -- after it
  held       bigint NOT NULL,
  reason     text   NOT NULL
);
CREATE INDEX ledger_of_account ON ledger_postings (account_id, seq);

CREATE TABLE settlements (
  market_id    bigint NOT NULL,
  account_id   bigint NOT NULL,
  yes_quantity bigint NOT NULL,
  no_quantity  bigint NOT NULL,
  yes_paid     bigint NOT NULL,
  no_paid      bigint NOT NULL,
  yes_cost     bigint NOT NULL,  -- what the shares had cost
  no_cost      bigint NOT NULL,
  seq          bigint NOT NULL,
  at_ms        bigint NOT NULL,
  PRIMARY KEY (market_id, account_id)
);
CREATE INDEX settlements_of_account ON settlements (account_id, seq);

CREATE TABLE transfers (
  transfer_id  uuid   PRIMARY KEY,
  from_account bigint NOT NULL,
  to_account   bigint NOT NULL,
  amount       bigint NOT NULL,
  kind         text   NOT NULL,
  seq          bigint NOT NULL,
  entry_seq    bigint NOT NULL,
  at_ms        bigint NOT NULL
);
CREATE INDEX transfers_from ON transfers (from_account, seq);
CREATE INDEX transfers_to ON transfers (to_account, seq);

-- What the exchange learnt after its first rows: settings of accounts, schedules and challenges of
-- markets, amended orders, baskets, order groups, sets over whole events, and goods.

ALTER TABLE accounts
  ADD COLUMN suspended   boolean NOT NULL DEFAULT false,  -- may only cancel
  ADD COLUMN updated_seq bigint  NOT NULL DEFAULT 0;

-- What the exchange as a whole accepted, and from when; the last row is what it accepts now. Without
-- a row it is OPEN.
CREATE TABLE exchange_states (
  seq   bigint PRIMARY KEY,
  at_ms bigint NOT NULL,
  state text   NOT NULL,
  actor bigint NOT NULL
);

ALTER TABLE events ADD COLUMN open_at_ms bigint NOT NULL DEFAULT 0;

-- Ticks are finer near both ends: prices closer to an end than band_below[i] are band_tick[i] apart.
ALTER TABLE markets
  ADD COLUMN kind         text    NOT NULL DEFAULT 'BINARY',
  ADD COLUMN band_below   int[]   NOT NULL DEFAULT '{}',
  ADD COLUMN band_tick    int[]   NOT NULL DEFAULT '{}',
  ADD COLUMN collar       int     NOT NULL DEFAULT 0,
  ADD COLUMN challenge_ms bigint  NOT NULL DEFAULT 0,
  ADD COLUMN four_eyes    boolean NOT NULL DEFAULT false,
  ADD COLUMN open_at_ms   bigint  NOT NULL DEFAULT 0,  -- opens by itself; 0 for not
  ADD COLUMN close_at_ms  bigint  NOT NULL DEFAULT 0,
  -- Until when the resolution can be challenged; 0 when it was final at once, null without one.
  ADD COLUMN final_at_ms  bigint;

-- How the decision about a market came about. The market itself has only what stands.
CREATE TABLE resolution_steps (
  seq          bigint PRIMARY KEY,
  at_ms        bigint NOT NULL,
  market_id    bigint NOT NULL,
  step         text   NOT NULL,  -- PROPOSED, CONFIRMED or CHALLENGED
  actor        bigint NOT NULL,
  yes_fraction int,              -- null for a challenge
  words        text,             -- the evidence, or the reason of a challenge
  final_at_ms  bigint            -- of a confirmation
);
CREATE INDEX resolution_steps_of_market ON resolution_steps (market_id, seq);

ALTER TABLE orders
  -- Taken off without a trade, by self-trade prevention, since it was placed or last amended:
  -- quantity = filled + remaining + reduced.
  ADD COLUMN reduced bigint NOT NULL DEFAULT 0,
  ADD COLUMN basket  bigint;
CREATE INDEX orders_of_basket ON orders (basket) WHERE basket IS NOT NULL;

-- Orders that were filled together or not at all.
CREATE TABLE baskets (
  basket_id       bigint PRIMARY KEY,
  placed_seq      bigint NOT NULL,
  placed_ms       bigint NOT NULL,
  account_id      bigint NOT NULL,
  order_count     int    NOT NULL,
  client_order_id text
);
CREATE INDEX baskets_of_account ON baskets (account_id, placed_seq);

CREATE TABLE order_groups (
  group_id    bigint PRIMARY KEY,
  account_id  bigint NOT NULL,
  fill_limit  bigint NOT NULL,  -- most its orders may fill within the window
  window_ms   bigint NOT NULL,
  state       text   NOT NULL,  -- ACTIVE, TRIGGERED or DELETED
  created_seq bigint NOT NULL,
  updated_seq bigint NOT NULL,
  updated_ms  bigint NOT NULL
);
CREATE INDEX order_groups_of_account ON order_groups (account_id, group_id);

-- Every change of what accounts hold that was neither a trade nor a single market's sets, with its
-- reason: conversions, production, and what staff gave or took.
CREATE TABLE holding_changes (
  seq        bigint PRIMARY KEY,
  entry_seq  bigint NOT NULL,
  at_ms      bigint NOT NULL,
  account_id bigint NOT NULL,
  market_id  bigint NOT NULL,
  outcome    text   NOT NULL,
  quantity   bigint NOT NULL,  -- signed
  amount     bigint NOT NULL,  -- what the account got for it; negative for what it paid
  reason     text   NOT NULL,
  actor      bigint NOT NULL
);
CREATE INDEX holding_changes_of_account ON holding_changes (account_id, seq);
CREATE INDEX holding_changes_in_market ON holding_changes (market_id, seq);

-- Who may produce which good.
CREATE TABLE producers (
  account_id  bigint  NOT NULL,
  market_id   bigint  NOT NULL,
  authorised  boolean NOT NULL,
  updated_seq bigint  NOT NULL,
  updated_ms  bigint  NOT NULL,
  PRIMARY KEY (account_id, market_id)
);

-- What producing one whole contract of a good uses up; a good without rows needs nothing.
CREATE TABLE recipes (
  market_id   bigint NOT NULL,
  ingredient  bigint NOT NULL,
  quantity    bigint NOT NULL,
  updated_seq bigint NOT NULL,
  PRIMARY KEY (market_id, ingredient)
);

CREATE OR REPLACE FUNCTION account_name(account bigint) RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN CASE
    WHEN account = 1 THEN 'external'
    WHEN account = 2 THEN 'fees'
    WHEN account = 3 THEN 'bonus'
    WHEN account = 4 THEN 'house'
    WHEN account >> 40 = 1 THEN 'pool of market ' || (account & ((1::bigint << 40) - 1))
    WHEN account >> 40 = 2 THEN 'pool of event ' || (account & ((1::bigint << 40) - 1))
    WHEN account >> 40 = 3 THEN 'maker of market ' || (account & ((1::bigint << 40) - 1))
    WHEN account >> 40 = 4 THEN 'maker of event ' || (account & ((1::bigint << 40) - 1))
    ELSE coalesce(
      (SELECT u.username FROM users u WHERE u.account_id = account), 'account ' || account)
  END;

CREATE OR REPLACE VIEW v_markets AS
SELECT m.market_id, m.event_id, e.title AS event, m.title, m.state, m.mode,
       as_price(m.payout)                                       AS payout,
       as_price(m.tick)                                         AS tick,
       as_contracts(m.lot)                                      AS lot,
       as_contracts(m.liquidity)                                AS liquidity,
       (m.maker_yes_billionths::numeric / 1000000000)::decimal(10, 9) AS maker_yes_price,
       as_price(m.last_yes_price)                               AS last_yes_price,
       as_contracts(m.volume)                                   AS volume,
       m.trade_count,
       (m.resolved_fraction::numeric / 10000)::decimal(5, 4) AS resolved_yes,
       log_time(m.created_ms)                                AS created_at,
       log_time(m.opened_ms)                                 AS opened_at,
       log_time(m.closed_ms)                                 AS closed_at,
       log_time(m.resolved_ms)                               AS resolved_at,
       log_time(m.settled_ms)                                AS settled_at,
       m.kind,
       log_time(nullif(m.open_at_ms, 0))                     AS opens_at,
       log_time(nullif(m.close_at_ms, 0))                    AS closes_at,
       log_time(nullif(m.final_at_ms, 0))                    AS final_at
FROM markets m LEFT JOIN events e USING (event_id);

CREATE OR REPLACE VIEW v_orders AS
SELECT order_id,
       account_name(account_id) AS account,
       market_id, side, outcome, type, time_in_force,
       as_price(price)             AS price,
       as_contracts(quantity)      AS quantity,
       as_money(max_cost)          AS max_cost,
       as_contracts(filled)        AS filled,
       as_contracts(remaining)     AS remaining,
       as_money(cost)              AS cost,
       as_money(fees)              AS fees,
       CASE
         WHEN close_reason IS NULL AND filled = 0 THEN 'open'
         WHEN close_reason IS NULL                THEN 'partially_filled'
         WHEN close_reason = 'FILLED'             THEN 'filled'
         WHEN close_reason = 'EXPIRED'            THEN 'expired'
         ELSE 'canceled'
       END                      AS status,
       close_reason, client_order_id, message,
       log_time(placed_ms)      AS placed_at,
       log_time(updated_ms)     AS updated_at,
       as_contracts(reduced)    AS reduced,
       basket
FROM orders;

CREATE VIEW v_accounts AS
SELECT account_id, account_name(account_id) AS account, netting, suspended,
       log_time(opened_ms) AS opened_at
FROM accounts;

CREATE VIEW v_resolution_steps AS
SELECT market_id, log_time(at_ms) AS at, step, actor,
       (yes_fraction::numeric / 10000)::decimal(5, 4) AS yes,
       words,
       log_time(nullif(final_at_ms, 0)) AS final_at
FROM resolution_steps;

CREATE VIEW v_holding_changes AS
SELECT seq, entry_seq, log_time(at_ms) AS at,
       account_name(account_id) AS account,
       market_id, outcome,
       as_contracts(quantity)   AS quantity,
       as_money(amount)         AS amount,
       reason, actor
FROM holding_changes;

CREATE VIEW v_order_groups AS
SELECT group_id, account_name(account_id) AS account,
       as_contracts(fill_limit) AS fill_limit, window_ms, state,
       log_time(updated_ms) AS updated_at
FROM order_groups;

CREATE VIEW v_recipes AS
SELECT r.market_id, m.title AS good, r.ingredient, i.title AS needs,
       as_contracts(r.quantity) AS quantity
FROM recipes r
LEFT JOIN markets m ON m.market_id = r.market_id
LEFT JOIN markets i ON i.market_id = r.ingredient;

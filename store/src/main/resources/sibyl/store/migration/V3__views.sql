-- The tables of the exchange for people: decimals, times, names.

CREATE FUNCTION as_money(millionths bigint) RETURNS decimal(20, 6)
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (millionths::numeric / 1000000)::decimal(20, 6);

CREATE FUNCTION as_price(ten_thousandths int) RETURNS decimal(10, 4)
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (ten_thousandths::numeric / 10000)::decimal(10, 4);

CREATE FUNCTION as_contracts(hundredths bigint) RETURNS decimal(20, 2)
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (hundredths::numeric / 100)::decimal(20, 2);

CREATE FUNCTION log_time(ms bigint) RETURNS timestamptz
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN 'epoch'::timestamptz + ms * interval '1 millisecond';

-- Cash in units of currency, shares in contracts.
CREATE FUNCTION asset_amount(asset bigint, amount bigint) RETURNS decimal(20, 6)
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN asset = 0 THEN as_money(amount) ELSE (amount::numeric / 100)::decimal(20, 6) END;

CREATE FUNCTION asset_name(asset bigint) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE
    WHEN asset = 0 THEN 'CASH'
    ELSE (CASE asset & 3 WHEN 1 THEN 'YES' ELSE 'NO' END) || ' of market ' || (asset >> 2)
  END;

CREATE FUNCTION account_name(account bigint) RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN CASE
    WHEN account = 1 THEN 'external'
    WHEN account = 2 THEN 'fees'
    WHEN account = 3 THEN 'bonus'
    WHEN account = 4 THEN 'house'
    WHEN account >> 40 = 1 THEN 'pool of market ' || (account & ((1::bigint << 40) - 1))
    WHEN account >> 40 = 2 THEN 'pool of event ' || (account & ((1::bigint << 40) - 1))
    WHEN account >> 40 = 3 THEN 'maker of market ' || (account & ((1::bigint << 40) - 1))
    ELSE coalesce(
      (SELECT u.username FROM users u WHERE u.account_id = account), 'account ' || account)
  END;

CREATE VIEW v_balances AS
SELECT account_id,
       account_name(account_id)        AS account,
       asset_name(asset)               AS asset,
       asset_amount(asset, free)       AS free,
       asset_amount(asset, held)       AS held
FROM balances;

CREATE VIEW v_markets AS
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
       log_time(m.settled_ms)                                AS settled_at
FROM markets m LEFT JOIN events e USING (event_id);

CREATE VIEW v_orders AS
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
       log_time(updated_ms)     AS updated_at
FROM orders;

CREATE VIEW v_trades AS
SELECT trade_id, log_time(at_ms) AS at, market_id, kind,
       as_price(yes_price)            AS yes_price,
       as_contracts(quantity)         AS quantity,
       account_name(taker_account) AS taker, taker_side, taker_outcome,
       as_money(taker_cost)           AS taker_cost,
       as_money(taker_fee)            AS taker_fee,
       account_name(maker_account) AS maker, maker_side, maker_outcome,
       as_money(maker_cost)           AS maker_cost,
       as_money(maker_fee)            AS maker_fee
FROM trades;

CREATE VIEW v_fills AS
SELECT f.trade_id, log_time(f.at_ms) AS at,
       account_name(f.account_id) AS account,
       f.order_id, f.market_id, f.side, f.outcome,
       as_price(f.price)             AS price,
       as_contracts(f.quantity)      AS quantity,
       as_money(f.cost)              AS cost,
       as_money(f.fee)               AS fee,
       f.liquidity, f.kind,
       o.message                  AS counterparty_message
FROM fills f LEFT JOIN orders o ON o.order_id = f.counterparty_order;

CREATE VIEW v_positions AS
SELECT account_name(account_id) AS account, market_id,
       as_contracts(yes_quantity)  AS yes_quantity,
       as_money(yes_cost)          AS yes_cost,
       as_money(yes_realized)      AS yes_realized,
       as_contracts(no_quantity)   AS no_quantity,
       as_money(no_cost)           AS no_cost,
       as_money(no_realized)       AS no_realized
FROM positions;

CREATE VIEW v_ledger AS
SELECT seq, entry_seq, log_time(at_ms) AS at,
       account_name(account_id)    AS account,
       asset_name(asset)           AS asset,
       asset_amount(asset, amount) AS amount,
       asset_amount(asset, free)   AS free,
       asset_amount(asset, held)   AS held,
       reason
FROM ledger_postings;

CREATE VIEW v_settlements AS
SELECT market_id, account_name(account_id) AS account,
       as_contracts(yes_quantity) AS yes_quantity,
       as_money(yes_cost)         AS yes_cost,
       as_money(yes_paid)         AS yes_paid,
       as_contracts(no_quantity)  AS no_quantity,
       as_money(no_cost)          AS no_cost,
       as_money(no_paid)          AS no_paid,
       log_time(at_ms)         AS at
FROM settlements;

CREATE VIEW v_transfers AS
SELECT transfer_id, log_time(at_ms) AS at, kind,
       account_name(from_account) AS from_account,
       account_name(to_account)   AS to_account,
       as_money(amount)              AS amount
FROM transfers;

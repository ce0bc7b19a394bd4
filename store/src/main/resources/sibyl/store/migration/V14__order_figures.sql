-- What an order's figures mean: of an open order filled + remaining = quantity, of one that is over
-- filled + canceled = quantity. What the exchange took off without a trade has left quantity itself.
ALTER TABLE orders
  ADD COLUMN canceled       bigint NOT NULL DEFAULT 0,  -- when it ended; remaining is 0 from then on
  ADD COLUMN reduced_reason text;                       -- why some of it was taken off; the latest
COMMENT ON COLUMN orders.quantity IS
  'what its owner last stated, less reduced; of a budget what it came to';
COMMENT ON COLUMN orders.reduced IS
  'taken off by the exchange since its owner last stated a quantity';

CREATE FUNCTION order_status(close_reason text, filled bigint) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE
    WHEN close_reason IS NULL AND filled = 0 THEN 'open'
    WHEN close_reason IS NULL                THEN 'partially_filled'
    WHEN close_reason = 'FILLED'             THEN 'filled'
    WHEN close_reason = 'EXPIRED'            THEN 'expired'
    ELSE 'canceled'
  END;

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
       order_status(close_reason, filled) AS status,
       close_reason, client_order_id, message,
       log_time(placed_ms)      AS placed_at,
       log_time(updated_ms)     AS updated_at,
       as_contracts(reduced)    AS reduced,
       basket,
       as_contracts(canceled)   AS canceled,
       reduced_reason
FROM orders;

-- Not unique: the engine forgets an id in time, after which it may be used again.
CREATE INDEX baskets_by_client_id ON baskets (account_id, client_order_id, placed_seq)
  WHERE client_order_id IS NOT NULL;

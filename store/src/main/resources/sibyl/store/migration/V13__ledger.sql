-- The ledger has holds too, so that free and held follow from row to row, and every row says what it
-- belongs to.
ALTER TABLE ledger_postings
  ADD COLUMN order_id      bigint,
  ADD COLUMN trade_id      bigint,
  ADD COLUMN transfer_id   uuid,
  ADD COLUMN transfer_kind text;
CREATE INDEX ledger_of_asset ON ledger_postings (account_id, asset, seq);

CREATE OR REPLACE VIEW v_ledger AS
SELECT seq, entry_seq, log_time(at_ms) AS at,
       account_name(account_id)    AS account,
       asset_name(asset)           AS asset,
       asset_amount(asset, amount) AS amount,
       asset_amount(asset, free)   AS free,
       asset_amount(asset, held)   AS held,
       reason,
       order_id, trade_id, transfer_id, transfer_kind
FROM ledger_postings;

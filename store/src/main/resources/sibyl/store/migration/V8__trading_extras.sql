-- Candles are counted from the trades of a stretch of time.
CREATE INDEX trades_of_market_in_time ON trades (market_id, at_ms);

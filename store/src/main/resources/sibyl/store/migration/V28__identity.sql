-- The exchange whose people and tables these are: the same id as in its log's directory.
CREATE TABLE exchange_identity (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  id       uuid    NOT NULL
);

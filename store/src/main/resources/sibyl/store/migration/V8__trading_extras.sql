-- Candles are counted from the trades of a stretch of time.
CREATE INDEX trades_of_market_in_time ON trades (market_id, at_ms);

-- Teams: accounts on which several people act. They have numbers of the same kind as people, and no
-- password: a member signs in as himself and says for whom he acts.
CREATE TABLE teams (
  account_id bigint      PRIMARY KEY,
  name       text        NOT NULL,
  name_key   text        NOT NULL UNIQUE,
  -- HOUSE is the one that staff trade for, so that nobody has to trade against nobody.
  kind       text        NOT NULL DEFAULT 'TEAM' CHECK (kind IN ('TEAM', 'HOUSE')),
  created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX teams_one_house ON teams (kind) WHERE kind = 'HOUSE';

CREATE TABLE team_members (
  team_id    bigint      NOT NULL REFERENCES teams,
  account_id bigint      NOT NULL REFERENCES users,
  added_at   timestamptz NOT NULL,
  PRIMARY KEY (team_id, account_id)
);
CREATE INDEX team_members_teams ON team_members (account_id);

-- Contests between teams. What a team begins with is written down with it; a reset brings it back
-- there by ordinary commands, which the journal and the ledger show.
CREATE TABLE contests (
  contest_id bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  title      text        NOT NULL,
  starts_at  timestamptz NOT NULL,
  ends_at    timestamptz NOT NULL CHECK (ends_at > starts_at),
  created_at timestamptz NOT NULL,
  -- Completed resets, and the last event of the latest: what came before does not count.
  resets     int         NOT NULL DEFAULT 0,
  reset_seq  bigint,
  -- Of a reset under way: there is one at a time, since contests may share teams.
  reset_begun_at timestamptz
);

CREATE TABLE contest_markets (
  contest_id bigint NOT NULL REFERENCES contests,
  market_id  bigint NOT NULL,
  PRIMARY KEY (contest_id, market_id)
);

CREATE TABLE contest_teams (
  contest_id bigint NOT NULL REFERENCES contests,
  team_id    bigint NOT NULL REFERENCES teams,
  cash       bigint NOT NULL CHECK (cash >= 0), -- millionths
  PRIMARY KEY (contest_id, team_id)
);

-- Of every good of the contest's markets that is not named a team begins with none.
CREATE TABLE contest_goods (
  contest_id bigint NOT NULL,
  team_id    bigint NOT NULL,
  market_id  bigint NOT NULL,
  quantity   bigint NOT NULL CHECK (quantity > 0), -- hundredths
  PRIMARY KEY (contest_id, team_id, market_id),
  FOREIGN KEY (contest_id, team_id) REFERENCES contest_teams,
  FOREIGN KEY (contest_id, market_id) REFERENCES contest_markets
);

-- What people have beside the trading.
CREATE TABLE watchlist (
  account_id bigint      NOT NULL REFERENCES users,
  market_id  bigint      NOT NULL,
  added_at   timestamptz NOT NULL,
  PRIMARY KEY (account_id, market_id)
);

CREATE TABLE user_settings (
  account_id         bigint  PRIMARY KEY REFERENCES users,
  self_trade         text    NOT NULL DEFAULT 'CANCEL_TAKER',
  confirm_orders     boolean NOT NULL DEFAULT true,
  price_display      text    NOT NULL DEFAULT 'DECIMAL',
  theme              text    NOT NULL DEFAULT 'SYSTEM',
  notify_fills       boolean NOT NULL DEFAULT true,
  notify_settlements boolean NOT NULL DEFAULT true,
  notify_messages    boolean NOT NULL DEFAULT true,
  on_leaderboards    boolean NOT NULL DEFAULT true
);

CREATE TABLE notifications (
  notification_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id      bigint NOT NULL,
  kind            text   NOT NULL, -- FILL or SETTLEMENT
  market_id       bigint NOT NULL,
  order_id        bigint NOT NULL,
  side            text,
  outcome         text,
  quantity        bigint NOT NULL,
  amount          bigint NOT NULL,
  trades          int    NOT NULL,
  at_ms           bigint NOT NULL,
  read_at         timestamptz
);
CREATE INDEX notifications_of_account ON notifications (account_id, notification_id);
CREATE INDEX notifications_unread ON notifications (account_id) WHERE read_at IS NULL;

-- Up to which trade and which settlement people have been told. What was before them is history.
CREATE TABLE notification_position (
  only_row       boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  trade_id       bigint  NOT NULL,
  settlement_seq bigint  NOT NULL
);
INSERT INTO notification_position (trade_id, settlement_seq)
SELECT (SELECT coalesce(max(trade_id), 0) FROM trades),
       (SELECT coalesce(max(seq), 0) FROM settlements);
CREATE INDEX settlements_by_seq ON settlements (seq);

-- Teams live in the segment of play money, and there is a house in each segment.
ALTER TABLE teams DROP CONSTRAINT teams_kind_check;
ALTER TABLE teams ADD CONSTRAINT teams_kind_check CHECK (kind IN ('TEAM', 'HOUSE', 'PLAY_HOUSE'));
ALTER TABLE teams ADD CONSTRAINT teams_in_their_segment
  CHECK ((account_id >> 28 = 0) = (kind = 'HOUSE'));
CREATE UNIQUE INDEX teams_one_play_house ON teams (kind) WHERE kind = 'PLAY_HOUSE';

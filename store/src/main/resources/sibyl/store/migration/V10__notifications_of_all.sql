-- What happens to a team's account is told to each of its members.
ALTER TABLE notifications ADD COLUMN team_id bigint;

-- Messages of staff stand among what each person is told, without a row for each: they take their
-- places from the same numbers. What was sent before is history and has none.
ALTER TABLE broadcasts ADD COLUMN notification_id bigint UNIQUE;

-- Up to where somebody has read.
CREATE TABLE notifications_read (
  account_id bigint PRIMARY KEY REFERENCES users,
  through    bigint NOT NULL
);
INSERT INTO notifications_read (account_id, through)
SELECT account_id, max(notification_id) FROM notifications
WHERE read_at IS NOT NULL AND account_id IN (SELECT account_id FROM users) GROUP BY account_id;
DROP INDEX notifications_unread;
ALTER TABLE notifications DROP COLUMN read_at;

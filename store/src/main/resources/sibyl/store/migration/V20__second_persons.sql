-- Who made or changed a member of staff, and when. For a while the two count as one person.
CREATE TABLE staff_changes (
  member_number bigint      NOT NULL,
  changed_by    bigint      NOT NULL,
  changed_at    timestamptz NOT NULL
);
CREATE INDEX staff_changes_of_member ON staff_changes (member_number, changed_at);
CREATE INDEX staff_changes_by_member ON staff_changes (changed_by, changed_at);

-- A trigger, so that no way of changing a member is forgotten.
CREATE FUNCTION note_staff_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO staff_changes VALUES (NEW.member_number, NEW.created_by, NEW.created_at);
  ELSIF NEW.changed_by <> NEW.member_number
      AND (NEW.changed_at, NEW.changed_by) IS DISTINCT FROM (OLD.changed_at, OLD.changed_by) THEN
    INSERT INTO staff_changes VALUES (NEW.member_number, NEW.changed_by, NEW.changed_at);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER staff_members_note_change AFTER INSERT OR UPDATE ON staff_members
  FOR EACH ROW EXECUTE FUNCTION note_staff_change();

-- The member of staff who decided about a withdrawal; null if none had to or its owner canceled it.
ALTER TABLE withdrawals ADD COLUMN decided_by bigint;

-- The member of staff who made a team; null for the house.
ALTER TABLE teams ADD COLUMN created_by bigint;

CREATE INDEX adjustments_by_requested_at ON adjustments (requested_at);
CREATE INDEX adjustments_by_decided_at ON adjustments (decided_at);

-- Rights that changed: every gateway forgets what it remembers about their holder at once. The
-- triggers tell of any change, whatever program or person makes it.
CREATE FUNCTION tell_rights_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed jsonb;
BEGIN
  IF TG_OP = 'INSERT' THEN
    changed := to_jsonb(NEW);
  ELSE
    changed := to_jsonb(OLD);
  END IF;
  -- Repeated notices of one transaction arrive as one.
  PERFORM pg_notify('sibyl_rights', TG_ARGV[0] || ' ' || (changed ->> TG_ARGV[1]));
  RETURN NULL;
END $$;

CREATE TRIGGER sessions_of_people AFTER DELETE OR UPDATE OF expires_at ON sessions
  FOR EACH ROW WHEN (OLD.account_id IS NOT NULL)
  EXECUTE FUNCTION tell_rights_changed('person', 'account_id');
CREATE TRIGGER sessions_of_staff AFTER DELETE OR UPDATE OF expires_at ON sessions
  FOR EACH ROW WHEN (OLD.staff_name IS NOT NULL)
  EXECUTE FUNCTION tell_rights_changed('staff', 'staff_name');
CREATE TRIGGER api_keys_rights AFTER DELETE OR UPDATE ON api_keys
  FOR EACH ROW EXECUTE FUNCTION tell_rights_changed('person', 'account_id');
CREATE TRIGGER team_members_rights AFTER INSERT OR DELETE OR UPDATE ON team_members
  FOR EACH ROW EXECUTE FUNCTION tell_rights_changed('person', 'account_id');
CREATE TRIGGER staff_members_rights AFTER DELETE OR UPDATE ON staff_members
  FOR EACH ROW EXECUTE FUNCTION tell_rights_changed('staff', 'username');

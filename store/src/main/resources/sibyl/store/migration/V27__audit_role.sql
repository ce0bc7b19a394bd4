-- Adding an entry moves the head, also where the role that adds it may not write the head itself.
ALTER FUNCTION audit_log_note_head() SECURITY DEFINER;
DO $$
BEGIN
  EXECUTE format('ALTER FUNCTION audit_log_note_head() SET search_path = pg_catalog, %I', current_schema());
END $$;
COMMENT ON COLUMN audit_log.hash IS 'HMAC-SHA-256 in hexadecimal, by a key that is not in the database';

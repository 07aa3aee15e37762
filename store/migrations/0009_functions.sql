-- PostgreSQL lets everybody execute a new function; here only the app's role does. A migration that adds one says
-- this again (a test reads the catalogue).
revoke execute on all functions in schema fairlead from public;
grant execute on all functions in schema fairlead to fairlead_app;
revoke execute on function fairlead.refuse_change(), fairlead.refuse_shrinking() from fairlead_app;

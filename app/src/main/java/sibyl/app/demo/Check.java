package sibyl.app.demo;

/**
 * One line of the report that holds or does not.
 *
 * @param figures what was found
 */
record Check(String claim, boolean holds, String figures) {}

package sibyl.simulation.planted;

/**
 * A small change to one file of the engine that makes it wrong.
 *
 * @param name what goes wrong
 * @param file below the engine's package
 * @param find what stands there, exactly once
 * @param replace what is put instead
 */
record PlantedBug(String name, String file, String find, String replace) {
  /**
   * The source with the bug in it.
   *
   * @throws IllegalStateException if the engine has changed so that the bug cannot be planted
   */
  String plantInto(String source) {
    int first = source.indexOf(find);
    if (first < 0 || source.indexOf(find, first + 1) >= 0) {
      throw new IllegalStateException(
          "'%s' must stand in %s exactly once to plant: %s".formatted(find, file, name));
    }
    return source.replace(find, replace);
  }

  @Override
  public String toString() {
    return name;
  }
}

package sibyl.protocol;

/**
 * One fixed value for each name, different from that of other names, so that two fields that
 * changed places show in the bytes. The order of fields in a class does not matter.
 */
final class DistinctValues extends Values {
  @Override
  long number(String name) {
    return 0x0101_0101_0000_0000L + smallNumber(name);
  }

  @Override
  int smallNumber(String name) {
    return 0x2000_0000 | (name.hashCode() & 0x00FF_FFFF);
  }

  @Override
  boolean flag(String name) {
    return !name.equals("reduceOnly");
  }

  @Override
  Object choice(String name, Object[] values, boolean optional) {
    return values[1];
  }

  @Override
  String text(String name, int most) {
    return name.substring(0, Math.min(name.length(), 8)) + " \u20AC";
  }

  @Override
  int entries() {
    return 2;
  }
}

package sibyl.accounts.key;

/**
 * A key that has just been made.
 *
 * @param text id and secret: what its holder shows with every request, and can never see again
 */
public record CreatedKey(ApiKey key, String text) {
  @Override
  public String toString() {
    return key.toString();
  }
}

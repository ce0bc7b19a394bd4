package sibyl.accounts.message;

/**
 * Who sends by Twilio.
 *
 * @param sid the account, AC…
 * @param token its secret; never printed
 * @param from the number messages come from as E.164 writes it, or a messaging service, MG…
 */
public record TwilioAccount(String sid, String token, String from) {
  public TwilioAccount {
    if (!sid.matches("AC[0-9a-fA-F]{32}")) {
      throw new IllegalArgumentException("the SID of a Twilio account is AC and 32 hex digits");
    }
    if (token.isBlank() || from.isBlank()) {
      throw new IllegalArgumentException("Twilio needs a token and a number to send from");
    }
  }

  @Override
  public String toString() {
    return "TwilioAccount[" + sid + "]";
  }
}

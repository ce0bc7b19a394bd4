package sibyl.accounts.payment;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import sibyl.accounts.identity.Document;

/** A provider that writes down what it is asked, and answers as it is told. */
public final class RecordedProvider implements PaymentProvider {
  public final List<String> asked = new ArrayList<>();
  private final CallbackSignature signature = new CallbackSignature("recorded");
  private Progress payout = Progress.UNDER_WAY;
  private Standing standing = new Standing(Progress.UNDER_WAY, 0);
  private boolean away;

  public synchronized void answer(Progress with) {
    payout = with;
  }

  public synchronized void answer(Progress progress, long amount) {
    standing = new Standing(progress, amount);
  }

  public synchronized void setAway(boolean away) {
    this.away = away;
  }

  @Override
  public String name() {
    return "recorded";
  }

  @Override
  public CallbackSignature signature() {
    return signature;
  }

  @Override
  public synchronized void collect(UUID id, long amount) {
    ask("collect " + amount);
  }

  @Override
  public synchronized Progress pay(UUID id, long amount, Document.PayoutMethod to) {
    ask("pay " + amount + " to " + to.number());
    return payout;
  }

  @Override
  public synchronized Standing standing(UUID id) {
    ask("standing");
    return standing;
  }

  private void ask(String what) {
    asked.add(what);
    if (away) {
      throw new ProviderUnavailableException("nobody there");
    }
  }
}

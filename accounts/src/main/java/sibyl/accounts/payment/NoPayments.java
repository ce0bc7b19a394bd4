package sibyl.accounts.payment;

import java.util.UUID;
import sibyl.accounts.AccountsException;
import sibyl.accounts.Secret;
import sibyl.accounts.identity.Document;

/** Stands where no provider is configured: nothing is taken on. */
public final class NoPayments implements PaymentProvider {
  private final CallbackSignature signature = new CallbackSignature(Secret.random());

  @Override
  public String name() {
    return "none";
  }

  @Override
  public CallbackSignature signature() {
    return signature;
  }

  @Override
  public void requireOpen() {
    throw new AccountsException(
        AccountsException.Code.PAYMENTS_UNAVAILABLE,
        "money can neither be put in nor taken out here");
  }

  @Override
  public void collect(UUID id, long amount) {
    throw new ProviderUnavailableException("there is no payment provider");
  }

  @Override
  public Progress pay(UUID id, long amount, Document.PayoutMethod to) {
    throw new ProviderUnavailableException("there is no payment provider");
  }

  @Override
  public Standing standing(UUID id) {
    throw new ProviderUnavailableException("there is no payment provider");
  }
}

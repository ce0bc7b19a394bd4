package sibyl.accounts.phone;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import sibyl.accounts.memory.Allowance;
import sibyl.accounts.memory.SignInMemory;

/** Writes down every text that reaches a memory. */
final class RecordingMemory implements SignInMemory {
  private final SignInMemory memory;
  private final List<String> seen = new CopyOnWriteArrayList<>();

  RecordingMemory(SignInMemory memory) {
    this.memory = memory;
  }

  List<String> seen() {
    return seen;
  }

  @Override
  public Duration take(List<Allowance> allowances) {
    allowances.forEach(allowance -> seen.add(allowance.key()));
    return memory.take(allowances);
  }

  @Override
  public void giveBack(List<Allowance> allowances) {
    memory.giveBack(allowances);
  }

  @Override
  public void keepCode(String key, String hash, Duration lifetime, int tries) {
    seen.add(key);
    seen.add(hash);
    memory.keepCode(key, hash, lifetime, tries);
  }

  @Override
  public Optional<String> spendTry(String key) {
    seen.add(key);
    return memory.spendTry(key);
  }

  @Override
  public boolean consume(String key, String hash) {
    seen.add(hash);
    return memory.consume(key, hash);
  }

  @Override
  public void close() {
    memory.close();
  }
}

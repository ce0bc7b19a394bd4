package sibyl.accounts.message;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Sends nothing anywhere and keeps the latest messages to be read, for a developer's machine.
 * Whoever reads them can sign in as anybody, so there is none of this outside dev mode.
 */
public final class SentMessages implements TextSender {
  private static final int KEPT_MAX = 1_000;

  private final Deque<TextMessage> kept = new ArrayDeque<>();

  @Override
  public synchronized void send(TextMessage message) {
    if (kept.size() == KEPT_MAX) {
      kept.removeLast();
    }
    kept.addFirst(message);
  }

  /** The messages to a number that are still kept, newest first. */
  public synchronized List<TextMessage> to(String number) {
    return kept.stream().filter(message -> message.to().equals(number)).toList();
  }
}

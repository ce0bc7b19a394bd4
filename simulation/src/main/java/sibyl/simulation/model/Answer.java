package sibyl.simulation.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one command did: refused, or the trades and closures it led to, in order. The model predicts
 * one; another is read from the engine's events.
 */
public final class Answer {
  private @Nullable Refusal refusal;
  private long placed;
  private final List<Fill> fills = new ArrayList<>();
  private final List<Closure> closures = new ArrayList<>();
  private @Nullable Estimate estimate;

  public void refuse(Refusal why) {
    refusal = why;
  }

  public void place(long order) {
    placed = order;
  }

  public void add(Fill fill) {
    fills.add(fill);
  }

  public void add(Closure closure) {
    closures.add(closure);
  }

  public void quote(Estimate quoted) {
    estimate = quoted;
  }

  /** Null when the command was accepted. */
  public @Nullable Refusal refusal() {
    return refusal;
  }

  /** The number of the order that was accepted; 0 for none. */
  public long placed() {
    return placed;
  }

  public List<Fill> fills() {
    return fills;
  }

  public List<Closure> closures() {
    return closures;
  }

  /** What a quote said; null for every other command. */
  public @Nullable Estimate estimate() {
    return estimate;
  }
}

package sibyl.simulation.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one command did: refused, or the orders, trades, closures and other things it led to, each
 * in order. The model predicts one; another is read from the engine's events.
 */
public final class Answer {
  private @Nullable Refusal refusal;
  private long repeats;
  private final List<Refusal> refusedItems = new ArrayList<>();
  private final List<Long> placed = new ArrayList<>();
  private final List<Fill> fills = new ArrayList<>();
  private final List<Closure> closures = new ArrayList<>();
  private final List<Estimate> estimates = new ArrayList<>();
  private final List<Note> notes = new ArrayList<>();

  public void refuse(Refusal why) {
    refusal = why;
  }

  public void refuseItem(Refusal why) {
    refusedItems.add(why);
  }

  public void repeat(long correlation) {
    repeats = correlation;
  }

  public void place(long order) {
    placed.add(order);
  }

  public void add(Fill fill) {
    fills.add(fill);
  }

  public void add(Closure closure) {
    closures.add(closure);
  }

  public void add(Note note) {
    notes.add(note);
  }

  public void quote(Estimate quoted) {
    estimates.add(quoted);
  }

  /** Null when the command was accepted. */
  public @Nullable Refusal refusal() {
    return refusal;
  }

  /** The correlation of the command that this one only repeats; 0 when it is a new one. */
  public long repeats() {
    return repeats;
  }

  /** Orders of a command with several that were refused by themselves. */
  public List<Refusal> refusedItems() {
    return refusedItems;
  }

  /** The numbers of the orders that were accepted. */
  public List<Long> placed() {
    return placed;
  }

  public List<Fill> fills() {
    return fills;
  }

  public List<Closure> closures() {
    return closures;
  }

  /** What a quote said, an estimate for each order; empty for every other command. */
  public List<Estimate> estimates() {
    return estimates;
  }

  public List<Note> notes() {
    return notes;
  }
}

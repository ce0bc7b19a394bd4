package sibyl.systemtests.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sibyl.systemtests.people.Reply;

/** What was sent to the exchange and what it answered. Thread-safe. */
final class Recorder {
  private static final int ACCEPTED = 201;
  private static final int DUPLICATE = 409;
  private static final int TOO_MANY = 429;
  private static final int SERVERS_FAULT = 500;

  /** What is known of an order. */
  enum Fate {
    /** It was acknowledged, or an answer named it: it exists, once. */
    ACKNOWLEDGED,
    /** It was refused: it does not exist. */
    REFUSED,
    /** No answer, or one that leaves it open: it exists once or not at all. */
    UNKNOWN
  }

  /** A fill that an answer told. */
  record Fill(String trade, String quantity, String cost) {}

  /**
   * An order with what is known of it.
   *
   * @param number the exchange's; empty if none was told
   * @param fills told in the answer
   * @param over whether its end was acknowledged
   */
  record Entry(Order order, Fate fate, String number, List<Fill> fills, boolean over) {}

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Set<String> fresh = new HashSet<>();
  private int acknowledged;

  synchronized void sent(Order order) {
    entries.put(order.id(), new Entry(order, Fate.UNKNOWN, "", List.of(), false));
    fresh.add(order.id());
  }

  /** An answer to an order, the first or to its repetition. */
  synchronized void answered(Order order, Reply reply) {
    if (reply.status() == ACCEPTED) {
      acknowledged++;
      List<Fill> fills = new ArrayList<>();
      for (JsonNode fill : reply.json().path("fills")) {
        fills.add(
            new Fill(
                fill.path("trade_id").asText(),
                fill.path("quantity").asText(),
                fill.path("cost").asText()));
      }
      boolean over = !reply.json().at("/order/close_reason").isNull();
      put(order, Fate.ACKNOWLEDGED, reply.at("/order/order_id"), fills, over);
    } else if (reply.status() == DUPLICATE
        && reply.at("/code").equals("duplicate_client_order_id")) {
      put(order, Fate.ACKNOWLEDGED, reply.at("/order_id"), List.of(), false);
    } else if (reply.status() < SERVERS_FAULT && reply.status() != TOO_MANY) {
      put(order, Fate.REFUSED, "", List.of(), false);
    }
  }

  private void put(Order order, Fate fate, String number, List<Fill> fills, boolean over) {
    entries.put(order.id(), new Entry(order, fate, number, fills, over));
    fresh.add(order.id());
  }

  /** The end of an order was acknowledged. */
  synchronized void over(Order order) {
    entries.computeIfPresent(
        order.id(), (_, e) -> new Entry(e.order(), e.fate(), e.number(), e.fills(), true));
  }

  /** All of a person's orders that were acknowledged until now are over. */
  synchronized void allOver(int person, Set<String> ofThese) {
    for (String id : ofThese) {
      Entry entry = entries.get(id);
      if (entry.order().person() == person) {
        over(entry.order());
      }
    }
  }

  /** Ids of a person's orders that are acknowledged and may be open. */
  synchronized Set<String> open(int person) {
    Set<String> open = new HashSet<>();
    for (Entry entry : entries.values()) {
      if (entry.order().person() == person && entry.fate() == Fate.ACKNOWLEDGED && !entry.over()) {
        open.add(entry.order().id());
      }
    }
    return open;
  }

  /** How many orders have been acknowledged. */
  synchronized int acknowledged() {
    return acknowledged;
  }

  synchronized List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  synchronized List<Entry> unknown() {
    return entries.values().stream().filter(entry -> entry.fate() == Fate.UNKNOWN).toList();
  }

  /** From now on nothing counts as looked at. */
  synchronized void forgetLooks() {
    fresh.addAll(entries.keySet());
  }

  /** What changed since the last call. */
  synchronized List<Entry> takeFresh() {
    List<Entry> taken = fresh.stream().map(entries::get).toList();
    fresh.clear();
    return taken;
  }
}

package sibyl.engine.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QueuesTest {
  private static final int STEPS = 20_000;

  private final Queues queues = new Queues(1);

  /** Some queues as their owners keep them, and beside each a plain list. */
  private final int[] firsts = {Queues.NONE, Queues.NONE, Queues.NONE};

  private final int[] lasts = firsts.clone();
  private final List<List<Integer>> places = List.of(list(), list(), list());

  @Test
  void everyQueueIsInTheOrderOfArrivalWhoeverLeaves() {
    Random random = new Random(1);
    for (int step = 0; step < STEPS; step++) {
      int queue = random.nextInt(firsts.length);
      List<Integer> expected = places.get(queue);
      // Long queues and short ones, and now and then none at all.
      if (random.nextInt(100) < (step / 1_000 % 2 == 0 ? 60 : 40)) {
        append(queue, step);
      } else if (!expected.isEmpty()) {
        remove(queue, random.nextInt(expected.size()));
      }
      check(queue);
    }
  }

  private void append(int queue, int slot) {
    int place = queues.append(lasts[queue], slot);
    lasts[queue] = Queues.node(place);
    if (firsts[queue] == Queues.NONE) {
      firsts[queue] = lasts[queue];
    }
    assertThat(queues.at(place)).isEqualTo(slot);
    places.get(queue).add(place);
  }

  private void remove(int queue, int index) {
    int place = places.get(queue).remove(index);
    if (queues.remove(place)) {
      int node = Queues.node(place);
      queues.drop(node);
      firsts[queue] = firsts[queue] == node ? queues.next(node) : firsts[queue];
      lasts[queue] = lasts[queue] == node ? queues.previous(node) : lasts[queue];
    }
  }

  private void check(int queue) {
    List<Integer> found = list();
    List<Integer> expected = list();
    long before = 0;
    for (int place : places.get(queue)) {
      expected.add(queues.at(place));
      assertThat(queues.number(place)).isGreaterThan(before);
      before = queues.number(place);
    }
    int slot = queues.first(firsts[queue]);
    for (int i = 0; slot != Queues.NONE; i++) {
      found.add(slot);
      slot = queues.after(places.get(queue).get(i));
    }
    assertThat(found).isEqualTo(expected);
    int last = expected.isEmpty() ? Queues.NONE : Queues.node(places.get(queue).getLast());
    assertThat(lasts[queue]).isEqualTo(last);
  }

  private static List<Integer> list() {
    return new ArrayList<>();
  }
}

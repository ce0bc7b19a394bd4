package sibyl.engine.market;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sibyl.engine.command.Ingredient;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;

/** What an asset market has besides a book: who may produce its good, and out of what. */
public final class Good {
  // In ascending order, the first so many.
  private long[] producers = new long[4];
  private int producerCount;
  private List<Ingredient> recipe = List.of();

  public boolean mayProduce(long account) {
    return Arrays.binarySearch(producers, 0, producerCount, account) >= 0;
  }

  /** How many accounts may produce it. */
  public int producers() {
    return producerCount;
  }

  /** What each whole contract of it uses up. */
  public List<Ingredient> recipe() {
    return recipe;
  }

  public void recipe(List<Ingredient> ingredients) {
    recipe = ingredients;
  }

  void authorise(long account, boolean authorised) {
    int found = Arrays.binarySearch(producers, 0, producerCount, account);
    if (authorised == found >= 0) {
      return;
    }
    if (!authorised) {
      System.arraycopy(producers, found + 1, producers, found, --producerCount - found);
      return;
    }
    if (producerCount == producers.length) {
      producers = Arrays.copyOf(producers, 2 * producerCount);
    }
    int place = -1 - found;
    System.arraycopy(producers, place, producers, place + 1, producerCount++ - place);
    producers[place] = account;
  }

  void write(StateWriter out) {
    out.putInt(producerCount);
    for (int i = 0; i < producerCount; i++) {
      out.putLong(producers[i]);
    }
    out.putInt(recipe.size());
    for (int i = 0; i < recipe.size(); i++) {
      out.putLong(recipe.get(i).market());
      out.putLong(recipe.get(i).quantity());
    }
  }

  void read(StateReader in) {
    int count = in.getInt("producers", 0, Integer.MAX_VALUE);
    for (int i = 0; i < count; i++) {
      authorise(in.getLong(), true);
    }
    int size = in.getInt("ingredients", 0, Integer.MAX_VALUE);
    List<Ingredient> ingredients = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      ingredients.add(new Ingredient(in.getLong(), in.getLong()));
    }
    recipe = List.copyOf(ingredients);
  }
}

package sibyl.engine.command;

import java.util.List;

/**
 * Says what producing a good uses up.
 *
 * @param ingredients each good once; empty when it needs nothing
 */
public record SetRecipe(long market, List<Ingredient> ingredients) {
  public SetRecipe {
    ingredients = List.copyOf(ingredients);
  }
}

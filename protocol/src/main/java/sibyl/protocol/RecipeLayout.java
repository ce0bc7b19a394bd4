package sibyl.protocol;

import java.util.ArrayList;
import java.util.List;
import sibyl.engine.command.Ingredient;
import sibyl.engine.command.SetRecipe;

/** How the ingredients of a recipe are laid out in the two messages that carry one. */
final class RecipeLayout {
  private static final int INGREDIENT_LENGTH = 2 * Long.BYTES;

  private RecipeLayout() {}

  static void write(SetRecipe recipe, MessageWriter out) {
    List<Ingredient> ingredients = recipe.ingredients();
    out.group("ingredients", ingredients.size(), TextLimits.INGREDIENTS_MAX, INGREDIENT_LENGTH);
    for (Ingredient ingredient : ingredients) {
      out.int64(ingredient.market());
      out.int64(ingredient.quantity());
    }
  }

  static SetRecipe read(long market, MessageReader in) {
    int count = in.group(TextLimits.INGREDIENTS_MAX, INGREDIENT_LENGTH);
    List<Ingredient> ingredients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ingredients.add(new Ingredient(in.int64(), in.int64()));
    }
    return new SetRecipe(market, ingredients);
  }
}

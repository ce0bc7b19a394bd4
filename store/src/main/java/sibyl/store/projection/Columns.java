package sibyl.store.projection;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Binds a collection of rows column by column, as arrays for {@code unnest}: one statement and one
 * round trip however many rows there are.
 */
final class Columns<R> {
  private final Connection connection;
  private final PreparedStatement statement;
  private final Collection<R> rows;
  private int column;

  Columns(Connection connection, PreparedStatement statement, Collection<R> rows) {
    this.connection = connection;
    this.statement = statement;
    this.rows = rows;
  }

  Columns<R> longs(ToLongFunction<R> value) throws SQLException {
    return bind("bigint", value::applyAsLong);
  }

  Columns<R> optionalLongs(Function<R, @Nullable Long> value) throws SQLException {
    return bind("bigint", value);
  }

  Columns<R> optionalInts(Function<R, @Nullable Integer> value) throws SQLException {
    return bind("int", value);
  }

  Columns<R> flags(Predicate<R> value) throws SQLException {
    return bind("boolean", value::test);
  }

  Columns<R> texts(Function<R, @Nullable String> value) throws SQLException {
    return bind("text", value);
  }

  private Columns<R> bind(String type, Function<R, ? extends @Nullable Object> value)
      throws SQLException {
    @Nullable Object[] values = new @Nullable Object[rows.size()];
    int i = 0;
    for (R row : rows) {
      values[i++] = value.apply(row);
    }
    Array array = connection.createArrayOf(type, values);
    statement.setArray(++column, array);
    return this;
  }
}

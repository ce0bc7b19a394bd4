package sibyl.accounts.export;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sibyl.store.Database;

/**
 * Begins exports. Each reads a thousand rows at a time with a query of its own: whoever reads
 * slowly, or goes away, holds neither memory nor a connection. Rows that change meanwhile are as
 * they are when their part is read.
 */
public final class Exports {
  private static final int ROWS_AT_A_TIME = 1_000;

  private final Database database;

  public Exports(Database database) {
    this.database = database;
  }

  public Export begin(ExportKind kind, ExportFormat format) {
    return new Export(kind, format);
  }

  /** One export under way; for one caller at a time. */
  public final class Export {
    private final ExportKind kind;
    private final ExportFormat format;
    private long after = -1;
    private boolean begun;
    private boolean anyRow;
    private boolean ended;

    private Export(ExportKind kind, ExportFormat format) {
      this.kind = kind;
      this.format = format;
    }

    /** The next part of the file; empty when there is no more. Blocks. */
    public Optional<String> next() {
      if (ended) {
        return Optional.empty();
      }
      StringBuilder part = new StringBuilder();
      if (!begun) {
        begun = true;
        part.append(format.begin(kind.columns()));
      }
      List<Row> rows = rows();
      for (Row row : rows) {
        format.row(part, kind.columns(), row.cells(), !anyRow);
        anyRow = true;
        after = row.key();
      }
      if (rows.size() < ROWS_AT_A_TIME) {
        ended = true;
        part.append(format.end());
      }
      return Optional.of(part.toString());
    }

    private List<Row> rows() {
      return database
          .jdbi()
          .withHandle(
              handle ->
                  handle
                      .createQuery(kind.sql())
                      .bind("after", after)
                      .bind("some", ROWS_AT_A_TIME)
                      .map((row, context) -> read(row))
                      .list());
    }

    private Row read(ResultSet row) throws SQLException {
      List<@Nullable String> cells = new ArrayList<>();
      for (String column : kind.columns()) {
        cells.add(row.getString(column));
      }
      return new Row(row.getLong(kind.key()), cells);
    }
  }

  private record Row(long key, List<@Nullable String> cells) {}
}

package sibyl.accounts.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.People;
import sibyl.store.Rows;

/** Files of everything, part by part. */
@Timeout(120)
class ExportsIT {
  private People people;
  private Exports exports;

  @BeforeEach
  void open() {
    people = new People();
    exports = new Exports(people.database);
  }

  @AfterEach
  void close() {
    people.close();
  }

  @Test
  void aLongTableComesInPartsWithEveryRowOnce() {
    Rows.execute(
        people.database,
        "INSERT INTO accounts (account_id, netting, opened_seq, opened_ms)"
            + " SELECT n, true, n, n FROM generate_series(16, 2515) n");
    Exports.Export export = exports.begin(ExportKind.ACCOUNTS, ExportFormat.CSV);
    StringBuilder file = new StringBuilder();
    int parts = 0;
    for (Optional<String> part = export.next(); part.isPresent(); part = export.next()) {
      assertThat(part.get().lines().count()).isLessThanOrEqualTo(1_001);
      file.append(part.get());
      parts++;
    }
    assertThat(parts).isEqualTo(3);
    assertThat(file.toString().lines().skip(1).distinct()).hasSize(2_500);
    assertThat(file.toString())
        .startsWith("account_id,account,netting,suspended,opened_ms,available,held\r\n")
        .contains("\r\n16,account 16,t,f,16,0.000000,0.000000\r\n")
        .endsWith("2515,account 2515,t,f,2515,0.000000,0.000000\r\n");
  }

  @Test
  void everyKindIsReadInBothFormats() {
    for (ExportKind kind : ExportKind.values()) {
      for (ExportFormat format : ExportFormat.values()) {
        Exports.Export export = exports.begin(kind, format);
        assertThat(export.next()).as(kind + " " + format).isPresent();
        assertThat(export.next()).isEmpty();
      }
    }
  }

  @Test
  void aTextIsNeverAFormulaAndANumberStaysOne() {
    assertThat(ExportFormat.cell("=1+1")).isEqualTo("'=1+1");
    assertThat(ExportFormat.cell("@SUM(A1)")).isEqualTo("'@SUM(A1)");
    assertThat(ExportFormat.cell("+44 20")).isEqualTo("'+44 20");
    assertThat(ExportFormat.cell("-2+3")).isEqualTo("'-2+3");
    assertThat(ExportFormat.cell("\t=1")).isEqualTo("'\t=1");
    assertThat(ExportFormat.cell("=HYPERLINK(\"x\",\"y\")"))
        .isEqualTo("\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
    assertThat(ExportFormat.cell("-2.50")).isEqualTo("-2.50");
    assertThat(ExportFormat.cell("a,b")).isEqualTo("\"a,b\"");
    assertThat(ExportFormat.cell("two\nlines")).isEqualTo("\"two\nlines\"");
    assertThat(ExportFormat.cell(null)).isEmpty();
  }
}

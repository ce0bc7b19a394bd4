package sibyl.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sibyl.accounts.staff.Permission;
import sibyl.accounts.staff.Role;
import sibyl.gateway.json.Names;

/** The table of the document is the one of the code. */
class StaffDocumentationTest {
  @Test
  void thePermissionTableIsDocumentedAsItIs() throws IOException {
    assertThat(Files.readString(Path.of("../docs/staff.md"))).contains(table());
  }

  private static String table() {
    return "| permission | allows | "
        + Arrays.stream(Role.values()).map(Names::of).collect(Collectors.joining(" | "))
        + " | operations |\n|---|---|"
        + "---|".repeat(Role.values().length)
        + "---|\n"
        + Arrays.stream(Permission.values())
            .map(StaffDocumentationTest::row)
            .collect(Collectors.joining());
  }

  private static String row(Permission permission) {
    String roles =
        Arrays.stream(Role.values())
            .map(role -> permission.roles().contains(role) ? "✓" : "")
            .collect(Collectors.joining(" | "));
    String operations =
        AccessTable.operations().stream()
            .filter(id -> Access.staff(permission).equals(AccessTable.of(id)))
            .sorted()
            .map(id -> "`" + id + "`")
            .collect(Collectors.joining(", "));
    return "| `%s` | %s | %s | %s |\n"
        .formatted(Names.of(permission), permission.allows(), roles, operations);
  }
}

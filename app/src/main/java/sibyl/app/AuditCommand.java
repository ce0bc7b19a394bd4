package sibyl.app;

import picocli.CommandLine.Command;

/** What can be done with the audit log; see its subcommands. */
@Command(
    name = "audit",
    description = "Look after the audit log.",
    subcommands = AuditVerifyCommand.class)
final class AuditCommand {}

package sibyl.gateway.api;

import io.vertx.core.Future;
import sibyl.accounts.export.ExportFormat;
import sibyl.accounts.export.ExportKind;
import sibyl.accounts.export.Exports;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.Download;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Names;

/** The tables as files. */
public final class ExportOperations {
  private final Exports exports;
  private final Blocking blocking;

  public ExportOperations(Exports exports, Blocking blocking) {
    this.exports = exports;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("export", this::export);
  }

  private Future<Answer> export(Request request) {
    ExportKind kind = Names.parse(ExportKind.class, request.path("kind"));
    ExportFormat format =
        request
            .query("format")
            .map(name -> Names.parse(ExportFormat.class, name))
            .orElse(ExportFormat.CSV);
    Exports.Export export = exports.begin(kind, format);
    return Future.succeededFuture(
        Answer.download(
            new Download(
                format.mediaType(),
                Names.of(kind) + "." + Names.of(format),
                () -> blocking.call(export::next))));
  }
}

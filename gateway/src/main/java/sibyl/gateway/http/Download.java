package sibyl.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file as an answer, sent in parts: the next one is asked for when the last one has left, so no
 * more than one is ever held. Should one fail, the connection ends before the file does, so that
 * nobody takes half of it for all.
 *
 * @param parts the next part each time; empty after the last
 */
public record Download(
    String mediaType, String fileName, Supplier<Future<Optional<String>>> parts) {
  private static final Logger LOG = LoggerFactory.getLogger(Download.class);

  /** A file of one part. */
  static Download of(String mediaType, String fileName, String text) {
    Iterator<String> whole = List.of(text).iterator();
    return new Download(
        mediaType,
        fileName,
        () ->
            Future.succeededFuture(whole.hasNext() ? Optional.of(whole.next()) : Optional.empty()));
  }

  void send(RoutingContext context) {
    context
        .response()
        .setChunked(true)
        .putHeader("Content-Type", mediaType)
        .putHeader("Content-Disposition", "attachment; filename=\"" + fileName + "\"");
    sendNext(context);
  }

  private void sendNext(RoutingContext context) {
    HttpServerResponse response = context.response();
    parts
        .get()
        .compose(
            part ->
                part.map(text -> response.write(text).map(true))
                    .orElseGet(() -> response.end().map(false)))
        .onSuccess(
            more -> {
              if (more) {
                sendNext(context);
              }
            })
        .onFailure(
            failure -> {
              LOG.atWarn()
                  .addKeyValue("request_id", RequestId.of(context))
                  .addKeyValue("file", fileName)
                  .addKeyValue("reason", String.valueOf(failure.getMessage()))
                  .log("download ended early");
              context.request().connection().close();
            });
  }
}

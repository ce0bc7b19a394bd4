package sibyl.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sibyl.gateway.http.UnreadableRequest;

/**
 * Decodes requests, and refuses every one that others could read in another way; a connection that
 * has sent one is not read any further. Also ends connections on which a head or a body takes too
 * long: an idle timeout alone is kept off by a byte now and then. Lives on its connection's event
 * loop.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
  /** Told of connections that are ended. */
  interface Listener {
    void tooSlow(String part);
  }

  private static final String WRONG_CHUNKS =
      "Send a body in chunks as RFC 9112, section 7.1, has them, without extensions.";

  private final Duration headWithin;
  private final Duration bodyWithin;
  private final Listener listener;
  private final HeadBytes head = new HeadBytes();
  private final ChunkBytes chunks = new ChunkBytes();
  private boolean inBody;
  private boolean chunked;
  private boolean refused;
  private boolean removed;
  private @Nullable Future<?> deadline;

  StrictRequestDecoder(
      HttpServerOptions options, Duration headWithin, Duration bodyWithin, Listener listener) {
    super(options);
    this.headWithin = headWithin;
    this.bodyWithin = bodyWithin;
    this.listener = listener;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    until(context, "head", headWithin);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) throws Exception {
    removed = true;
    stopClock();
    super.handlerRemoved0(context);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    stopClock();
    super.channelInactive(context);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    if (refused) {
      in.skipBytes(in.readableBytes());
      return;
    }
    boolean inHead = !inBody;
    int from = in.readerIndex();
    int before = out.size();
    super.decode(context, in, out);
    if (removed) {
      return;
    }
    if (inHead) {
      head.look(in, from, in.readerIndex());
    } else if (chunked) {
      chunks.look(in, from, in.readerIndex());
      if (chunks.isWrong()) {
        breakOff(out, before);
      }
    }
    for (int i = before; i < out.size(); i++) {
      if (out.get(i) instanceof HttpRequest request) {
        check(request);
        inBody = true;
        chunked = HttpUtil.isTransferEncodingChunked(request);
        chunks.restart();
        stopClock();
      } else if (out.get(i) instanceof HttpContent content && content.decoderResult().isFailure()) {
        refused = true;
        content.setDecoderResult(DecoderResult.failure(new UnreadableRequest(WRONG_CHUNKS)));
      }
      if (out.get(i) instanceof LastHttpContent) {
        inBody = false;
        head.restart();
        stopClock();
      }
    }
    if (refused) {
      stopClock();
    } else if (deadline == null && inBody) {
      until(context, "body", bodyWithin);
    } else if (deadline == null && (head.isBegun() || in.isReadable())) {
      until(context, "head", headWithin);
    }
  }

  /** By default the length would be ignored, which is what those who smuggle requests hope for. */
  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new UnreadableRequest("Give Content-Length or Transfer-Encoding, not both.");
  }

  /** Ends the body where it is wrong. */
  private static void breakOff(List<Object> out, int before) {
    while (out.size() > before) {
      ReferenceCountUtil.release(out.removeLast());
    }
    LastHttpContent end = new DefaultLastHttpContent();
    end.setDecoderResult(DecoderResult.failure(new UnreadableRequest(WRONG_CHUNKS)));
    out.add(end);
  }

  private void check(HttpRequest request) {
    if (request.decoderResult().isFailure()) {
      refused = true;
      request.setProtocolVersion(HttpVersion.HTTP_1_1);
      return;
    }
    String fault = head.fault() != null ? head.fault() : RequestHead.fault(request);
    if (fault != null) {
      refused = true;
      // Answered in the one version that is spoken here.
      request.setProtocolVersion(HttpVersion.HTTP_1_1);
      request.setDecoderResult(DecoderResult.failure(new UnreadableRequest(fault)));
    }
  }

  private void until(ChannelHandlerContext context, String part, Duration within) {
    stopClock();
    deadline =
        context
            .executor()
            .schedule(
                () -> {
                  listener.tooSlow(part);
                  ChannelFuture _ = context.close();
                },
                within.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  private void stopClock() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }
}

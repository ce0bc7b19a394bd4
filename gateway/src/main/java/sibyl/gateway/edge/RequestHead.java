package sibyl.gateway.edge;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request's head must be like, so that everything on its way agrees where it ends and whom
 * it is for (RFC 9112, sections 3, 6 and 11.2): stricter than the standard wherever that gives a
 * choice.
 */
final class RequestHead {
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
  private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");
  private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private RequestHead() {}

  /** What is wrong with a head, or null. */
  @SuppressWarnings("ReferenceEquality") // "http/1.1" would be equal
  static @Nullable String fault(HttpRequest request) {
    boolean old = request.protocolVersion() == HttpVersion.HTTP_1_0;
    if (!old && request.protocolVersion() != HttpVersion.HTTP_1_1) {
      return "Speak HTTP/1.1.";
    }
    if (!METHOD.matcher(request.method().name()).matches()) {
      return "Give a method in capital letters.";
    }
    HttpHeaders headers = request.headers();
    for (String name : headers.names()) {
      if (!HEADER_NAME.matcher(name).matches()) {
        return "Write a header as its name, a colon right behind it, and its value.";
      }
    }
    String framing = framingFault(headers, old);
    if (framing != null) {
      return framing;
    }
    return headers.getAll(HttpHeaderNames.HOST).size() == 1
        ? RequestTarget.fault(request.uri())
        : "Give exactly one Host header.";
  }

  private static @Nullable String framingFault(HttpHeaders headers, boolean old) {
    List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
    List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (!codings.isEmpty() && !lengths.isEmpty()) {
      return "Give Content-Length or Transfer-Encoding, not both.";
    }
    if (lengths.size() > 1 || (lengths.size() == 1 && !LENGTH.matcher(lengths.get(0)).matches())) {
      return "Give one Content-Length, in digits.";
    }
    if (codings.size() > 1
        || (codings.size() == 1 && (old || !codings.getFirst().equalsIgnoreCase("chunked")))) {
      return "The only transfer coding is chunked, once, in HTTP/1.1.";
    }
    return null;
  }
}

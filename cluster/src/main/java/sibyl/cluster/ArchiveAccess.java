package sibyl.cluster;

import io.aeron.archive.codecs.ArchiveIdRequestDecoder;
import io.aeron.archive.codecs.BoundedReplayRequestDecoder;
import io.aeron.archive.codecs.KeepAliveRequestDecoder;
import io.aeron.archive.codecs.ListRecordingRequestDecoder;
import io.aeron.archive.codecs.ListRecordingsForUriRequestDecoder;
import io.aeron.archive.codecs.RecordingPositionRequestDecoder;
import io.aeron.archive.codecs.ReplayRequestDecoder;
import io.aeron.archive.codecs.StartPositionRequestDecoder;
import io.aeron.archive.codecs.StopPositionRequestDecoder;
import io.aeron.archive.codecs.StopReplayRequestDecoder;
import io.aeron.security.AuthorisationService;
import org.jspecify.annotations.Nullable;
import sibyl.cluster.client.SessionRole;

/**
 * What a session may ask of a member's archive: its own parts everything, a reader of the journal
 * what reading needs, and a session that sends commands nothing.
 */
final class ArchiveAccess implements AuthorisationService {
  @Override
  public boolean isAuthorised(
      int protocolId, int actionId, @Nullable Object type, byte[] encodedPrincipal) {
    SessionRole role = SessionRole.of(encodedPrincipal);
    if (role == null) {
      return false;
    }
    return switch (role) {
      case MEMBER -> true;
      case READER -> reads(actionId);
      case GATEWAY, PAYMENTS -> false;
    };
  }

  private static boolean reads(int actionId) {
    return switch (actionId) {
      case ListRecordingRequestDecoder.TEMPLATE_ID,
          ListRecordingsForUriRequestDecoder.TEMPLATE_ID,
          RecordingPositionRequestDecoder.TEMPLATE_ID,
          StartPositionRequestDecoder.TEMPLATE_ID,
          StopPositionRequestDecoder.TEMPLATE_ID,
          ReplayRequestDecoder.TEMPLATE_ID,
          BoundedReplayRequestDecoder.TEMPLATE_ID,
          StopReplayRequestDecoder.TEMPLATE_ID,
          KeepAliveRequestDecoder.TEMPLATE_ID,
          ArchiveIdRequestDecoder.TEMPLATE_ID ->
          true;
      default -> false;
    };
  }
}

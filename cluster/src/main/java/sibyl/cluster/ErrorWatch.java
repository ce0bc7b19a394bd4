package sibyl.cluster;

import io.aeron.exceptions.AeronException;
import io.aeron.exceptions.StorageSpaceException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentTerminationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of every error of one part of the node. Counts and logs it, and stops the node if going on
 * could make it wrong. From any thread.
 */
final class ErrorWatch implements ErrorHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorWatch.class);

  /** What errors of a part mean. */
  enum Part {
    /** Holds the state: after any error it can no longer be trusted. */
    SERVICE,
    /** Elections fail and are tried again, peers come and go: only its own end is the end. */
    CONSENSUS,
    /** Answers many clients, whose faults are not the node's. */
    ARCHIVE,
    DRIVER
  }

  private final Part part;
  private final AtomicLong errors;
  private final AtomicLong warnings;
  private final Consumer<Throwable> onFatal;

  ErrorWatch(Part part, AtomicLong errors, AtomicLong warnings, Consumer<Throwable> onFatal) {
    this.part = part;
    this.errors = errors;
    this.warnings = warnings;
    this.onFatal = onFatal;
  }

  @Override
  public void onError(Throwable error) {
    if (error instanceof AeronException aeron && aeron.category() == AeronException.Category.WARN) {
      warnings.incrementAndGet();
      LOG.warn("{}: {}", part, error.getMessage());
      return;
    }
    errors.incrementAndGet();
    if (isFatal(error)) {
      onFatal.accept(error);
    } else {
      LOG.error("{}: {}", part, error.getMessage(), error);
    }
  }

  private boolean isFatal(Throwable error) {
    if (error instanceof Error
        || error instanceof AgentTerminationException
        || StorageSpaceException.isStorageSpaceError(error)
        || (error instanceof AeronException aeron
            && aeron.category() == AeronException.Category.FATAL)) {
      return true;
    }
    return switch (part) {
      case SERVICE -> true;
      case CONSENSUS, DRIVER -> false;
      case ARCHIVE -> error instanceof IOException || error.getCause() instanceof IOException;
    };
  }
}

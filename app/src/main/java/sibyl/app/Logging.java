package sibyl.app;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.LoggerFactory;
import sibyl.app.configuration.Configuration;

/**
 * Sets up the log as configured: text or JSON lines, to standard output or to {@code
 * logs/sibyl.log} in the data directory (ten files of 20 MB). Writing happens on a thread of its
 * own behind a bounded queue; when that is nearly full, what is below WARN is dropped rather than
 * the exchange slowed down. Lines that repeat too often are counted instead.
 */
final class Logging {
  private static final int QUEUE = 8_192;
  private static final int FILES = 10;
  private static final String FILE_SIZE = "20MB";
  private static final String PATTERN =
      "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %-22.22thread %logger{24}: %msg %kvp%n";

  private Logging() {}

  /**
   * Replaces the provisional log.
   *
   * @return writes what is still queued; nothing is logged after it is closed
   */
  static AutoCloseable configure(Configuration configuration) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    OutputStreamAppender<ILoggingEvent> target =
        configuration.logTo().equals("stdout")
            ? new ConsoleAppender<>()
            : file(context, configuration.data().resolve("logs"));
    target.setContext(context);
    target.setEncoder(encoder(context, configuration.logFormat().equals("json")));
    target.start();

    AsyncAppender queue = new AsyncAppender();
    queue.setContext(context);
    queue.setQueueSize(QUEUE);
    queue.setNeverBlock(true);
    RepeatedLines repeated = new RepeatedLines(context);
    repeated.start();
    queue.addFilter(repeated);
    queue.addAppender(target);
    queue.start();

    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(configuration.logLevel()));
    root.addAppender(queue);
    return queue::stop;
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, boolean json) {
    if (json) {
      LogstashEncoder encoder = new LogstashEncoder();
      encoder.setContext(context);
      encoder.start();
      return encoder;
    }
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    return encoder;
  }

  private static RollingFileAppender<ILoggingEvent> file(LoggerContext context, Path folder) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setFile(folder.resolve("sibyl.log").toString());

    FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context);
    rolling.setParent(appender);
    rolling.setFileNamePattern(folder.resolve("sibyl.%i.log").toString());
    rolling.setMinIndex(1);
    rolling.setMaxIndex(FILES - 1);
    rolling.start();
    appender.setRollingPolicy(rolling);

    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(FileSize.valueOf(FILE_SIZE));
    size.start();
    appender.setTriggeringPolicy(size);
    return appender;
  }
}

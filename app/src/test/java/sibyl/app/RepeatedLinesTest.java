package sibyl.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.spi.FilterReply;
import org.junit.jupiter.api.Test;

class RepeatedLinesTest {
  private final LoggerContext loggers = new LoggerContext();
  private final Logger log = loggers.getLogger("sibyl.gateway.http.Replies");
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();
  private final RepeatedLines filter = new RepeatedLines(loggers);

  RepeatedLinesTest() {
    written.start();
    loggers.getLogger("sibyl.log").addAppender(written);
  }

  @Test
  void ofOneKindThereIsOneLineEverySecondWithACountAndOtherKindsGoOn() {
    int passed = 0;
    for (int i = 0; i < 100_000; i++) {
      passed += passes(log, Level.WARN, "request {} failed", i / 10);
    }
    // Fifty at once, and one for each of the nine further seconds.
    assertThat(passed).isEqualTo(59);
    assertThat(passes(log, Level.ERROR, "another", 9_999)).isEqualTo(1);
    assertThat(passes(loggers.getLogger("sibyl.other"), Level.WARN, "request {} failed", 9_999))
        .isEqualTo(1);
    assertThat(written.list).hasSize(9);
    assertThat(written.list.getFirst().getKeyValuePairs().getFirst().value).isEqualTo(9_950L);
    assertThat(passes(loggers.getLogger("sibyl.access"), Level.INFO, "request", 0)).isEqualTo(1);
  }

  @Test
  void newTextInEveryLineIsRememberedWithinBounds() {
    for (int i = 0; i < 100_000; i++) {
      passes(log, Level.WARN, "text " + i, 0);
    }
    assertThat(passes(log, Level.WARN, "text 99999", 0)).isEqualTo(1);
  }

  private int passes(Logger logger, Level level, String text, long atMs) {
    LoggingEvent line = new LoggingEvent("", logger, level, text, null, null);
    line.setTimeStamp(atMs);
    return filter.decide(line) == FilterReply.DENY ? 0 : 1;
  }
}

package sibyl.simulation.replication;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplicationMarketsTest {
  private static final ReplicationMarkets MARKETS = ReplicationMarkets.load();

  @Test
  void everyStudyAndTradeIsRead() {
    assertThat(count(MARKETS.studies().stream().map(Study::project).toList()))
        .isEqualTo(
            Map.of(Project.RPP, 40L, Project.EERP, 18L, Project.ML2, 24L, Project.SSRP, 21L));
    assertThat(count(MARKETS.trades().stream().map(RecordedTrade::project).toList()))
        .isEqualTo(
            Map.of(
                Project.RPP, 2288L, Project.EERP, 2080L, Project.ML2, 1785L, Project.SSRP, 1696L));
  }

  @Test
  void quotedFieldsAndStraySpacesAreUnderstood() {
    assertThat(MARKETS.studies().get(5))
        .isEqualTo(
            new Study(
                Project.RPP,
                6,
                "Fischer, Greitemeyer & Frey (2008)",
                "https://doi.org/10.1037/0022-3514.94.3.382",
                false));
  }

  @Test
  void firstTradeReadsAsPublished() {
    RecordedTrade first = MARKETS.trades().getFirst();

    assertThat(first)
        .isEqualTo(
            new RecordedTrade(
                Project.RPP,
                1,
                4805,
                Instant.parse("2012-11-09T10:08:20Z"),
                "37qus",
                false,
                1000,
                19.0902828926,
                0.45241870901807435));
    assertThat(first.yesNet()).isEqualTo(-19.0902828926);
  }

  @Test
  void tradesOfAMarketAreInTheOrderTheyHappened() {
    Map<Integer, Instant> latest = new HashMap<>();
    for (RecordedTrade trade : MARKETS.trades()) {
      Instant before = latest.put(trade.finding(), trade.at());
      assertThat(before == null || !before.isAfter(trade.at())).as(trade.toString()).isTrue();
    }
  }

  private static Map<Project, Long> count(List<Project> projects) {
    return projects.stream()
        .collect(groupingBy(p -> p, () -> new EnumMap<>(Project.class), counting()));
  }
}

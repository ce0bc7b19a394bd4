package sibyl.accounts.trader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.People;

/** How often reports are counted; what is in them, the gateway's tests show. */
@Timeout(120)
class PerformanceReportsIT {
  private People people;
  private PerformanceReports reports;

  @BeforeEach
  void open() {
    people = new People();
    reports = new PerformanceReports(people.database, people.clock);
  }

  @AfterEach
  void close() {
    people.close();
  }

  @Test
  void aBurstOfRequestsCostsOneCount() throws Exception {
    long ann = people.person("ann");
    long bob = people.person("bob");
    List<Callable<Performance>> burst = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      burst.add(() -> report(ann, 30));
    }
    Performance counted = report(ann, 30);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Performance> each : threads.invokeAll(burst)) {
        assertThat(each.get()).isSameAs(counted);
      }
    }
    assertThat(report(bob, 30)).isNotSameAs(counted);
    assertThat(report(ann, 7)).isNotSameAs(counted);
    people.clock.forward(PerformanceReports.KEPT.plusMillis(1));
    assertThat(report(ann, 30)).isNotSameAs(counted);
  }

  @Test
  void manyWhoComeBeforeItIsCountedGetTheSame() throws Exception {
    long ann = people.person("ann");
    List<Callable<Performance>> burst = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      burst.add(() -> report(ann, 30));
    }
    List<Performance> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Performance> each : threads.invokeAll(burst)) {
        all.add(each.get());
      }
    }
    assertThat(all).allSatisfy(each -> assertThat(each).isSameAs(all.getFirst()));
  }

  private Performance report(long account, int days) {
    return reports.of(account, days, new PerformanceReports.Now(0, List.of()), 0).orElseThrow();
  }
}

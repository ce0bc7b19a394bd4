package sibyl.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sibyl.cluster.client.JournalFollower;
import sibyl.engine.Engine;

class ClusterNodeTest {
  @TempDir Path directory;

  @Test
  void everyCommandIsAnsweredOnceInTheJournal() throws Exception {
    var witness = new Witness();
    try (ClusterNode node = Nodes.start(Nodes.config(directory));
        JournalFollower follower = Nodes.follow(node, 0, witness);
        var trader = new Trader(node)) {
      trader.submit(1, 1000);
      Trader.awaitAnswer(witness, 1000);

      assertThat(witness.answers())
          .hasSize(1000)
          .allSatisfy((n, times) -> assertThat(times).isOne());
      assertThat(witness.firstSeq()).isOne();
      assertThat(witness.rejections()).isZero();
      assertThat(node.inspect(Engine::lastSeq).get()).isEqualTo(follower.lastSeq());
    }
  }
}

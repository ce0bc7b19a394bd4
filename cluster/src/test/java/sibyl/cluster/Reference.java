package sibyl.cluster;

import sibyl.engine.Engine;
import sibyl.engine.limits.Limits;
import sibyl.protocol.EventEncoder;

/** An engine that is given commands in one go, without a log: what a node must come to as well. */
final class Reference {
  private Reference() {}

  static Engine after(long commands, Limits limits) {
    var engine = new Engine(limits, new EventEncoder((buffer, offset, length, first, last) -> {}));
    for (long number = 1; number <= commands; number++) {
      Commands.give(number, 0, engine);
    }
    return engine;
  }
}

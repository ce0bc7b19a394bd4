package sibyl.app;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sibyl.app.client.ApiClient;
import sibyl.app.configuration.Configuration;
import sibyl.app.configuration.Setting;
import sibyl.app.demo.Demo;
import sibyl.app.demo.LiveTraders;
import sibyl.app.demo.Report;

/** Runs an exchange and shows on real markets that it works. */
@Command(
    name = "demo",
    description =
        "Run an exchange and replay 4,368 real trades on it, through its API. Data stays in"
            + " ./data/demo; a demo that was interrupted goes on where it was.")
final class DemoCommand implements Callable<Integer> {
  @Option(names = "--exit", description = "Stop after the report; exit code 0 if all of it holds.")
  private boolean exit;

  @Option(
      names = "--speed",
      defaultValue = "max",
      paramLabel = "N",
      description =
          "How many times faster than in reality, such as 100000x. Default: ${DEFAULT-VALUE}.")
  private String speed = "max";

  @Option(names = "--trades", defaultValue = "4368", hidden = true)
  private int trades;

  private final PrintStream out = System.out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    double factor = factor();
    Map<Setting, String> defaults = Configuration.defaults(Configuration.Mode.DEV, "data/demo");
    // The people of the replay have what they had, and nothing from us.
    defaults.put(Setting.BONUS_SIGNUP, "0");
    Configuration configuration = ConfigurationOptions.read(spec, defaults);
    try (Exchange exchange = Exchange.start(configuration, out);
        ApiClient client = new ApiClient(exchange.url());
        Demo demo =
            new Demo(
                client,
                configuration.adminUsername(),
                configuration.adminPassword(),
                configuration.data().resolve("replay"),
                out)) {
      Report report = demo.replay(factor, trades, exchange::audit);
      report.print(out);
      if (exit || !report.allHold()) {
        out.println(report.allHold() ? "All of it holds." : "NOT all of it holds.");
        return report.allHold() ? 0 : 1;
      }
      try (LiveTraders _ = demo.startLiveTraders()) {
        out.println("The exchange stays up at " + exchange.url() + " (Ctrl-C stops it)");
        return exchange.awaitStop();
      }
    }
  }

  private double factor() {
    String text = speed.toLowerCase(Locale.ROOT);
    if (text.equals("max")) {
      return Double.POSITIVE_INFINITY;
    }
    try {
      double factor =
          Double.parseDouble(text.endsWith("x") ? text.substring(0, text.length() - 1) : text);
      if (factor > 0) {
        return factor;
      }
    } catch (NumberFormatException e) {
      // said below, together with what would do
    }
    throw new ParameterException(
        spec.commandLine(), "--speed must be max or a number above 0 such as 1000x, not " + speed);
  }
}

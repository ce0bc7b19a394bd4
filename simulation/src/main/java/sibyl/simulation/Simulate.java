package sibyl.simulation;

/**
 * Runs a simulation from the command line: {@code Simulate [seed [commands]]}. Exits with 0 when
 * every check held, else with 1 after printing the shortest script that shows the failure.
 */
public final class Simulate {
  private static final long COMMANDS = 1_000_000;
  private static final int STEPS_SHOWN = 20;

  private Simulate() {}

  public static void main(String[] arguments) {
    long seed = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1;
    long commands = arguments.length > 1 ? Long.parseLong(arguments[1]) : COMMANDS;
    int threads = Runtime.getRuntime().availableProcessors();
    try {
      System.out.println(Simulation.run(seed, commands, threads, new Steps()));
    } catch (SimulationFailure failure) {
      System.out.println(failure.getMessage());
      System.exit(1);
    }
  }

  /** Prints a line now and then. */
  private static final class Steps implements Simulation.Progress {
    private long shown;

    @Override
    public synchronized void at(long commands, long of) {
      long step = commands * STEPS_SHOWN / of;
      if (step > shown) {
        shown = step;
        System.out.printf("%,d of %,d commands%n", commands, of);
      }
    }
  }
}

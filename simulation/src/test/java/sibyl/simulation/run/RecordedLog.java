package sibyl.simulation.run;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sibyl.engine.command.CommandHandler;
import sibyl.engine.command.CommandHeader;
import sibyl.protocol.CommandEncoder;
import sibyl.simulation.generate.Generator;
import sibyl.simulation.script.Step;

/**
 * Writes down what generated exchanges were commanded, in the bytes that the log has: entries of a
 * kind, a time and, for a command, its message. {@link ReplayedLog} plays it.
 */
final class RecordedLog implements AutoCloseable {
  static final byte EXCHANGE = 1;
  static final byte COMMAND = 2;
  static final byte WORK = 3;

  private final DataOutputStream out;
  private final Set<String> kinds = new TreeSet<>();
  private long commands;

  private RecordedLog(DataOutputStream out) {
    this.out = out;
  }

  static RecordedLog to(Path file) throws IOException {
    return new RecordedLog(new DataOutputStream(Files.newOutputStream(file)));
  }

  /** Plays the exchange of one seed on engine and model, and writes down what it was told. */
  void exchange(long seed) throws IOException {
    out.writeByte(EXCHANGE);
    Duel duel = new Duel(this::listening);
    Generator generator = new Generator(seed);
    for (int i = generator.commands(); i > 0; i--) {
      Step step = generator.next(duel);
      duel.apply(step);
      if (!(step instanceof Step.As) && !(step instanceof Step.Wait wait && wait.asleep())) {
        out.writeByte(WORK);
        out.writeLong(duel.nowMs());
      }
    }
  }

  long commands() {
    return commands;
  }

  /** The methods of {@link CommandHandler} that were called. */
  Set<String> kinds() {
    return Set.copyOf(kinds);
  }

  private CommandHandler listening(CommandHandler engine) {
    CommandEncoder encoder = new CommandEncoder();
    InvocationHandler both =
        (Object proxy, Method method, Object @Nullable [] arguments) -> {
          try {
            method.invoke(encoder, arguments);
            write(encoder, (CommandHeader) arguments[0]);
            kinds.add(method.getName());
            return method.invoke(engine, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return (CommandHandler)
        Proxy.newProxyInstance(
            CommandHandler.class.getClassLoader(), new Class<?>[] {CommandHandler.class}, both);
  }

  private void write(CommandEncoder encoder, CommandHeader header) {
    byte[] message = new byte[encoder.length()];
    encoder.buffer().getBytes(0, message);
    try {
      out.writeByte(COMMAND);
      out.writeLong(header.timeMs);
      out.writeInt(message.length);
      out.write(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    commands++;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}

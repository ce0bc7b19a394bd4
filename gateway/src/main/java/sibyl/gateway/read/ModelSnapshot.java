package sibyl.gateway.read;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.DefaultSerializers;
import com.esotericsoftware.kryo.serializers.EnumMapSerializer;
import com.esotericsoftware.kryo.util.DefaultInstantiatorStrategy;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.objenesis.strategy.StdInstantiatorStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The read model in a file, so that a start need not read the journal from its first event: it
 * reads the file and follows from there. The file says nothing that the journal does not; one that
 * is missing, damaged, or written by another build or with other limits is left aside, and the
 * journal is read from its beginning.
 *
 * <p>Written whole under another name and then moved, with a checksum over all of it. Readable by
 * the program's user only, as everything in the data directory.
 */
public final class ModelSnapshot {
  private static final Logger LOG = LoggerFactory.getLogger(ModelSnapshot.class);
  private static final long MAGIC = 0x5349_4259_4c52_4d31L;

  private ModelSnapshot() {}

  /**
   * Writes a model, between two commands: while it is written, the model stands still.
   *
   * @param exchange whose it is
   * @return the number of the last event in it
   */
  public static long write(ReadModel model, UUID exchange, Path file) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    long seq;
    try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
      CheckedOutputStream checked =
          new CheckedOutputStream(new BufferedOutputStream(out, 1 << 20), new CRC32C());
      DataOutputStream header = new DataOutputStream(checked);
      header.writeLong(MAGIC);
      header.writeUTF(Build.FINGERPRINT);
      header.writeUTF(exchange.toString());
      seq = model.alone(state -> write(state, checked));
      header.writeLong(checked.getChecksum().getValue());
      header.flush();
      out.getFD().sync();
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return seq;
  }

  private static long write(ExchangeState state, OutputStream into) {
    Output output = new Output(into, 1 << 16);
    Kryo kryo = kryo();
    kryo.writeObject(output, state.limits);
    kryo.writeObject(output, state.contents());
    output.flush();
    return state.seq();
  }

  /**
   * Fills an empty model.
   *
   * @param exchange whose journal will be followed
   * @param end the last event of that journal
   * @return the last event in the model, after which the journal is to be followed; 0, with the
   *     model still empty, if there is no snapshot that can be used
   */
  public static long read(ReadModel model, UUID exchange, Path file, long end) {
    if (!Files.exists(file)) {
      return 0;
    }
    try {
      requireWhole(file);
      ExchangeState.Contents contents = contents(model.limits(), exchange, file);
      if (contents.seq() > end) {
        throw new IOException("it is ahead of the journal");
      }
      model.restore(contents);
      return contents.seq();
    } catch (IOException | KryoException e) {
      LOG.warn(
          "the read model's snapshot {} is left aside, the journal is read from its beginning: {}",
          file,
          e.getMessage());
      return 0;
    }
  }

  /** What is wrong with a file that is there; empty if it is as it was written. */
  public static Optional<String> damage(Path file) {
    try {
      requireWhole(file);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Before anything of it is believed. */
  private static void requireWhole(Path file) throws IOException {
    long length = Files.size(file) - Long.BYTES;
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
      CRC32C checksum = new CRC32C();
      byte[] part = new byte[1 << 16];
      for (long left = length; left > 0; ) {
        int read = in.readNBytes(part, 0, (int) Math.min(left, part.length));
        if (read == 0) {
          throw new IOException("it is cut off");
        }
        checksum.update(part, 0, read);
        left -= read;
      }
      if (length < 0 || in.readLong() != checksum.getValue()) {
        throw new IOException("its checksum is wrong");
      }
    }
  }

  private static ExchangeState.Contents contents(ReadLimits limits, UUID exchange, Path file)
      throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
      DataInputStream header = new DataInputStream(in);
      require(header.readLong() == MAGIC, "it is something else");
      require(header.readUTF().equals(Build.FINGERPRINT), "another build wrote it");
      require(header.readUTF().equals(exchange.toString()), "it is of another exchange");
      Input input = new Input(in, 1 << 16);
      Kryo kryo = kryo();
      require(kryo.readObject(input, ReadLimits.class).equals(limits), "its limits were others");
      return kryo.readObject(input, ExchangeState.Contents.class);
    }
  }

  private static void require(boolean condition, String otherwise) throws IOException {
    if (!condition) {
      throw new IOException(otherwise);
    }
  }

  private static Kryo kryo() {
    Kryo kryo = new Kryo();
    kryo.setRegistrationRequired(false); // the file is ours, whole, and of this very build
    kryo.setReferences(true); // markets of one event share an AMM, lists share orders
    kryo.setOptimizedGenerics(false); // a Long2ObjectHashMap names the type of its values only
    kryo.setInstantiatorStrategy(new DefaultInstantiatorStrategy(new StdInstantiatorStrategy()));
    kryo.register(UUID.class, new DefaultSerializers.UUIDSerializer());
    kryo.register(EnumMap.class, new EnumMapSerializer(CandleInterval.class));
    return kryo;
  }
}

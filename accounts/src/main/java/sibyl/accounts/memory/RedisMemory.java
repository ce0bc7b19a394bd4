package sibyl.accounts.memory;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory that several gateways share: a Redis or Valkey server, by its own clock. Each step is
 * one script, so it is atomic there. Nothing waits long for a server that is away: it connects when
 * it is first used and again after it was lost, and meanwhile calls fail, most of them at once.
 *
 * <p>All keys begin with {@code {sibyl}:}, which puts them on one node of a cluster of servers.
 */
public final class RedisMemory implements SignInMemory {
  private static final Logger LOG = LoggerFactory.getLogger(RedisMemory.class);
  private static final String PREFIX = "{sibyl}:";
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration BETWEEN_CONNECTS = Duration.ofSeconds(1);
  private static final int THREADS = 2;

  /**
   * A key holds when all that was spent under it is back, or a list of when each was spent, in
   * milliseconds since the epoch. For each key: how it comes back, the interval or the times, and
   * the period.
   */
  private static final String TAKE =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      local back, wait = {}, 0
      for i, key in ipairs(KEYS) do
        local amount, period = tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i])
        if ARGV[3 * i - 2] == 'EVENLY' then
          back[i] = math.max(tonumber(redis.call('GET', key) or 0), now) + amount
          wait = math.max(wait, back[i] - now - period)
        else
          while tonumber(redis.call('LINDEX', key, 0) or now) <= now - period do
            redis.call('LPOP', key)
          end
          if redis.call('LLEN', key) >= amount then
            wait = math.max(wait, tonumber(redis.call('LINDEX', key, 0)) + period - now)
          end
        end
      end
      if wait > 0 then return wait end
      for i, key in ipairs(KEYS) do
        if ARGV[3 * i - 2] == 'EVENLY' then
          redis.call('SET', key, back[i], 'PX', back[i] - now)
        else
          redis.call('RPUSH', key, now)
          redis.call('PEXPIRE', key, ARGV[3 * i])
        end
      end
      return 0
      """;

  private static final String GIVE_BACK =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      for i, key in ipairs(KEYS) do
        if ARGV[3 * i - 2] == 'EVENLY' then
          local back = tonumber(redis.call('GET', key) or 0) - tonumber(ARGV[3 * i - 1])
          if back > now then
            redis.call('SET', key, back, 'PX', back - now)
          else
            redis.call('DEL', key)
          end
        else
          redis.call('RPOP', key)
        end
      end
      return 0
      """;

  private static final String KEEP =
      """
      redis.call('DEL', KEYS[1])
      redis.call('HSET', KEYS[1], 'hash', ARGV[1], 'tries', ARGV[2])
      return redis.call('PEXPIRE', KEYS[1], ARGV[3])
      """;

  private static final String SPEND_TRY =
      """
      if redis.call('EXISTS', KEYS[1]) == 0 then return false end
      if redis.call('HINCRBY', KEYS[1], 'tries', -1) < 0 then return false end
      return redis.call('HGET', KEYS[1], 'hash')
      """;

  private static final String CONSUME =
      """
      if redis.call('HGET', KEYS[1], 'hash') ~= ARGV[1] then return 0 end
      return redis.call('DEL', KEYS[1])
      """;

  private final ClientResources resources =
      DefaultClientResources.builder()
          .ioThreadPoolSize(THREADS)
          .computationThreadPoolSize(THREADS)
          .build();
  private final RedisClient client;
  private final ReentrantLock connecting = new ReentrantLock();
  private final AtomicBoolean away = new AtomicBoolean();
  private volatile @Nullable StatefulRedisConnection<String, String> connection;
  private long connectAfterNs = System.nanoTime();

  /**
   * Does not connect yet.
   *
   * @param url {@code redis://[user:password@]host[:port][/database]}, or {@code rediss://} for TLS
   * @throws IllegalArgumentException if the URL is none; the message does not repeat it
   */
  public RedisMemory(String url) {
    RedisURI uri;
    try {
      uri = RedisURI.create(url);
    } catch (IllegalArgumentException e) {
      // Without the cause, which quotes the URL and so may quote a password.
      throw new IllegalArgumentException("not the URL of a Redis server: redis://host:port");
    }
    uri.setTimeout(PATIENCE);
    client = RedisClient.create(resources, uri);
    client.setOptions(
        ClientOptions.builder()
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .socketOptions(SocketOptions.builder().connectTimeout(PATIENCE).keepAlive(true).build())
            .build());
  }

  @Override
  public Duration take(List<Allowance> allowances) {
    long wait =
        call(
            redis ->
                redis.<Long>eval(
                    TAKE, ScriptOutputType.INTEGER, keys(allowances), spans(allowances)));
    return Duration.ofMillis(wait);
  }

  @Override
  public void giveBack(List<Allowance> allowances) {
    call(
        redis ->
            redis.<Long>eval(
                GIVE_BACK, ScriptOutputType.INTEGER, keys(allowances), spans(allowances)));
  }

  @Override
  public void keepCode(String key, String hash, Duration lifetime, int tries) {
    String[] values = {hash, Integer.toString(tries), Long.toString(lifetime.toMillis())};
    call(redis -> redis.<Long>eval(KEEP, ScriptOutputType.INTEGER, keys(key), values));
  }

  @Override
  public Optional<String> spendTry(String key) {
    return call(
        redis ->
            Optional.ofNullable(redis.<String>eval(SPEND_TRY, ScriptOutputType.VALUE, keys(key))));
  }

  @Override
  public boolean consume(String key, String hash) {
    return call(redis -> redis.<Long>eval(CONSUME, ScriptOutputType.INTEGER, keys(key), hash)) == 1;
  }

  @Override
  public void close() {
    StatefulRedisConnection<String, String> open = connection;
    if (open != null) {
      open.close();
    }
    client.shutdown(Duration.ZERO, PATIENCE);
    resources.shutdown(0, PATIENCE.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }

  private <T> T call(Function<RedisCommands<String, String>, T> step) {
    try {
      T result = step.apply(connection().sync());
      if (away.getAndSet(false)) {
        LOG.info("the memory of sign-in is back");
      }
      return result;
    } catch (RedisException e) {
      if (!away.getAndSet(true)) {
        LOG.warn("the memory of sign-in cannot be reached: {}", e.toString());
      }
      throw new MemoryUnavailableException("the memory of sign-in cannot be reached", e);
    }
  }

  /** The connection, which mends itself; only the first one is ours to make. */
  private StatefulRedisConnection<String, String> connection() {
    StatefulRedisConnection<String, String> open = connection;
    if (open != null) {
      return open;
    }
    try {
      if (!connecting.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new RedisException("is being connected");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisException("interrupted while it is being connected", e);
    }
    try {
      open = connection;
      if (open == null) {
        long nowNs = System.nanoTime();
        if (nowNs - connectAfterNs < 0) {
          throw new RedisException("could not be connected a moment ago");
        }
        connectAfterNs = nowNs + BETWEEN_CONNECTS.toNanos();
        open = client.connect();
        connection = open;
      }
      return open;
    } finally {
      connecting.unlock();
    }
  }

  private static String[] keys(String key) {
    return new String[] {PREFIX + key};
  }

  private static String[] keys(List<Allowance> allowances) {
    return allowances.stream().map(allowance -> PREFIX + allowance.key()).toArray(String[]::new);
  }

  private static String[] spans(List<Allowance> allowances) {
    List<String> spans = new ArrayList<>();
    for (Allowance allowance : allowances) {
      boolean evenly = allowance.comesBack() == Allowance.Return.EVENLY;
      spans.add(allowance.comesBack().name());
      spans.add(Long.toString(evenly ? allowance.intervalMillis() : allowance.times()));
      spans.add(Long.toString(allowance.periodMillis()));
    }
    return spans.toArray(String[]::new);
  }
}

package sibyl.store.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The server's two configuration files, written anew at every start so that what runs is what
 * stands here, unless somebody who knows says otherwise by {@code ALTER SYSTEM}. Small memory, few
 * processes, little work at rest; durable in every respect.
 */
final class ServerConfiguration {
  private static final String SETTINGS =
      """
      # Written at every start; changes made here are lost.
      listen_addresses = '127.0.0.1'
      unix_socket_directories = ''
      max_connections = 50
      password_encryption = 'scram-sha-256'

      fsync = on
      full_page_writes = on
      synchronous_commit = on
      wal_level = minimal
      max_wal_senders = 0
      max_wal_size = 512MB
      checkpoint_timeout = 10min

      shared_buffers = 96MB
      work_mem = 8MB
      maintenance_work_mem = 64MB
      jit = off
      max_parallel_workers_per_gather = 0
      max_logical_replication_workers = 0
      io_method = sync
      autovacuum_max_workers = 1

      log_min_messages = warning
      log_checkpoints = off
      log_line_prefix = '%m [%p] '
      timezone = 'UTC'
      log_timezone = 'UTC'
      """;

  private static final String CLIENTS =
      """
      # Written at every start: this machine only, with the password only.
      host all all 127.0.0.1/32 scram-sha-256
      """;

  private ServerConfiguration() {}

  static void write(Path cluster, int port) throws IOException {
    Files.writeString(cluster.resolve("postgresql.conf"), SETTINGS + "port = " + port + "\n");
    Files.writeString(cluster.resolve("pg_hba.conf"), CLIENTS);
  }
}

package sibyl.gateway.stream;

/** What a subscription is about. */
sealed interface Topic {
  record Market(long market) implements Topic {}

  record Account(long account) implements Topic {}
}

package sibyl.gateway.read;

/**
 * A limit on what a set of orders may fill within a rolling window.
 *
 * @param limit hundredths
 * @param triggered whether it was passed, and waits to be reset
 */
public record OrderGroupView(
    long group, long account, long limit, long windowMs, boolean triggered, long seq) {}
